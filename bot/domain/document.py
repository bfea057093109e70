"""The program file: its fields, their forms and their limits, as pydantic models.

The JSON Schema that `eightdays program schema` prints is made from these. They hold what the file
says, as it says it; what it means (instants, defaults, references) is worked out in
`bot/domain/building.py`. The limits on lengths keep every message within Slack's.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from bot.domain.names_on_networks import color, handle, hashtag
from bot.domain.post_templates import check_post
from bot.domain.templates import MAX_TEMPLATE, check

MAX_DAYS_BEFORE = 3650
MAX_KEY = 120
MAX_HOLIDAYS = 200
MAX_HASHTAGS = 10
# Control characters, line breaks and tabs apart; PostgreSQL takes no NUL at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def slug(text: str) -> str:
    """The key of a label or a name: "January 2018 batch" -> "january-2018-batch"."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c)
    )
    return re.sub(r"[\W_]+", "-", bare).strip("-")


def _unquoted(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        raise ValueError("YAML reads this as a number or a yes/no; put it in quotes")  # noqa: TRY004
    if isinstance(value, str) and (found := _CONTROL.search(value)):
        raise ValueError(f"holds a character that nobody sees, {found[0]!r}; leave it out")
    return value


def _url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>|\"]+", value):
        raise ValueError("expected an address that begins with https:// or http://")
    return value


def _channel(value: Any) -> Any:
    if value is None:
        raise ValueError('a bare # begins a comment in YAML; write it in quotes, "#moss"')
    if isinstance(value, str) and not re.fullmatch(r"#[^\s#,<>&]{1,80}|[CG][A-Z0-9]{2,20}", value):
        raise ValueError(f'expected a channel, "#moss", or a channel id, C0123ABC; not {value!r}')
    return value


def _channels(value: Any) -> Any:
    if value is None:
        raise ValueError(
            'is empty; a bare # begins a comment in YAML; write ["#moss"], or [] for no channel'
        )
    return value


def _clock(value: Any) -> Any:
    if isinstance(value, int) and 60 <= value < 24 * 60:
        raise ValueError(
            f"YAML reads a bare {value // 60}:{value % 60:02} as the number {value}; "
            f'write it in quotes, "{value // 60:02}:{value % 60:02}"'
        )
    if value is not None and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(value), re.ASCII):
        raise ValueError(f'expected an hour of the day in quotes, "10:00"; not {value!r}')
    return value


def _plain(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return abs(whole) if value == whole else value.quantize(Decimal("0.01"))


def _key(value: str) -> str:
    if not re.fullmatch(r"[^\W_A-Z](?:[^\WA-Z]|[.-])*", value):
        raise ValueError(
            f"expected small letters, digits, '.', '-' and '_', as in {slug(value) or 'ft'!r}"
        )
    return value


Quoted = Annotated[str, BeforeValidator(_unquoted)]
Name = Annotated[Quoted, Field(min_length=1, max_length=150)]
ShortName = Annotated[Quoted, Field(min_length=1, max_length=40)]
Words = Annotated[Quoted, Field(min_length=1, max_length=1000)]
Moment = Annotated[Quoted, Field(min_length=1, max_length=60)]
Template = Annotated[Quoted, Field(min_length=1, max_length=MAX_TEMPLATE)]
Key = Annotated[str, BeforeValidator(_unquoted), AfterValidator(_key), Field(max_length=MAX_KEY)]
Url = Annotated[str, AfterValidator(_url), Field(max_length=1000)]
Channel = Annotated[str, BeforeValidator(_channel)]
Hashtag = Annotated[Quoted, BeforeValidator(hashtag), Field(max_length=64)]
Color = Annotated[str | None, BeforeValidator(color)]
Handle = Annotated[Quoted, BeforeValidator(handle), Field(max_length=300)]
Clock = Annotated[str, BeforeValidator(_clock)]
# In one form, so that 10000 and 10000.00 are no difference.
Amount = Annotated[Decimal, Field(ge=0, le=10**12, decimal_places=2), AfterValidator(_plain)]
Days = Annotated[int, Field(ge=0, le=MAX_DAYS_BEFORE)]
CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Entry(BaseModel):
    """What every part of the file has in common: no unknown keys, no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class RemindersEntry(Entry):
    """The ladder; what a track leaves out is the program's."""

    days_before: list[Days] | None = Field(None, max_length=50)
    at: Clock | None = Field(None, description='Hour of the day in quotes, "10:00"')
    after_close: bool | None = Field(None, description="Whether the close itself is told, too")


class QuietEntry(Entry):
    """When channels hear nothing; what a track leaves out is the program's."""

    start: Clock | None = Field(None, alias="from", description='Quiet from this hour, "20:00"')
    to: Clock | None = Field(None, description='until before this one, "08:00"')
    weekends: bool | None = Field(None, description="Whether Saturdays and Sundays are quiet")
    holidays: list[Moment] | None = Field(None, max_length=MAX_HOLIDAYS)


class TemplatesEntry(Entry):
    """The words of each step; what a track leaves out is the program's."""

    days: Template | None = None
    week: Template | None = None
    tomorrow: Template | None = None
    today: Template | None = None
    closed: Template | None = None
    moved: Template | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _not_bare(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("is empty; leave the line out to keep the usual words")
        return value

    @field_validator("days", "week", "tomorrow", "today", "closed", "moved")
    @classmethod
    def _checked(cls, value: str, info: ValidationInfo) -> str:
        return check(info.field_name or "", value)


class ProgramTemplatesEntry(TemplatesEntry):
    """The words of each step, and those of announcements, which are the program's alone."""

    award: Template | None = None
    awards: Template | None = None
    news: Template | None = None
    deadline: Template | None = None
    roundup: Template | None = None

    @field_validator("award", "awards", "news", "deadline", "roundup")
    @classmethod
    def _post_checked(cls, value: str, info: ValidationInfo) -> str:
        return check_post(info.field_name or "", value)


class ProgramEntry(Entry):
    """The program itself."""

    name: Name
    short_name: ShortName | None = None
    url: Url | None = None
    contact: Name | None = None
    timezone: Moment = Field(description="IANA name, Europe/Lisbon")
    currency: CurrencyCode = Field(description="ISO 4217, USD")
    locale: Moment = Field("en", description="For dates, numbers and money, en_GB")
    announce_in: Annotated[list[Channel], BeforeValidator(_channels)] = Field([], max_length=20)
    reminders: RemindersEntry = RemindersEntry()
    quiet: QuietEntry | None = None
    templates: ProgramTemplatesEntry | None = None
    hashtags: list[Hashtag] = Field(default=[], max_length=MAX_HASHTAGS)
    color: Color = Field(None, description='Of the cards, in quotes, "#0f766e"')


class AmountEntry(Entry):
    """What one can ask for, in the program's currency."""

    min: Amount | None = None
    max: Amount | None = None


class DeadlineEntry(Entry):
    """One close (`closes`), or one that comes again (`rule` and `starts`)."""

    key: Key | None = None
    label: Name
    opens: Moment | None = None
    closes: Moment | None = None
    rule: Words | None = None
    starts: Moment | None = None

    @property
    def identity(self) -> str:
        """The key, or the slug of the label."""
        return self.key or slug(self.label)


class TrackEntry(Entry):
    """A line of funding."""

    key: Key
    name: Name
    aliases: list[Name] = Field(default=[], max_length=30)
    summary: Words | None = None
    apply_url: Url | None = None
    status: Literal["open", "paused", "closed", "suggestions"] = "open"
    status_note: Words | None = None
    amount: AmountEntry | None = None
    reminders: RemindersEntry | None = None
    quiet: QuietEntry | None = None
    templates: TemplatesEntry | None = None
    announce_in: Annotated[list[Channel] | None, BeforeValidator(_channels)] = Field(
        None, max_length=20
    )
    hashtags: list[Hashtag] = Field(default=[], max_length=MAX_HASHTAGS)
    deadlines: list[DeadlineEntry] = []


class HandlesEntry(Entry):
    """What the recipient is called on the networks; mentioned there by it."""

    x: Handle | None = None
    mastodon: Handle | None = None
    bluesky: Handle | None = None


class OriginalEntry(Entry):
    """The sum in the currency it was given in."""

    amount: Amount
    currency: CurrencyCode


class AwardEntry(Entry):
    """Money given to somebody, in the program's currency."""

    key: Key | None = None
    recipient: Name
    aliases: list[Name] = Field(default=[], max_length=30)
    track: Key | None = None
    amount: Amount
    original: OriginalEntry | None = None
    purpose: Words | None = None
    url: Url | None = None
    handles: HandlesEntry | None = None
    awarded: Moment
    published: bool = True
    publish_at: Moment | None = None

    @property
    def identity(self) -> str:
        """The key, or the slug of the recipient."""
        return self.key or slug(self.recipient)


class AnswerEntry(Entry):
    """An answer in staff's own words, and the questions that it answers."""

    key: Key | None = None
    questions: list[Name] = Field(min_length=1, max_length=50)
    text: Words

    @property
    def identity(self) -> str:
        """The key, or the slug of the first question."""
        return self.key or slug(self.questions[0])


class ProgramFile(Entry):
    """A whole program file."""

    program: ProgramEntry
    tracks: list[TrackEntry] = []
    awards: list[AwardEntry] = []
    answers: list[AnswerEntry] = []
