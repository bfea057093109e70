"""Whatever a program file may hold, Slack takes the messages about it, and nobody is pinged."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain import announcement
from bot.domain.announcement import Content, Posts, award_subject
from bot.domain.building import build
from bot.domain.document import ProgramFile
from bot.domain.ledger import Destination, Kind, Row, State
from bot.domain.lengths import LIMITS, length
from bot.domain.model import Program
from bot.domain.spans import Line, Link, ReaderTime, Strong
from bot.domain.templates import KEYS, MAX_TEMPLATE
from bot.render import award_form, edit_form, review, slack, teach_form
from bot.render.countdown import change_lines, countdown_lines
from bot.render.home import home
from bot.render.posts import parts_of, places_of, texts_of
from bot.render.review import Standing
from bot.sandbox.blocks import check_blocks, check_view

LONGEST_TEXT = 40_000
CLOSES = datetime(2018, 1, 31, 23, 59, 59, tzinfo=UTC)
NOW = datetime(2018, 1, 23, 10, tzinfo=UTC)
PINGS = ("<!channel>", "<!here>", "<@U0MIA>", "<#C0MOSS>", "<!subteam^S1>", "<http://x|y>")
SNIPPETS = (*PINGS, "&amp;", "&lt;!channel&gt;", "*", "_", "~", "`", "|", "\n", "> ", "<!date^1^x|y>",
            "🎉", "👩‍👩‍👧", "字", "ﷺ", "\u202e", "é", " ", "  ", "&" * 20, "<" * 20, "x" * 60)  # fmt: skip


def posts_of(program: Program, *codes: str) -> Posts:
    """What the first award's announcement says at these places."""
    content = Content(kind=announcement.Kind.AWARD, awards=program.awards[:1])
    places = places_of(codes)
    return parts_of(texts_of(content, program, places), places)


def words(most: int) -> st.SearchStrategy[str]:
    """Words as odd and as long as a field of so many characters takes."""
    pieces = st.one_of(
        st.sampled_from(SNIPPETS),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
    )
    mixed = st.lists(pieces, min_size=1, max_size=min(most // 4 + 1, 30)).map("".join)
    full = st.sampled_from(SNIPPETS).map(lambda piece: piece * most)
    return st.one_of(mixed, full).map(lambda text: text[:most].strip() or "x")


URLS = st.one_of(
    st.none(),
    st.just("https://moss.example.org/apply?a=1&b=2"),
    st.just("https://moss.example.org/" + "&" * 60),
    st.just("https://moss.example.org/" + "x" * 970),
)


@st.composite
def templates(draw: st.DrawFn) -> dict[str, str]:
    """Words of somebody's own for every step: anything, with fields and bold in it. A star alone
    is refused at the import."""
    parts = st.one_of(
        words(60).map(lambda text: text.replace("{", "{{").replace("}", "}}").replace("*", "")),
        st.sampled_from(["{tracks}", "{label}", "*{closes}*", "{apply}", "\n", "*x*", "{{", " "]),
    )
    text = "{tracks}" + "".join(draw(st.lists(parts, max_size=8)))
    return dict.fromkeys(KEYS, text) if len(text) <= MAX_TEMPLATE else {}


@st.composite
def programs(draw: st.DrawFn, most_tracks: int = 6) -> Program:
    """A program that a file may hold."""
    tracks = [
        {
            "key": f"t{number}",
            "name": draw(words(150)),
            "apply_url": draw(URLS),
            "templates": draw(templates()) if draw(st.booleans()) else {},
            "deadlines": [{"key": "d", "label": draw(words(150)), "closes": "2018-01-31"}],
        }
        for number in range(draw(st.integers(1, most_tracks)))
    ]
    awards = [
        {
            "key": f"a{number}",
            "recipient": draw(words(150)),
            "track": draw(st.sampled_from([None, "t0"])),
            "amount": draw(st.sampled_from(["0", "65000", "1000000000000", "0.01"])),
            "original": draw(st.sampled_from([None, {"amount": "51000.5", "currency": "EUR"}])),
            "purpose": draw(st.one_of(st.none(), words(1000))),
            "url": draw(URLS),
            "awarded": "2018-01-23",
        }
        for number in range(draw(st.integers(1, 3)))
    ]
    return build(
        ProgramFile.model_validate(
            {
                "program": {
                    "name": draw(words(150)),
                    "short_name": draw(words(40)),
                    "url": draw(URLS),
                    "timezone": "UTC",
                    "currency": "USD",
                    "announce_in": ["#moss"],
                },
                "tracks": tracks,
                "awards": awards,
            }
        )
    )


ODDLY = settings(max_examples=25, suppress_health_check=[*HealthCheck])


def texts(value: Any) -> list[str]:
    """All mrkdwn in blocks."""
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    if not isinstance(value, dict):
        return []
    if value.get("type") == "mrkdwn":
        return [value["text"]]
    return [text for each in value.values() for text in texts(each)]


OURS = re.compile(
    r"<!date\^\d+\^\{date_short_pretty\}, \{time\}\|[^<>]+>|<https?://[^<>|\s]+(?:\|[^<>|]*)?>"
)


def check_escaped(text: str, *ours: str) -> None:
    """Nothing in angle brackets but what we put there, and no & that is no entity."""
    for known in ours:
        text = text.replace(known, "")
    bare = OURS.sub("", text)
    assert "<" not in bare
    assert not re.search(r"&(?!amp;|lt;|gt;)", bare)


def check_message(message: dict[str, Any], *ours: str) -> None:
    """Slack takes it, it pings nobody, and its text holds what its blocks hold."""
    check_blocks(message["blocks"])
    assert message["text"].strip()
    assert len(message["text"]) <= LONGEST_TEXT
    for text in (message["text"], *texts(message["blocks"])):
        check_escaped(text, *ours)


def check_same(message: dict[str, Any]) -> None:
    """The sections say what the text says, in the same order."""
    shown = "\n".join(block["text"]["text"] for block in message["blocks"])
    assert "".join(shown.split()) == "".join(message["text"].split())


@ODDLY
@given(programs())
def test_countdowns(program: Program) -> None:
    deadlines = [deadline for track in program.tracks for deadline in track.deadlines]
    for now in (NOW, CLOSES - timedelta(hours=30), CLOSES, CLOSES + timedelta(days=1)):
        message = slack.message(countdown_lines(program, deadlines, now))
        check_message(message)
        check_same(message)


@ODDLY
@given(programs(most_tracks=2), words(150))
def test_notices_of_change(program: Program, before: str) -> None:
    (deadline, *_) = program.tracks[0].deadlines
    message = slack.message(change_lines(program, deadline, before, NOW))
    check_message(message)
    check_same(message)


@ODDLY
@given(programs(most_tracks=1))
def test_announcements(program: Program) -> None:
    posts = posts_of(program, "slack:#moss", "x")
    (text,) = posts["slack:#moss"]
    assert length(text, "slack") <= LIMITS["slack"]
    message = slack.message([(line,) for line in text.split("\n")])
    check_message(message)
    check_same(message)


def row(number: int, network: str, reason: str) -> Row:
    return Row(
        id=number, kind=Kind.AWARD, subject=award_subject("a"), revision=1, step="0",
        destination=Destination(network), due=CLOSES, state=State.FAILED, reason=reason,
        link="https://x.com/i/web/status/1",
    )  # fmt: skip


def card(program: Program, channels: int, reason: str = "no") -> dict[str, Any]:
    places = [Destination.channel(f"#c{number}") for number in range(channels)]
    award = program.awards[0]
    shown = review.Card(
        announcement=1,
        title=f"award to {award.recipient}",
        posts=posts_of(program, *(place.code for place in places), "x"),
        digest="0" * 64,
        due=CLOSES,
        authors=("U0ADA", "operator <!here>"),
        note="Waits for the approval of somebody of staff who did not write it.",
        standing=Standing.REVIEW,
        rows=[row(1, "x", reason)],
    )
    return review.card(shown, program)


@ODDLY
@given(programs(most_tracks=1), words(300))
def test_review_cards(program: Program, reason: str) -> None:
    check_message(card(program, 1, reason), "<@U0ADA>", "<https://x.com/i/web/status/1|see it>")


def test_a_review_card_shows_all_that_goes_out() -> None:
    purpose = "<" * 1000
    program = build(
        ProgramFile.model_validate(
            {
                "program": {"name": "Moss", "timezone": "UTC", "currency": "USD"},
                "awards": [
                    {"recipient": "Zappa", "amount": "1", "awarded": "2018-01-23",
                     "purpose": purpose}
                ],
            }
        )
    )  # fmt: skip
    shown = "".join(texts(card(program, 1)["blocks"])).replace("> ", "")
    assert slack.escape(purpose) in shown


def test_a_review_card_for_as_many_channels_as_a_program_may_have() -> None:
    program = build(
        ProgramFile.model_validate(
            {
                "program": {"name": "Moss", "timezone": "UTC", "currency": "USD"},
                "awards": [
                    {"recipient": "Zappa", "amount": "1", "awarded": "2018-01-23",
                     "purpose": "to scale " * 110}
                ],
            }
        )
    )  # fmt: skip
    whole = card(program, 20)
    check_message(whole, "<@U0ADA>", "<https://x.com/i/web/status/1|see it>")
    assert whole["text"].count("to scale " * 109) == 1
    assert "Slack, #c0, #c1, #c10" in whole["text"]


def test_a_card_that_does_not_fit_says_so_and_its_pages_show_all_of_it() -> None:
    posts = {f"slack:#c{n}": [f"{n} " + "R&D <3 " * 400] for n in range(7)}
    shown = review.Card(
        announcement=1, title="award to Zappa", posts=posts, digest="0" * 64, due=None,
        authors=("U0ADA",), note="Waits.", standing=Standing.REVIEW, name="zappa",
    )  # fmt: skip
    program = build(
        ProgramFile.model_validate(
            {"program": {"name": "Moss", "timezone": "UTC", "currency": "USD"}}
        )
    )
    short = review.card(shown, program)
    check_message(short, "<@U0ADA>")
    assert "`/program award zappa`" in short["text"]
    # Nobody approves what they were not shown.
    (row,) = [block for block in short["blocks"] if block["type"] == "actions"]
    assert [button["text"]["text"] for button in row["elements"]] == ["Show all"]
    pages = review.pages(shown, program)
    for page in pages:
        check_message(page, "<@U0ADA>")
    everything = "".join(texts([block for page in pages for block in page["blocks"]]))
    for (text,) in posts.values():
        assert slack.escape(text).replace(" ", "") in everything.replace("> ", "").replace(" ", "")
    last = [[block["type"] for block in page["blocks"]].count("actions") for page in pages]
    assert last == [0] * (len(pages) - 1) + [1]


@ODDLY
@given(programs(), st.booleans())
def test_home(program: Program, staff: bool) -> None:
    view = home(program, NOW, staff=staff)
    check_view(view, "home")
    for text in texts(view["blocks"]):
        check_escaped(text)


@ODDLY
@given(programs())
def test_forms(program: Program) -> None:
    check_view(award_form.award_form(program, date(2018, 1, 23)), "modal")
    posts = posts_of(program, "slack:#moss", "x")
    check_view(
        edit_form.edit_form(1, "0" * 64, {code: " ".join(parts) for code, parts in posts.items()}),
        "modal",
    )


def test_a_form_offers_as_many_tracks_as_a_menu_takes() -> None:
    tracks = [{"key": f"t{number}" + "x" * 110, "name": "T"} for number in range(150)]
    program = build(
        ProgramFile.model_validate(
            {"program": {"name": "M", "timezone": "UTC", "currency": "USD"}, "tracks": tracks}
        )
    )
    check_view(award_form.award_form(program, date(2018, 1, 23)), "modal")


SPANS: st.SearchStrategy[Any] = st.one_of(
    words(400),
    words(150).map(Strong),
    words(150).map(lambda text: Link("https://moss.example.org/a|b?c=<d>", text)),
    st.just(ReaderTime(CLOSES)),
)


@ODDLY
@given(st.lists(st.lists(SPANS, min_size=1, max_size=8).map(tuple), min_size=1, max_size=20))
def test_any_lines(lines: list[Line]) -> None:
    message = slack.message(lines)
    check_message(message)
    check_same(message)


@ODDLY
@given(st.lists(words(2000), min_size=1, max_size=8))
def test_suggestions(questions: list[str]) -> None:
    message = slack.message([("Do you mean one of these?",)], questions)
    check_blocks(message["blocks"])
    check_escaped(message["text"])


def test_too_much_says_so() -> None:
    message = slack.message([("x" * 500,)] * 100)
    check_message(message)
    assert message["text"].endswith(slack.SHORTENED)
    assert texts(message["blocks"])[-1].endswith(slack.SHORTENED)


@pytest.mark.parametrize("ping", PINGS)
def test_what_looks_like_a_ping_is_shown_and_not_done(ping: str) -> None:
    shown = slack.mrkdwn((ping, Strong(ping), Link("https://moss.example.org/", ping)))
    check_escaped(shown)
    assert shown.count("&lt;") == 3


def test_the_readers_time_is_the_deadlines() -> None:
    (stamp,) = re.findall(r"<!date\^(\d+)\^", slack.mrkdwn((ReaderTime(CLOSES),)))
    assert datetime.fromtimestamp(int(stamp), UTC) == CLOSES
    assert "2018-01-31 23:59 UTC" in slack.mrkdwn((ReaderTime(CLOSES),))


def test_every_day_of_a_ladder_fits_on_one_message() -> None:
    tracks = [
        {"key": f"t{n}", "name": f"Track {n}",
         "deadlines": [{"label": f"Call {n}", "closes": str((CLOSES + timedelta(days=n)).date())}]}
        for n in range(40)
    ]  # fmt: skip
    program = build(
        ProgramFile.model_validate(
            {"program": {"name": "M", "timezone": "UTC", "currency": "USD"}, "tracks": tracks}
        )
    )
    deadlines = [deadline for track in program.tracks for deadline in track.deadlines]
    check_message(slack.message(countdown_lines(program, deadlines, NOW)))


def test_buttons_carry_the_announcement_and_its_words() -> None:
    program = build(
        ProgramFile.model_validate(
            {
                "program": {"name": "Moss", "timezone": "UTC", "currency": "USD"},
                "awards": [{"recipient": "Zappa", "amount": "1", "awarded": "2018-01-23"}],
            }
        )
    )
    (actions,) = (block for block in card(program, 1)["blocks"] if block["type"] == "actions")
    values = [json.loads(button["value"]) for button in actions["elements"]]
    assert values == [{"id": 1, "digest": "0" * 16}] * 7


def test_the_list_of_long_questions() -> None:
    check_message(
        teach_form.question_list([(f"q{n}" + "&" * 290, "&" * 300, 1) for n in range(20)])
    )
