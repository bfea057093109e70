"""Cards: what stands on them, that it can be read, and that it fits."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.domain.announcement import Content, Kind
from bot.domain.building import read_program
from bot.domain.model import Award, Program
from bot.render.card import ALT, Card, card_of
from bot.render.colors import READABLE, contrast, parse_color, text_on
from bot.render.drawing import drawn
from bot.render.typeface import BOLD, fitted, lacking, width

SAMPLE = Path(__file__).parents[2] / "bot" / "sandbox" / "programs" / "moss.yaml"
NOW = datetime(2018, 1, 23, 18, 0, tzinfo=UTC)
MOSS = read_program(SAMPLE.read_text("utf-8"), "moss.yaml", known_at=NOW)
WILD = (
    "Zappa",
    "The Very Long Named Foundation for the Advancement of Interoperable Decentralised Protocols of Communication in Europe and the Americas",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    "Тракт 3: Ελλάδα, Çağ, Łódź, Việt Nam",
    "שלום עולם (2018)",
    "مؤسسة الحدود الرقمية",
    "नमस्ते दुनिया",
    "สวัสดีชาวโลก",
    "Հայաստան საქართველო",
    "e\u0301cole a\u0308rger",
    "x" * 300,
)


def award(name: str = "Zappa", **fields: object) -> Award:
    return replace(MOSS.awards_by_key["zappa"], recipient=name, **fields)  # type: ignore[arg-type]


def card(content: Content, program: Program = MOSS) -> Card:
    found = card_of(program, content)
    assert found is not None
    return found


def of_award(name: str = "Zappa", program: Program = MOSS, **fields: object) -> Card:
    return card(Content(kind=Kind.AWARD, awards=(award(name, **fields),)), program)


def picture(found: Card) -> Image.Image:
    return Image.open(BytesIO(drawn(found))).convert("RGB")


def test_a_card_says_who_gave_how_much_to_whom_and_by_which_track() -> None:
    found = of_award(track="foundational-technology")
    assert (found.name, found.headline, found.figure, found.foot) == (
        "Mozilla Open Source Support", "Zappa", "$65,000", "Foundational Technology",
    )  # fmt: skip
    assert found.alt == (
        "Mozilla Open Source Support: award of $65,000 to Zappa, Foundational Technology."
    )


def test_what_was_given_in_another_currency_is_told_beside_it() -> None:
    found = card(Content(kind=Kind.AWARD, awards=(MOSS.awards_by_key["rust-av"],)))
    assert found.figure == "$71,356 (€51,000)"
    assert "$71,356 (€51,000)" in found.alt


def test_it_is_a_png_of_1600_by_900_and_always_the_same() -> None:
    found = of_award()
    data = drawn(found)
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.size) == ("PNG", (1600, 900))
    assert data == drawn(found)
    assert data != drawn(of_award("Zapp"))
    assert len(data) < 500_000


def test_several_awards_are_listed_and_all_are_in_the_alt_text() -> None:
    found = card(Content(kind=Kind.AWARDS, awards=MOSS.awards))
    assert found.headline == "Eight awards"
    assert found.figure == "$585,356"
    assert found.lines[-1] == "and three more"
    assert all(one.recipient in found.alt for one in MOSS.awards)
    assert picture(found).size == (1600, 900)


def test_a_deadline_and_what_it_was_before() -> None:
    deadline = MOSS.tracks[0].deadlines[0]
    found = card(
        Content(kind=Kind.DEADLINE, deadline=deadline, before="Wednesday 24 January 2018 at 23:59")
    )
    assert found.headline == "Foundational Technology"
    assert found.figure == "Wednesday 31 January 2018"
    assert "moved from Wednesday 24 January 2018 at 23:59" in found.lines
    assert "closes Wednesday 31 January 2018 at 23:59, Los Angeles time, moved from" in found.alt


def test_news_and_a_round_up_and_what_has_none() -> None:
    assert card(Content(kind=Kind.NEWS, title="Two new members")).headline == "Two new members"
    said = "MOSS has given $570,356 in seven awards since October 2017.\nBy track:"
    found = card(Content(kind=Kind.ROUNDUP, title="MOSS since October 2017", roundup=said))
    assert found.lines == ("MOSS has given $570,356 in seven awards since October 2017.",)
    assert card_of(MOSS, Content(kind=Kind.TAKEDOWN)) is None
    assert card_of(MOSS, Content(kind=Kind.CORRECTION, text="x")) is None


@pytest.mark.parametrize("name", WILD)
def test_names_of_any_length_and_script_stay_on_the_card(name: str) -> None:
    found = of_award(name, track="global-mission-partners-india")
    assert found.lacking == ""
    image = picture(found)
    background = image.getpixel((5, 5))
    for box in ((0, 0, 60, 900), (1540, 0, 1600, 250), (0, 0, 1600, 40), (0, 860, 900, 900)):
        colors = image.crop(box).getcolors(maxcolors=100_000)
        assert colors is not None
        assert {color for _, color in colors} == {background}, box


@pytest.mark.parametrize("name", WILD[:2])
def test_words_are_whole(name: str) -> None:
    _, lines = fitted(name, BOLD, range(140, 43, -6), 1380, 5)
    assert " ".join(lines) == name
    assert all(width(line, BOLD, 50) < 1380 for line in lines)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_any_name_is_drawn_or_its_letters_are_named(name: str) -> None:
    if not name.strip():
        return
    found = of_award(name)
    assert found.lacking or len(drawn(found)) > 1000


def test_letters_that_no_font_has_are_named() -> None:
    assert of_award("日本 🎉 Zappa").lacking == "日本🎉"
    assert lacking("Zappa — “naïve” €5 ½ ×3 … № 1") == ""


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_letters_can_be_read_on_any_colour(color: tuple[int, int, int]) -> None:
    assert contrast(color, text_on(color)) >= READABLE


@pytest.mark.parametrize(
    "color", ["#0f766e", "#ffe100", "#808080", "#000000", "#ffffff", "#ff0000"]
)
def test_what_is_behind_the_letters_is_never_nearer_to_their_colour(color: str) -> None:
    image = picture(of_award("Open Observatory of Network Interference " * 3,
                             replace(MOSS, color=color)))  # fmt: skip
    letters = text_on(parse_color(color))
    backgrounds = [image.getpixel(at) for at in ((5, 5), (1590, 500), (1590, 720), (1590, 890))]
    for found in backgrounds:
        assert isinstance(found, tuple)
        assert contrast((found[0], found[1], found[2]), letters) >= READABLE


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((0x77, 0x77, 0x77), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("wrong", ["teal", "#fff", "#0f766g", "0f766e", "#0f766e0", ""])
def test_a_colour_that_is_none(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not a colour; write #0f766e"):
        parse_color(wrong)


def test_alt_text_is_short_enough_for_every_network() -> None:
    many = tuple(award(f"Recipient number {n} of a long name") for n in range(60))
    found = card(Content(kind=Kind.AWARDS, awards=many))
    assert 900 < len(found.alt) <= ALT
    assert found.alt.endswith(" …")
