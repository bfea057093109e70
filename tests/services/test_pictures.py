"""Pictures of announcements, on both databases: cards, people's own, and what is handed on."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import update

from bot.domain.announcement import Content, Kind, Picture
from bot.domain.model import Program
from bot.errors import UserError
from bot.services.pictures import Pictures
from bot.store import tables
from tests.services.conftest import OLIVE, House


def png(color: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), color).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def house(make: type[House]) -> House:
    made = make()  # type: ignore[call-arg]
    made.load()
    return made


def give(house: House, content: bytes, alt: str = "A red field", name: str = "a.png") -> Picture:
    file = house.sandbox.person("olive").give(name, content)
    return house.services.pictures.given(file, alt, OLIVE)


def card(house: House, program: Program, **fields: object) -> Picture | None:
    award = replace(program.awards[0], **fields)  # type: ignore[arg-type]
    with house.store.write() as connection:
        content = Content(kind=Kind.AWARD, awards=(award,))
        return house.services.pictures.made(connection, program, content)


def test_a_card_is_kept_once_and_handed_on_with_its_alt_text(house: House) -> None:
    program = house.services.programs.require()
    first, again = card(house, program), card(house, program)
    assert first is not None
    assert first == again
    assert first.made
    with house.store.read() as connection:
        (image,) = house.services.pictures.load(connection, [first])
        assert len(connection.execute(tables.media.select()).all()) == 1
    assert image.alt == first.alt
    assert (image.width, image.height, image.type) == (1600, 900, "image/png")
    with Image.open(BytesIO(image.data)) as drawn:
        assert drawn.size == (1600, 900)


def test_no_card_is_better_than_one_with_holes(house: House) -> None:
    program = house.services.programs.require()
    assert card(house, program, recipient="日本語プロジェクト") is None
    award = replace(program.awards[0], recipient="日本")
    problem = Pictures.problem(program, Content(kind=Kind.AWARD, awards=(award,)))
    assert problem == (
        "There is no card: its font has no letters for 日本; give a picture of your own."
    )
    assert Pictures.problem(program, Content(kind=Kind.AWARD, awards=program.awards[:1])) == ""


def test_a_persons_picture_is_fetched_made_safe_and_kept(house: House) -> None:
    found = give(house, png(), "  A red\n field ")
    assert (found.alt, found.made, found.width, found.height) == ("A red field", False, 64, 48)
    with house.store.read() as connection:
        (image,) = house.services.pictures.load(connection, [found])
    with Image.open(BytesIO(image.data)) as opened:
        assert opened.convert("RGB").getpixel((3, 3)) == (255, 0, 0)


def test_its_name_is_not_believed(house: House) -> None:
    assert give(house, png(), name="a.exe").type == "image/png"
    with pytest.raises(UserError, match="no picture that is known here"):
        give(house, b"MZ program", name="a.png")


@pytest.mark.parametrize(
    ("alt", "says"), [("", "Say in the alt text"), (" \n ", "Say in"), ("x" * 1001, "1,001 char")]
)
def test_alt_text_is_a_must(house: House, alt: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        give(house, png(), alt)


def test_what_slack_does_not_hand_out_is_said(house: House) -> None:
    with pytest.raises(UserError, match="The file is not at Slack; upload it"):
        house.services.pictures.given({"url_private": "https://evil.example/a.png"}, "x", OLIVE)
    gone = {"url_private": f"{house.sandbox.origin}/files-pri/F9/a.png"}
    with pytest.raises(UserError, match="upload it again"):
        house.services.pictures.given(gone, "x", OLIVE)


def test_bytes_that_are_not_what_they_were_are_not_handed_on(house: House) -> None:
    kept, changed = give(house, png("red")), give(house, png("blue"))
    with house.store.write() as connection:
        connection.execute(
            update(tables.media)
            .where(tables.media.c.digest == changed.digest)
            .values(data=png("green"))
        )
        found = house.services.pictures.load(connection, [changed, kept])
    assert [image.alt for image in found] == [kept.alt]
    assert house.services.pictures.kept(changed.digest) is None


def test_slacks_id_of_a_picture_is_remembered(house: House) -> None:
    found = give(house, png())
    pictures = house.services.pictures
    for file in ("F00000001", None):
        pictures.at_slack(found.digest, file)
        kept = pictures.kept(found.digest)
        assert kept is not None
        assert kept.slack_file == file


def test_reviewers_are_told_why_there_is_no_card(house: House) -> None:
    house.change(("recipient: rust-av,", "key: rust-av, recipient: 日本 rust-av,"))
    found = house.services.drafting.awards(["rust-av"], OLIVE)
    assert found.pictures == ()
    with house.store.read() as connection:
        said = house.services.deciding.warnings(connection, found)
    assert "There is no card: its font has no letters for 日本; give a picture of your own." in said
