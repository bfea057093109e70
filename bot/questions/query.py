"""The typed query: what a question asks for, before anything is looked up.

Tests, logs and follow-ups speak of this record. It goes to JSON and back without loss, so that a
thread's context can be kept anywhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias, cast

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"


@dataclass(frozen=True, slots=True)
class Period:
    """Days in the program's zone, both ends included; `None` is an open end.

    `words` reads after a verb: "tomorrow, Wednesday 24 January 2018", "in January 2018".
    """

    start: date | None
    end: date | None
    words: str
    point: bool = False  # a single day was named, so that "after" it can be asked for
    weekday: int | None = None  # only the Mondays (0), Tuesdays ... in it
    gap: tuple[date, date] | None = None  # days in it that are not meant: "in March or in June"

    def __contains__(self, day: object) -> bool:
        return (
            isinstance(day, date)
            and (self.gap is None or not self.gap[0] <= day <= self.gap[1])
            and (self.weekday is None or day.weekday() == self.weekday)
            and (self.start is None or self.start <= day)
            and (self.end is None or day <= self.end)
        )


@dataclass(frozen=True, slots=True)
class Amounts:
    """Bounds on an amount; `currency` only where one was named. Equal bounds ask for it exactly."""

    low: Decimal | None
    high: Decimal | None
    words: str
    currency: str | None = None
    strict: bool = False  # "more than", "under": the bound itself does not count

    @property
    def exact(self) -> bool:
        """Whether one amount is meant, and not a stretch of them."""
        return self.low == self.high

    def __contains__(self, amount: object) -> bool:
        if not isinstance(amount, Decimal):
            return False
        if self.strict and amount in {self.low, self.high}:
            return False
        above = self.low is None or amount >= self.low
        return above and (self.high is None or amount <= self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question as the bot understood it.

    `tracks` are keys, `recipients` names as the records have them, `labels` deadlines or series as
    "track/key". `order` is "largest", "smallest", "latest" or "earliest"; `top` how many of them,
    `rank` which of them (2 is "the second largest"). `aggregate` is "count", "sum", "average" or
    "median". `status` lists statuses, `currency` is the one to answer in, `topic` words looked for
    in summaries and purposes. `at` is the instant that the answer named, for "the one after";
    `subjects` what it was about ("track/key", "recipient/name"), for "and how much?". `group` is
    "track", "year", "month" or "recipient", what awards are put side by side by; `zone` the IANA
    name of the zone to tell the time in.
    """

    intent: str
    tracks: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    period: Period | None = None
    amounts: Amounts | None = None
    order: str | None = None
    top: int | None = None
    rank: int | None = None
    aggregate: str | None = None
    status: tuple[str, ...] = ()
    currency: str | None = None
    topic: tuple[str, ...] = ()
    at: datetime | None = None
    subjects: tuple[str, ...] = ()
    group: str | None = None
    zone: str | None = None

    def to_json(self) -> dict[str, JSON]:
        """This query as JSON; what is not set is left out."""
        shown: dict[str, JSON] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and value != ():
                shown[field.name] = _to_json(value)
        return shown

    @classmethod
    def from_json(cls, data: Mapping[str, JSON]) -> "Query":
        """The query that `to_json` wrote. Raises ValueError where it is something else."""
        try:
            return _query(data)
        except (KeyError, TypeError, AttributeError, ArithmeticError) as exc:
            raise ValueError(f"this is not a query: {exc!r}") from None


def _to_json(value: object) -> JSON:
    match value:
        case Period(start, end, words, point, weekday, gap):
            return {
                "gap": None if gap is None else [day.isoformat() for day in gap],
                "weekday": weekday,
                "start": None if start is None else start.isoformat(),
                "end": None if end is None else end.isoformat(),
                "words": words,
                "point": point,
            }
        case Amounts(low, high, words, currency, strict):
            return {
                "low": None if low is None else str(low),
                "high": None if high is None else str(high),
                "words": words,
                "currency": currency,
                "strict": strict,
            }
        case datetime():
            return value.isoformat()
        case tuple():
            return [str(item) for item in value]
    return cast("str | int", value)


def _query(data: Mapping[str, JSON]) -> Query:
    period, amounts, at = data.get("period"), data.get("amounts"), data.get("at")
    return Query(
        intent=str(data["intent"]),
        tracks=_texts(data.get("tracks")),
        recipients=_texts(data.get("recipients")),
        labels=_texts(data.get("labels")),
        period=None if period is None else _period(cast("Mapping[str, JSON]", period)),
        amounts=None if amounts is None else _amounts(cast("Mapping[str, JSON]", amounts)),
        order=_text(data.get("order")),
        top=_whole(data.get("top")),
        rank=_whole(data.get("rank")),
        aggregate=_text(data.get("aggregate")),
        status=_texts(data.get("status")),
        currency=_text(data.get("currency")),
        topic=_texts(data.get("topic")),
        at=None if at is None else datetime.fromisoformat(str(at)),
        subjects=_texts(data.get("subjects")),
        group=_text(data.get("group")),
        zone=_text(data.get("zone")),
    )


def _period(data: Mapping[str, JSON]) -> Period:
    start, end = data["start"], data["end"]
    return Period(
        None if start is None else date.fromisoformat(str(start)),
        None if end is None else date.fromisoformat(str(end)),
        str(data["words"]),
        bool(data["point"]),
        _whole(data.get("weekday")),
        _gap(_texts(data.get("gap"))),
    )


def _gap(days: tuple[str, ...]) -> tuple[date, date] | None:
    return (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None


def _amounts(data: Mapping[str, JSON]) -> Amounts:
    low, high = data["low"], data["high"]
    return Amounts(
        None if low is None else Decimal(str(low)),
        None if high is None else Decimal(str(high)),
        str(data["words"]),
        _text(data["currency"]),
        bool(data["strict"]),
    )


def _texts(value: JSON) -> tuple[str, ...]:
    return tuple(str(item) for item in cast("Iterable[JSON]", value or ()))


def _text(value: JSON) -> str | None:
    return None if value is None else str(value)


def _whole(value: JSON) -> int | None:
    return None if value is None else int(cast("int", value))
