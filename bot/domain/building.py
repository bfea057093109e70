"""From checked entries to the program as a value: defaults filled in, instants worked out.

This is the only way to a `Program`: the same checks meet a file, a form in Slack and what the
database holds.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.document import (
    MAX_KEY,
    AnswerEntry,
    AwardEntry,
    DeadlineEntry,
    ProgramFile,
    TrackEntry,
    slug,
)
from bot.domain.inherited import DEFAULT_REMINDERS, posts_of, quiet_of, reminders_of, templates_of
from bot.domain.model import (
    AmountRange,
    Award,
    Deadline,
    Handles,
    Money,
    Program,
    SavedAnswer,
    Series,
    Status,
    Track,
)
from bot.domain.moments import START_OF_DAY, Stated, parse_stated, zone_named
from bot.domain.money import check_locale, currencies
from bot.domain.post_templates import USUAL_POSTS
from bot.domain.quiet import NEVER
from bot.domain.reading import Path, Problem, ProgramFileError, parse
from bot.domain.recurrence import parse_rule
from bot.domain.repeated import repeated_days
from bot.domain.templates import USUAL

T = TypeVar("T")
_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")
# What the ledger calls messages that are no countdown of a track.
RESERVED = frozenset({"announcement", "award", "row"})


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the database knows of a record beyond the file: its revision and its times (UTC)."""

    revision: int = 1
    known_at: datetime | None = None
    changed_at: datetime | None = None
    status_at: datetime | None = None


# A record's kind and key: ("track", "ft"), ("deadline", "ft/2018-01"), ("award", "zappa").
RecordId = tuple[str, str]
Stamps = Mapping[RecordId, Stamp]


def read_program(
    text: str, name: str = "program.yaml", *, known_at: datetime | None = None
) -> Program:
    """A program from the text of its file; its deadlines are known since `known_at` (aware).

    Raises ProgramFileError with every mistake, each with its line and field.
    """
    return _read(text, name, Stamp(known_at=known_at))[1]


def read_file(text: str, name: str) -> ProgramFile:
    """The entries of a program file. Raises ProgramFileError with every mistake."""
    return _read(text, name, Stamp())[0]


def _read(text: str, name: str, default: Stamp) -> tuple[ProgramFile, Program]:
    file, source = parse(text, name)
    builder = _Builder(file, {}, default, source.track_keys, source.place)
    program = builder.program(0)
    problems = [*builder.problems, *repeated_days(file)]
    if problems or source.problems:
        raise source.refuse(problems)
    return file, program


def build(
    file: ProgramFile,
    stamps: Stamps | None = None,
    *,
    version: int = 0,
    default: Stamp | None = None,
) -> Program:
    """The program that these entries describe. Raises ProgramFileError with every mistake."""
    builder = _Builder(file, stamps or {}, default or Stamp())
    program = builder.program(version)
    if builder.problems:
        raise ProgramFileError("program", builder.problems)
    return program


class _Builder:
    """Builds record by record and notes what is wrong, so that all of it is reported at once."""

    def __init__(
        self,
        file: ProgramFile,
        stamps: Stamps,
        default: Stamp,
        track_keys: Iterable[str] = (),
        place: Callable[[Path], Path] = tuple,
    ) -> None:
        self.file = file
        self.place = place
        self.stamps = stamps
        self.default = default
        self.problems: list[Problem] = []
        self.track_keys = set(track_keys) or {track.key for track in file.tracks}

    def program(self, version: int) -> Program:
        entry = self.file.program
        zone = self.attempt(("program", "timezone"), lambda: zone_named(entry.timezone))
        known = self.attempt(("program", "locale"), lambda: check_locale(entry.locale))
        self.locale = known or "en"
        self._currency(("program", "currency"), entry.currency)
        self._unique((("tracks", i, "key"), t.key) for i, t in enumerate(self.file.tracks))
        for i, track in enumerate(self.file.tracks):
            if track.key in RESERVED:
                self.note(("tracks", i, "key"), f"{track.key!r} is taken; choose another")
        self._unique((("awards", i, "key"), a.identity) for i, a in enumerate(self.file.awards))
        self._unique((("answers", i, "key"), a.identity) for i, a in enumerate(self.file.answers))
        self._unique(
            (("answers", i, "questions", n), slug(question))
            for i, answer in enumerate(self.file.answers)
            for n, question in enumerate(answer.questions)
        )
        # With no usable zone the dates are still worth checking, in any.
        self.zone = zone or ZoneInfo("UTC")
        whole = Program(
            name=entry.name,
            short_name=entry.short_name or entry.name,
            url=entry.url,
            contact=entry.contact,
            timezone=self.zone.key,
            currency=entry.currency,
            locale=entry.locale,
            announce_in=_once(entry.announce_in),
            reminders=reminders_of(entry.reminders, DEFAULT_REMINDERS),
            quiet=quiet_of(entry.quiet, NEVER, ("program", "quiet"), self.problems),
            templates=templates_of(entry.templates, USUAL),
            posts=posts_of(entry.templates, USUAL_POSTS),
            hashtags=_once(entry.hashtags),
            color=entry.color,
            awards=tuple(
                filter(None, (self.award(("awards", i), a) for i, a in enumerate(self.file.awards)))
            ),
            answers=tuple(self.answer(entry) for entry in self.file.answers),
            version=version,
            changed_at=self.stamp("program", "").changed_at,
        )
        tracks = (
            self.track(("tracks", i), track, whole) for i, track in enumerate(self.file.tracks)
        )
        return replace(whole, tracks=tuple(tracks))

    def track(self, path: Path, entry: TrackEntry, program: Program) -> Track:
        """The track, with what `program` says where it says nothing itself."""
        amount = entry.amount
        if amount and amount.min is not None and amount.max is not None and amount.min > amount.max:
            self.note((*path, "amount"), f"min {amount.min} is more than max {amount.max}")
        places: list[tuple[Path, DeadlineEntry]] = [
            ((*path, "deadlines", i), d) for i, d in enumerate(entry.deadlines)
        ]
        self._unique(((*place, "key"), deadline.identity) for place, deadline in places)
        self._unlike_a_rule(places)
        return Track(
            key=entry.key,
            name=entry.name,
            aliases=tuple(entry.aliases),
            summary=entry.summary or "",
            apply_url=entry.apply_url,
            status=Status(entry.status),
            status_note=entry.status_note or "",
            amount=AmountRange(amount.min, amount.max) if amount else None,
            reminders=reminders_of(entry.reminders, program.reminders),
            quiet=quiet_of(entry.quiet, program.quiet, (*path, "quiet"), self.problems),
            templates=templates_of(entry.templates, program.templates),
            announce_in=(
                program.announce_in if entry.announce_in is None else _once(entry.announce_in)
            ),
            hashtags=_once(entry.hashtags),
            deadlines=tuple(
                filter(None, (self.deadline(p, d, entry.key) for p, d in places if not d.rule))
            ),
            series=tuple(filter(None, (self.series(p, d, entry.key) for p, d in places if d.rule))),
            changed_at=self.stamp("track", entry.key).changed_at,
            status_at=self.stamp("track", entry.key).status_at,
        )

    def deadline(self, path: Path, entry: DeadlineEntry, track: str) -> Deadline | None:
        if entry.closes is None:
            self.note((*path, "closes"), "is missing; give closes, or rule and starts")
            return None
        if entry.starts is not None:
            self.note((*path, "starts"), "belongs to a rule; here only closes counts")
        closes = self._moment((*path, "closes"), entry.closes)
        opens = self._moment((*path, "opens"), entry.opens, START_OF_DAY)
        if closes is None:
            return None
        if opens is not None and opens.at >= closes.at:
            self.note((*path, "opens"), f"{entry.opens} is not before closes, {entry.closes}")
        stamp = self.stamp("deadline", f"{track}/{entry.identity}")
        return Deadline(
            key=entry.identity,
            label=entry.label,
            track=track,
            closes=closes,
            opens=opens.at if opens else None,
            revision=stamp.revision,
            known_at=stamp.known_at,
            changed_at=stamp.changed_at,
        )

    def series(self, path: Path, entry: DeadlineEntry, track: str) -> Series | None:
        rule, starts = entry.rule, entry.starts
        if rule is None or starts is None:
            self.note((*path, "starts"), "is missing; a rule needs the date it starts on")
            return None
        for name in ("closes", "opens"):
            if getattr(entry, name) is not None:
                self.note((*path, name), "does not go with a rule, which makes the dates")
        if self._moment((*path, "starts"), starts) is None:
            return None
        self.attempt((*path, "rule"), lambda: parse_rule(rule, starts, self.zone))
        stamp = self.stamp("deadline", f"{track}/{entry.identity}")
        return Series(
            key=entry.identity,
            label=entry.label,
            track=track,
            rule=rule,
            starts=starts,
            zone=self.zone.key,
            locale=self.locale,
            revision=stamp.revision,
            known_at=stamp.known_at,
            changed_at=stamp.changed_at,
        )

    def award(self, path: Path, entry: AwardEntry) -> Award | None:
        if entry.track is not None and entry.track not in self.track_keys:
            known = ", ".join(sorted(self.track_keys)) or "none"
            self.note((*path, "track"), f"there is no track {entry.track!r}; known: {known[:300]}")
        if entry.original:
            self._currency((*path, "original", "currency"), entry.original.currency)
        awarded = self._moment((*path, "awarded"), entry.awarded)
        publish_at = self._moment((*path, "publish_at"), entry.publish_at, START_OF_DAY)
        if awarded is None:
            return None
        original = entry.original
        return Award(
            key=entry.identity,
            recipient=entry.recipient,
            aliases=tuple(entry.aliases),
            track=entry.track,
            amount=entry.amount,
            original=Money(original.amount, original.currency) if original else None,
            purpose=entry.purpose or "",
            url=entry.url,
            handles=Handles(**entry.handles.model_dump(exclude_none=True))
            if entry.handles
            else Handles(),
            awarded=awarded.day,
            published=entry.published,
            publish_at=publish_at.at if publish_at else None,
            changed_at=self.stamp("award", entry.identity).changed_at,
        )

    def answer(self, entry: AnswerEntry) -> SavedAnswer:
        return SavedAnswer(
            key=entry.identity,
            questions=tuple(entry.questions),
            text=entry.text,
            changed_at=self.stamp("answer", entry.identity).changed_at,
        )

    def stamp(self, kind: str, key: str) -> Stamp:
        return self.stamps.get((kind, key), self.default)

    def note(self, path: Path, message: str) -> None:
        self.problems.append(Problem(path, message))

    def attempt(self, path: Path, work: Callable[[], T]) -> T | None:
        try:
            return work()
        except ValueError as exc:
            self.note(path, str(exc))
            return None

    def _moment(self, path: Path, text: str | None, default: time | None = None) -> Stated | None:
        if text is None:
            return None
        if default is None:
            return self.attempt(path, lambda: parse_stated(text, self.zone))
        return self.attempt(path, lambda: parse_stated(text, self.zone, default=default))

    def _currency(self, path: Path, code: str) -> None:
        if code not in currencies():
            self.note(path, f"{code!r} is not a currency code of ISO 4217, such as USD")

    def _unlike_a_rule(self, places: list[tuple[Path, DeadlineEntry]]) -> None:
        """A rule's dates get keys of their own (`rolling-2026-01-31`), which nothing else has."""
        rules = {entry.identity for _, entry in places if entry.rule}
        for path, entry in places:
            rule = _DATED.sub("", entry.identity)
            if not entry.rule and rule in rules and rule != entry.identity:
                self.note(
                    (*path, "key"), f"{entry.identity!r} is how the rule {rule!r} calls its dates"
                )

    def _unique(self, keys: Iterable[tuple[Path, str]]) -> None:
        seen: dict[str, Path] = {}
        for path, key in keys:
            if not key:
                self.note(path, "is missing, and the name gives none; write one")
            elif path[-1] == "key" and len(key) > MAX_KEY:
                self.note(path, f"of {len(key)} letters is too long; write one")
            elif key in seen:
                first = Problem(self.place(seen[key][:-1]), "").field
                self.note(path, f"{key!r} is the key of {first} already; give this one its own key")
            seen.setdefault(key, path)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
