"""Rows, and what claims them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.domain.ledger import Destination, Kind, NewRow, Row
from bot.store import claims, ledger
from bot.store.claims import Claim
from bot.store.engine import Store

NOW = datetime(2018, 1, 23, 18, tzinfo=UTC)
REAL = datetime(2026, 7, 1, 12, tzinfo=UTC)
TEXT = {"text": "Eight days left"}


def row(
    subject: str = "ft/2018-01", step: str = "8", channel: str = "#moss", **more: object
) -> NewRow:
    """A countdown row that is due at NOW."""
    values: dict[str, object] = {
        "kind": Kind.COUNTDOWN,
        "subject": subject,
        "revision": 1,
        "step": step,
        "destination": Destination.channel(channel),
        "due": NOW,
    }
    return NewRow(**(values | more))  # type: ignore[arg-type]


def add(store: Store, program: int, *rows: NewRow) -> None:
    """Adds rows in a transaction of their own."""
    with store.write() as connection:
        ledger.add(connection, program, rows)


def claim(
    store: Store, program: int, token: str = "t", now: datetime = NOW, real: datetime = REAL
) -> Claim:
    """Claims what is due at one place in a transaction of its own."""
    with store.write() as connection:
        return claims.claim_due(connection, program, token, now, real)


def begin(
    store: Store, claimed: Claim, ids: Iterable[int] | None = None,
    real: datetime = REAL + timedelta(seconds=1), key: str = "key",
) -> bool:  # fmt: skip
    """Begins to send a claim's rows, or some of them."""
    chosen = [each.id for each in claimed.rows] if ids is None else list(ids)
    message = claims.Beginning(claimed.token, tuple(chosen), key, TEXT)
    with store.write() as connection:
        return claims.begin_sending(connection, [message], real) == {key}


def all_rows(store: Store, program: int) -> list[Row]:
    """The ledger."""
    with store.read() as connection:
        return ledger.find(connection, program)
