"""The tables. Changing them needs a migration in `bot/store/migrations/versions/`.

Every row belongs to a program, and a program to a Slack workspace (`team_id`): every query is
scoped by it.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql

# The newest migration; a start compares it with the database without loading Alembic.
HEAD = "0004"

# On PostgreSQL rows that pass two thousand million are thinkable, on SQLite only INTEGER counts up.
BigId = BigInteger().with_variant(Integer, "sqlite")
Json = JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC, without a zone on SQLite, which would drop it silently."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """From the database: aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _program() -> Column[int]:
    return Column("program_id", ForeignKey("programs.id"), nullable=False)


programs = Table(
    "programs",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("team_id", String(40), nullable=False, unique=True),
    # Counts the changes of the snapshot; 0 while nothing has been imported.
    Column("version", Integer, nullable=False),
)

records = Table(
    "records",
    metadata,
    Column("program_id", ForeignKey("programs.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("key", String(300), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("body", Json, nullable=False),
    Column("revision", Integer, nullable=False),
    # Program time: when the program first said this, and when it last changed.
    Column("known_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    # When a track was paused, closed or opened again last.
    Column("status_at", Instant),
    Column("archived_at", Instant),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    _program(),
    Column("kind", String(20), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("step", String(40), nullable=False),
    # The step of the same subject, revision and destination that has to be sent first; or "".
    Column("after", String(40), nullable=False, server_default=""),
    Column("network", String(20), nullable=False),
    Column("address", String(300), nullable=False),
    # Program time.
    Column("due", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("payload", Json),
    # Real time from here on: claims, leases, attempts and backoff do not follow a moved clock.
    Column("token", String(60)),
    Column("lease_until", Instant),
    Column("not_before", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("attempted_at", Instant),
    Column("sent_at", Instant),
    Column("external_id", String(300)),
    Column("link", Text),
    UniqueConstraint("program_id", "subject", "revision", "step", "network", "address"),
    Index("ix_ledger_program_id_state_due", "program_id", "state", "due"),
)

announcements = Table(
    "announcements",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    _program(),
    # What it is: award, awards, roundup, news, deadline, correction, takedown.
    Column("kind", String(20), nullable=False, server_default="award"),
    Column("subject", String(300), nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    # The records that it is about: keys of awards, subjects of deadlines.
    Column("about", Json),
    # The announcement that a correction or a take-down is of.
    Column("target", Integer),
    Column("state", String(20), nullable=False),
    # Counts up with every edit: the ledger's revision for what is sent.
    Column("revision", Integer, nullable=False),
    # One text for each place, as staff edit it, and the posts that it becomes there.
    Column("texts", Json),
    Column("posts", Json, nullable=False),
    # Its pictures (digest, alt text, ...), whose bytes are in `media`.
    Column("media", Json),
    # The accounts that it goes out from, by the code of the destination.
    Column("accounts", Json),
    Column("due", Instant),
    Column("digest", String(64), nullable=False),
    Column("authors", Json, nullable=False),
    Column("approved_by", String(40)),
    Column("approved_at", Instant),
    # What the review card shows at present, so that a stale one is noticed and redrawn.
    Column("shown", Text),
    UniqueConstraint("program_id", "subject"),
)

# The bytes of pictures, by their SHA-256.
media = Table(
    "media",
    metadata,
    Column("program_id", ForeignKey("programs.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("type", String(40), nullable=False),
    Column("data", LargeBinary, nullable=False),
    # Slack's id of it, once it is there: what a message's image block names.
    Column("slack_file", String(40)),
    # Program time.
    Column("at", Instant, nullable=False),
)

# What reviewers write to each other about an announcement; nobody outside staff sees it.
notes = Table(
    "notes",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    _program(),
    Column("announcement_id", ForeignKey("announcements.id"), nullable=False),
    # Program time.
    Column("at", Instant, nullable=False),
    Column("author", String(40), nullable=False),
    Column("text", Text, nullable=False),
    # Whether it asks for changes, which keeps the announcement from being approved as it is.
    Column("wants_changes", Boolean, nullable=False),
    Index("ix_notes_announcement_id", "announcement_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigId, Identity(), primary_key=True),
    _program(),
    Column("at", Instant, nullable=False),
    Column("actor", String(40), nullable=False),
    Column("via", String(20), nullable=False),
    Column("act", String(40), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("detail", Json, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("program_id", ForeignKey("programs.id"), primary_key=True),
    Column("event_id", String(80), primary_key=True),
    Column("seen_at", Instant, nullable=False),
    Index("ix_events_seen_at", "seen_at"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("program_id", ForeignKey("programs.id"), primary_key=True),
    Column("channel", String(40), primary_key=True),
    Column("thread", String(40), primary_key=True),
    Column("query", Json),
    Column("at", Instant, nullable=False),
    Index("ix_conversations_at", "at"),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("program_id", ForeignKey("programs.id"), primary_key=True),
    # The question without case and marks, by which repetitions are counted.
    Column("phrase", String(300), primary_key=True),
    Column("text", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("settled", Boolean, nullable=False),
)

# Who wants to be reminded in person, and how: the hour ("09:00") and the days are counted in the
# person's own zone. `ended` says why nothing is sent any more: the person left, or stopped it.
subscribers = Table(
    "subscribers",
    metadata,
    Column("program_id", ForeignKey("programs.id"), primary_key=True),
    Column("user_id", String(40), primary_key=True),
    Column("zone", String(60), nullable=False),
    Column("at", String(5), nullable=False),
    Column("days_before", Json, nullable=False),
    # All tracks, those to come, too; else those in `subscriptions`.
    Column("everything", Boolean, nullable=False),
    Column("weekends", Boolean, nullable=False),
    # Program time, like `asked_at`.
    Column("muted_until", Instant),
    Column("asked_at", Instant, nullable=False),
    Column("ended", Text),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("program_id", ForeignKey("programs.id"), primary_key=True),
    Column("user_id", String(40), primary_key=True),
    Column("track", String(200), primary_key=True),
)

# Deadlines that a person wants to hear no more of ("applied"), by their subject.
dismissed = Table(
    "dismissed",
    metadata,
    Column("program_id", ForeignKey("programs.id"), primary_key=True),
    Column("user_id", String(40), primary_key=True),
    Column("subject", String(300), primary_key=True),
)

# When a network may be sent to next, in real time: the pace that all replicas keep together.
pace = Table(
    "pace",
    metadata,
    Column("program_id", ForeignKey("programs.id"), primary_key=True),
    Column("network", String(20), primary_key=True),
    Column("free_at", Instant, nullable=False),
)
