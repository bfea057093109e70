"""The part of a review card that says what became of each place's posts."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.ledger import Row, State
from bot.domain.money import count
from bot.render.places import place
from bot.render.slack import escape

REASON = 200  # characters of why a post failed
OUTCOMES = {
    State.SENT: "out",
    State.FAILED: "failed",
    State.UNKNOWN: "unclear whether it is out",
    State.PLANNED: "waits to be sent",
    State.CLAIMED: "is being sent",
    State.SENDING: "is being sent",
    State.CANCELLED: "cancelled",
    State.SKIPPED: "skipped",
}
# What a row does to a post that is out already, by the first letters of its step.
DONE: Mapping[str, str] = {"delete": "taken down", "edit": "corrected"}


def person(name: str) -> str:
    """Somebody as Slack shows them, or the words for who is none in Slack."""
    return f"<@{name}>" if name.startswith(("U", "W")) else escape(name)


def by_place(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows of each place, in the order of its posts."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.destination.code, []).append(row)
    return {code: sorted(those, key=_number) for code, those in found.items()}


def part_of(row: Row) -> int:
    """Which post of its place a row is, counted from 1."""
    return _number(row) + 1


def outcomes(rows: Sequence[Row]) -> Iterator[str]:
    """A line for each place: what is out, what is not and why."""
    for code, those in by_place(rows).items():
        yield f"• {escape(place(code))}: {_outcome(those)}"


def _outcome(rows: Sequence[Row]) -> str:
    if len(rows) == 1:
        return f"{_said(rows[0])}{_link(rows)}"
    if all(row.state is State.SENT for row in rows):
        return f"{_word(rows[0])}, all {count(len(rows), 'post')}{_link(rows)}"
    sent = [row for row in rows if row.state is State.SENT]
    said = [f"{len(sent)} of {len(rows)} posts {_word(sent[0])}"] if sent else []
    told = ""
    for row in rows:
        if row.state is State.SENT:
            continue
        # Those behind a post that is late wait for the same thing; it is said once.
        words = _said(row)
        if words != told:
            said.append(f"post {part_of(row)} {words}")
        told = words
    return "; ".join(said) + _link(rows)


def _said(row: Row) -> str:
    why = row.reason or ""
    why = why if len(why) <= REASON else f"{why[:REASON]}…"
    return _word(row) + (f" ({escape(why)})" if why else "")


def _word(row: Row) -> str:
    act = (row.payload or {}).get("act", "")
    done = DONE.get(str(act))
    if done is None:
        return OUTCOMES[row.state]
    return done if row.state is State.SENT else f"not {done} yet: {OUTCOMES[row.state]}"


def _link(rows: Sequence[Row]) -> str:
    """A link to the first post; there is none to one that was taken down."""
    first = rows[0]
    gone = (first.payload or {}).get("act") == "delete" and first.state is State.SENT
    return f" · <{first.link}|see it>" if first.link and not gone else ""


def _number(row: Row) -> int:
    digits = "".join(c for c in row.step if c.isdigit())
    return int(digits) if digits else 0
