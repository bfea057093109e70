"""The part of a review card that says what became of each place's posts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.ledger import Row, State
from bot.domain.money import count
from bot.render.places import places
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
# Who of staff said what became of a post, or had it tried again: bot/services/following_up.py.
_SAID_BY = re.compile(r"is out, says (\S+)")
_BY = re.compile(r"(tried again by|stopped by|send again, says) (\S+)")
# What a row does to a post that is out already, by the first letters of its step.
DONE: Mapping[str, str] = {"delete": "taken down", "edit": "corrected"}


def person(name: str) -> str:
    """Somebody as Slack shows them, or the words for who is none in Slack."""
    return f"<@{name}>" if is_person(name) else escape(name)


def is_person(name: str) -> bool:
    """Whether somebody is known to Slack."""
    return name.startswith(("U", "W"))


def by_place(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows of each place, in the order of its posts."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.destination.code, []).append(row)
    return {code: sorted(those, key=_number) for code, those in found.items()}


def part_of(row: Row) -> int:
    """Which post of its place a row is, counted from 1."""
    return _number(row) + 1


def outcomes(
    rows: Sequence[Row], later: Mapping[int, str] | None = None, *, correction: bool = False
) -> Iterator[str]:
    """A line for each place: what is out, what is not and why. `later` is what was done to posts
    since, by the ids of their rows."""
    posts = Outcomes(later or {}, correction=correction)
    found = by_place(rows)
    names = places(found)
    for code, those in found.items():
        yield f"• {escape(names[code])}: {posts.of(those)}"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The words for posts."""

    later: Mapping[int, str]
    correction: bool

    def of(self, rows: Sequence[Row]) -> str:
        """What became of the posts of one place."""
        if len(rows) == 1:
            return f"{self._said(rows[0])}{self._link(rows)}"
        if len({self._word(row) for row in rows if row.state is State.SENT}) == 1 and all(
            row.state is State.SENT for row in rows
        ):
            return f"{self._word(rows[0])}, all {count(len(rows), 'post')}{self._link(rows)}"
        sent: dict[str, int] = {}
        for row in rows:
            if row.state is State.SENT:
                sent[self._word(row)] = sent.get(self._word(row), 0) + 1
        said = [f"{number} of {len(rows)} posts {word}" for word, number in sent.items()]
        told = ""
        for row in rows:
            if row.state is State.SENT:
                continue
            # Those behind a post that is late wait for the same thing; it is said once.
            words = self._said(row)
            if words != told:
                said.append(f"post {part_of(row)} {words}")
            told = words
        return "; ".join(said) + self._link(rows)

    def _said(self, row: Row) -> str:
        why = row.reason or ""
        if row.id in self.later or not why:
            return self._word(row)
        why = why if len(why) <= REASON else f"{why[:REASON]}…"
        if by := _SAID_BY.fullmatch(why):
            return f"{self._word(row)}, as {person(by[1])} says"
        if by := _BY.fullmatch(why):
            return f"{self._word(row)}, {escape(by[1])} {person(by[2])}"
        # No brackets within brackets.
        return (
            f"{self._word(row)}: {escape(why)}"
            if "(" in why
            else (f"{self._word(row)} ({escape(why)})")
        )

    def _word(self, row: Row) -> str:
        if row.id in self.later:
            return self.later[row.id]
        done = DONE.get(str((row.payload or {}).get("act", "")))
        if done is not None:
            return done if row.state is State.SENT else f"not {done} yet: {OUTCOMES[row.state]}"
        if self.correction and row.state is State.SENT:
            return "corrected by a reply"
        return OUTCOMES[row.state]

    def _link(self, rows: Sequence[Row]) -> str:
        """A link to the first post; there is none to one that was taken down."""
        first = rows[0]
        gone = first.state is State.SENT and self._word(first) == DONE["delete"]
        return f" · <{first.link}|see it>" if first.link and not gone else ""


def _number(row: Row) -> int:
    digits = "".join(c for c in row.step if c.isdigit())
    return int(digits) if digits else 0
