"""The review card of an announcement for six networks, and the forms behind its buttons."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.announcement import Kind, Picture
from bot.domain.building import build
from bot.domain.document import ProgramFile
from bot.domain.ledger import Destination, Row, State
from bot.domain.ledger import Kind as RowKind
from bot.domain.lengths import Rules
from bot.domain.model import Program
from bot.render import announce_forms, decide_forms, edit_form, review
from bot.render.places import places
from bot.render.review import NoteSaid, Standing
from bot.sandbox.blocks import check_view
from tests.render.test_limits import check_message, texts, words

AT = datetime(2018, 2, 2, 9, tzinfo=UTC)
ADA = "<@U0ADA>"
PICTURE = Picture(
    digest="d" * 64, type="image/png", alt="MOSS gives $50,000 to Servo.", width=1600, height=900
)
EVERYWHERE = {
    "slack:#moss": ["Servo gets $50,000."],
    "x": ["Servo gets $50,000. (1/2)", "It draws faster. https://servo.org/ (2/2)"],
    "mastodon": ["@servo@social.example gets $50,000."],
    "bluesky": ["Servo gets $50,000."],
    "discord:123": ["Servo gets $50,000."],
    "webhook:hooks.example-0a1b2c3d": ["Servo gets $50,000."],
}


@pytest.fixture(scope="module")
def program() -> Program:
    entry = {
        "program": {"name": "Mozilla Open Source Support", "short_name": "MOSS",
                    "timezone": "America/Los_Angeles", "currency": "USD"},
        "awards": [{"recipient": "Servo", "amount": "50000", "awarded": "2018-01-23"}],
    }  # fmt: skip
    return build(ProgramFile.model_validate(entry))


def a_card(**more: Any) -> review.Card:
    fields: dict[str, Any] = {
        "announcement": 7, "title": "award to Servo", "posts": EVERYWHERE, "digest": "a" * 64,
        "due": None, "authors": ("U0ADA",), "note": "Waits.", "standing": Standing.REVIEW,
    }  # fmt: skip
    return review.Card(**{**fields, **more})


def labels(message: dict[str, Any]) -> list[str]:
    rows = (block["elements"] for block in message["blocks"] if block["type"] == "actions")
    return [button["text"]["text"] for row in rows for button in row]


def a_row(number: int, code: str, step: int, state: State, **more: Any) -> Row:
    return Row(
        id=number, kind=RowKind.AWARD, subject="announcement/7", revision=1, step=str(step),
        destination=Destination.parse(code), due=AT, state=state, **more,
    )  # fmt: skip


def test_every_network_with_its_own_count_the_cost_and_the_parts(program: Program) -> None:
    message = review.card(a_card(rules={"mastodon": Rules("mastodon", 5000, link=23)}), program)
    check_message(message, ADA)
    said = message["text"]
    assert "Slack, #moss · 19 of 3,000 characters" in said
    assert "X · 2 posts · $0.215" in said
    assert "*1 of 2* · 25 of 280 characters" in said
    assert "> It draws faster. https://servo.org/ (2/2)" in said
    assert "Mastodon · 35 of 5,000 characters" in said or "of 5,000 characters" in said
    assert "Bluesky · 19 of 300 characters" in said
    assert "\nDiscord · 19 of " in said
    assert "\nWebhook, hooks.example · 19 of " in said
    assert said.endswith("Written by <@U0ADA> · Costs $0.215\nWaits.")


def test_the_picture_is_shown_once_slack_has_it_and_told_in_words_anyway(program: Program) -> None:
    without = review.card(a_card(pictures=[PICTURE]), program)
    assert "image" not in {block["type"] for block in without["blocks"]}
    shown = review.card(a_card(pictures=[PICTURE], files={"d" * 64: "F0CARD"}), program)
    check_message(shown, ADA)
    (image,) = [block for block in shown["blocks"] if block["type"] == "image"]
    assert image["slack_file"] == {"id": "F0CARD"}
    assert image["alt_text"] == PICTURE.alt
    for message in (without, shown):
        assert "*Picture* · MOSS gives $50,000 to Servo." in message["text"]
        # X takes money for an alternative text, too.
        assert "Costs $0.220" in message["text"]


def test_warnings_and_the_last_note_are_escaped_and_shown(program: Program) -> None:
    notes = [NoteSaid("U0BEN", "one"), NoteSaid("U0ADA", "<!channel> more?\nYes", True)]
    shown = review.card(a_card(warnings=["Looks like <b>"], notes=notes), program)
    check_message(shown, ADA)
    assert ":warning: Looks like &lt;b&gt;" in shown["text"]
    assert (
        "<@U0ADA> asked for changes, since made or taken back (2 notes in all):\n> &lt;!channel&gt; more?\n> Yes"
        in (shown["text"])
    )


def test_a_place_has_one_name_that_people_know(program: Program) -> None:
    assert places(EVERYWHERE) == {
        "slack:#moss": "Slack, #moss", "x": "X", "mastodon": "Mastodon", "bluesky": "Bluesky",
        "discord:123": "Discord", "webhook:hooks.example-0a1b2c3d": "Webhook, hooks.example",
    }  # fmt: skip
    two = ["discord:812345678901234567", "discord:812345678901239999"]
    assert list(places(two).values()) == ["Discord, …4567", "Discord, …9999"]
    rows = [a_row(n, code, 0, State.UNKNOWN) for n, code in enumerate(two)]
    posts = {code: ["A text."] for code in two}
    shown = a_card(posts=posts, standing=Standing.OUT, rows=rows, asked=[0, 1])
    message = review.card(shown, program)
    check_message(message, ADA)
    assert "Discord, …4567, …9999 · 7 of " in message["text"]
    assert labels(message)[0] == "Discord, …4567: it is out"
    assert labels(message)[2] == "Discord, …9999: it is out"


MARKS = "*bold* _x_ ~y~ `z` <b> &amp; @here"


def test_slacks_marks_are_none_on_other_networks(program: Program) -> None:
    posts = {"slack:#moss": [MARKS], "x": [MARKS, "more"], "mastodon": [MARKS]}
    message = review.card(a_card(posts=posts), program)
    check_message(message, ADA)
    literal = [
        run["text"]
        for block in message["blocks"] if block["type"] == "rich_text"
        for part in block["elements"] if part["type"] == "rich_text_quote"
        for run in part["elements"] if "style" not in run
    ]  # fmt: skip
    assert literal == [MARKS, MARKS, "more"]
    marked = [text for text in texts(message["blocks"]) if "*bold*" in text]
    assert marked == ["> *bold* _x_ ~y~ `z` &lt;b&gt; &amp;amp; @here"]


def test_every_note_can_be_read_whole(program: Program) -> None:
    said = [NoteSaid("U0BEN", "first " * 300, at="1 June"), NoteSaid("U0ADA", "<b>", True)]
    shown = a_card(notes=said)
    assert labels(review.card(shown, program))[-1] == "Notes (2)"
    assert labels(review.card(a_card(notes=said[:1]), program))[-1] == "Notes (1)"
    assert not any("Notes" in one for one in labels(review.card(a_card(notes=said[1:]), program)))
    (message,) = review.notes(said)
    check_message(message, ADA, "<@U0BEN>")
    assert message["text"].count("first") == 300
    assert "<@U0BEN> noted, 1 June:\n> first" in message["text"]
    assert message["text"].endswith("<@U0ADA> asked for changes:\n> &lt;b&gt;")
    for page in review.notes([NoteSaid("U0BEN", "n" * 2900)] * 20):
        check_message(page, "<@U0BEN>")


@pytest.mark.parametrize("standing", [Standing.REVIEW, Standing.OUT, Standing.WITHDRAWN])
def test_a_request_that_is_settled_does_not_stand_there(
    program: Program, standing: Standing
) -> None:
    wish = [NoteSaid("U0ADA", "Name the engine.", True)]
    asks = "<@U0ADA> asks for changes:"
    open_card = review.card(a_card(standing=Standing.CHANGES, notes=wish), program)
    assert asks in open_card["text"]
    settled = review.card(a_card(standing=standing, notes=wish), program)["text"]
    assert asks not in settled
    assert "<@U0ADA> asked for changes" in settled


@pytest.mark.parametrize(
    ("standing", "kind", "expected"),
    [
        (Standing.REVIEW, Kind.NEWS,
         ["Approve", "Edit", "Time", "Picture", "Ask for changes", "Note", "Withdraw"]),
        (Standing.REVIEW, Kind.TAKEDOWN,
         ["Approve", "Time", "Ask for changes", "Note", "Withdraw"]),
        (Standing.CHANGES, Kind.NEWS,
         ["Edit", "Time", "Picture", "Take back the request", "Note", "Withdraw"]),
        (Standing.APPROVED, Kind.NEWS, ["Stop", "Note"]),
        (Standing.WITHDRAWN, Kind.NEWS, []),
    ],
)  # fmt: skip
def test_what_can_be_pressed(
    program: Program, standing: Standing, kind: Kind, expected: list[str]
) -> None:
    assert labels(review.card(a_card(standing=standing, kind=kind), program)) == expected


def test_the_record_says_what_is_out_what_is_not_and_what_can_be_done(program: Program) -> None:
    rows = [
        a_row(1, "slack:#moss", 0, State.SENT, link="https://slack.example/1"),
        a_row(2, "x", 0, State.SENT, link="https://x.com/1"),
        a_row(3, "x", 1, State.FAILED, reason="X: too long <280>"),
        a_row(4, "mastodon", 0, State.UNKNOWN, reason="it cannot be asked"),
        a_row(5, "bluesky", 0, State.SENT, payload={"act": "delete"}, link="https://bsky.app/1"),
        a_row(6, "discord:123", 0, State.UNKNOWN),
    ]
    message = review.card(a_card(standing=Standing.OUT, rows=rows, asked=[4], retry=True), program)
    check_message(message, ADA, *(f"<{row.link}|see it>" for row in rows if row.link))
    said = message["text"]
    assert "• Slack, #moss: out · <https://slack.example/1|see it>" in said
    assert (
        "• X: 1 of 2 posts out; post 2 failed (X: too long &lt;280&gt;) · <https://x.com/1|see it>"
        in said
    )
    assert "• Mastodon: unclear whether it is out (it cannot be asked)" in said
    # What is gone has no link.
    assert "• Bluesky: taken down\n" in said
    assert labels(message) == [
        "Mastodon: it is out", "Mastodon: send again", "Try again", "Correct", "Take down",
    ]  # fmt: skip
    values = [
        json.loads(button["value"])
        for block in message["blocks"] if block["type"] == "actions"
        for button in block["elements"]
    ]  # fmt: skip
    assert values[0] == {"row": 4}
    assert values[-1] == {"id": 7, "digest": "a" * 16}


def test_a_press_that_cannot_be_taken_back_is_asked_about(program: Program) -> None:
    row = a_row(4, "discord:1", 0, State.UNKNOWN)
    for card in (a_card(), a_card(standing=Standing.OUT, rows=[row], asked=[4])):
        for block in review.card(card, program)["blocks"]:
            for button in block.get("elements", ()) if block["type"] == "actions" else ():
                name = button["action_id"].split(":")[1]
                asked = name in {"approve", "is_out", "send_again", "take_down", "withdraw"}
                assert ("confirm" in button) is asked


@pytest.mark.parametrize(
    ("more", "asks"),
    [
        ({}, "It goes out in a minute, to every place shown, as shown. It costs $0.215."),
        ({"due": AT}, "It goes out on Friday 2 February 2018 at 01:00, Los Angeles time, or in a "),
        ({"kind": Kind.TAKEDOWN}, "The posts are deleted at every place shown, in a minute."),
    ],
)
def test_whoever_approves_is_asked_what_happens_when_and_for_how_much(
    program: Program, more: dict[str, Any], asks: str
) -> None:
    message = review.card(a_card(**more), program)
    check_message(message, ADA)
    (row,) = [block for block in message["blocks"] if block["type"] == "actions"]
    assert row["elements"][0]["confirm"]["text"]["text"].startswith(asks)


def test_six_networks_with_long_threads_stay_within_what_slack_takes(program: Program) -> None:
    part = "We give money to projects that all of us rely on. " * 5
    posts = {code: [f"{part}({n}/12)" for n in range(1, 13)] for code in EVERYWHERE}
    shown = a_card(posts=posts, pictures=[PICTURE], warnings=["w" * 600] * 5)
    message = review.card(shown, program)
    check_message(message, ADA)
    assert labels(message) == ["Show all"]
    pages = review.pages(shown, program)
    for page in pages:
        check_message(page, ADA)
    assert [bool(labels(page)) for page in pages] == [False] * (len(pages) - 1) + [True]
    whole = "\n".join(page["text"] for page in pages)
    assert whole.count("(12/12)") == len(EVERYWHERE)


# Forms


@given(st.one_of(words(2500), st.lists(words(900), min_size=3, max_size=8).map("\n".join)))
def test_a_text_comes_back_as_it_was_however_long_it_is(text: str) -> None:
    form = edit_form.edit_form(1, "a" * 64, {"x": text, "slack:#moss": "short"})
    check_view(form, "modal")
    assert edit_form.fields(submitted(form)) == ({"x": text.strip(), "slack:#moss": "short"}, [])


def test_the_alternative_texts_are_edited_beside_the_words() -> None:
    form = edit_form.edit_form(1, "a" * 64, {"x": "text"}, pictures=[PICTURE, PICTURE])
    check_view(form, "modal")
    assert edit_form.fields(submitted(form)) == ({"x": "text"}, [PICTURE.alt] * 2)


def test_one_text_can_take_the_place_of_all() -> None:
    form = edit_form.edit_form(1, "a" * 64, {"x": "one", "slack:#moss": "two" * 1500})
    check_view(form, "modal")
    given = submitted(form)
    given["state"]["values"]["same"] = {"value": {"value": " Mended. "}}
    assert edit_form.fields(given) == ({"x": "Mended.", "slack:#moss": "Mended."}, [])
    alone = edit_form.edit_form(1, "a" * 64, {"x": "one"})
    assert [block["block_id"] for block in alone["blocks"]] == ["0|x"]


def submitted(form: dict[str, Any]) -> dict[str, Any]:
    """A form as it is submitted with nothing changed."""
    values = {
        block["block_id"]: {"value": {"value": block["element"].get("initial_value")}}
        for block in form["blocks"]
    }
    return {**form, "state": {"values": values}}


def test_slack_takes_every_form(program: Program) -> None:
    own = Picture(digest="e" * 64, type="image/png", alt="x" * 1000, width=1, height=1, made=False)
    for pictures in ([], [PICTURE], [own]):
        check_view(decide_forms.picture_form(1, "a" * 64, pictures), "modal")
    for due in (None, AT):
        check_view(decide_forms.time_form(1, "a" * 64, program, due), "modal")
    for changes in (True, False):
        check_view(decide_forms.note_form(1, "a" * 64, changes=changes), "modal")
    check_view(announce_forms.news_form(program), "modal")
    check_view(announce_forms.awards_form(program, program.awards), "modal")
    check_view(announce_forms.awards_form(program, [*program.awards] * 150), "modal")
