"""What was talked about in a thread or a direct message, and which events were heard before."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.store.programs import insert_ignoring, upserting
from bot.store.tables import conversations, events

# Slack delivers an event again for up to an hour; https://docs.slack.dev/apis/events-api/
REMEMBER_EVENTS = timedelta(hours=24)
REMEMBER_CONVERSATIONS = timedelta(days=30)


def first_time(connection: Connection, program: int, event_id: str, real: datetime) -> bool:
    """Whether this event is heard for the first time, by any replica."""
    inserted = connection.execute(
        insert_ignoring(connection, events)
        .values(program_id=program, event_id=event_id, seen_at=real)
        .returning(events.c.event_id)
    ).first()
    return inserted is not None


def recall(
    connection: Connection, program: int, channel: str, thread: str
) -> tuple[dict[str, Any] | None, datetime] | None:
    """The query last answered in a conversation, and when (real time); None where there is none."""
    row = connection.execute(
        select(conversations.c.query, conversations.c.at).where(
            conversations.c.program_id == program,
            conversations.c.channel == channel,
            conversations.c.thread == thread,
        )
    ).first()
    return (row.query, row.at) if row else None


def remember(
    connection: Connection,
    program: int,
    channel: str,
    thread: str,
    query: dict[str, Any] | None,
    real: datetime,
) -> None:
    """Keeps the query that was answered last in a conversation."""
    # The newest question is what a follow-up refers to.
    connection.execute(
        upserting(connection, conversations)
        .values(program_id=program, channel=channel, thread=thread, query=query, at=real)
        .on_conflict_do_update(
            index_elements=["program_id", "channel", "thread"], set_={"query": query, "at": real}
        )
    )


def forget_old(connection: Connection, real: datetime) -> None:
    """Drops what nobody will ask for any more."""
    connection.execute(delete(events).where(events.c.seen_at < real - REMEMBER_EVENTS))
    connection.execute(
        delete(conversations).where(conversations.c.at < real - REMEMBER_CONVERSATIONS)
    )
