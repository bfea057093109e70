"""The rows of the ledger that an announcement's posts are, and those that change posts."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.ledger import Destination, NewRow
from bot.networks.base import Act
from bot.services.board import subject_of
from bot.services.standing import Standing
from bot.store.announcements import Announcement


def row(found: Announcement, code: str, number: int, due: datetime, **asked: object) -> NewRow:
    """The row of a part; it follows the one before it."""
    return NewRow(
        kind=found.kind.row,
        subject=subject_of(found),
        revision=found.revision,
        step=f"{number}",
        destination=Destination.parse(code),
        due=due,
        after=f"{number - 1}" if number else "",
        payload=asked or None,
    )


def removed(
    found: Announcement, code: str, there: Sequence[Standing], due: datetime
) -> Iterator[NewRow]:
    """The rows of a take-down: of every post that stands at a place."""
    for number, post in enumerate(there):
        each = row(found, code, number, due, act=Act.DELETE, changes=post.row)
        # Each by itself: one that cannot be removed must not keep the others standing.
        yield _alone(each)


def edited(
    found: Announcement, code: str, there: Sequence[Standing], parts: int, due: datetime,
    *, delete: bool,
) -> Iterator[NewRow]:  # fmt: skip
    """Each post gets the words of its part; there may be more parts than posts, or fewer."""
    for number, post in enumerate(there[:parts]):
        yield row(found, code, number, due, act=Act.EDIT, changes=post.row)
    for number in range(len(there), parts):
        yield row(found, code, number, due, root=there[0].row, follows=there[-1].row)
    if delete:
        for number, post in enumerate(there[parts:], start=parts):
            yield row(found, code, number, due, act=Act.DELETE, changes=post.row)


def replied(
    found: Announcement, code: str, there: Sequence[Standing], parts: int, due: datetime
) -> Iterator[NewRow]:
    """The rows of a correction that answers what cannot be edited."""
    for number in range(parts):
        yield row(found, code, number, due, root=there[0].row, follows=there[-1].row)


def _alone(each: NewRow) -> NewRow:
    values = {name: getattr(each, name) for name in NewRow.__dataclass_fields__}
    return NewRow(**{**values, "after": ""})
