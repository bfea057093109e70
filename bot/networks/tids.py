"""Time-based ids of records in the AT Protocol. https://atproto.com/specs/tid"""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Where no moment is known, one of the 365 days from here on: a key must lie in the past.
_SOMEWHEN = datetime(2025, 1, 1, tzinfo=UTC)


def tid(micros: int, clock: int) -> str:
    """The id of so many microseconds since 1970 and a clock of 10 bits; ids sort by time."""
    value = (micros & (1 << 53) - 1) << 10 | clock & 0x3FF
    return "".join(ALPHABET[value >> shift & 31] for shift in range(60, -1, -5))


def is_tid(text: str) -> bool:
    """Whether a text is such an id."""
    return _TID.fullmatch(text) is not None


def moment_of(created: datetime | None, repeat_key: str) -> datetime:
    """The moment that a record bears: that of the first attempt, or one that follows from the key,
    so that every attempt writes the same record."""
    if created is not None:
        return created.astimezone(UTC)
    share = int.from_bytes(sha256(repeat_key.encode()).digest()[:8])
    return _SOMEWHEN + timedelta(microseconds=share % (365 * 86_400 * 1_000_000))


def record_key(created: datetime | None, repeat_key: str) -> str:
    """The key of the record of a row: the same for each attempt, so that writing it again changes
    nothing. Within the second it follows from the row, not from the clock: rows that are sent at
    the same moment must not write over each other."""
    second = (moment_of(created, repeat_key) - _EPOCH) // timedelta(seconds=1)
    share = int.from_bytes(sha256(b"within the second" + repeat_key.encode()).digest()[:8])
    return tid(second * 1_000_000 + (share >> 10) % 1_000_000, share)
