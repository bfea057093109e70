"""A person's own reminders in App Home, and as `/remindme list` tells them."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.model import Deadline, Program
from bot.domain.personal import Subscriber
from bot.domain.spans import Line, line
from bot.render.remind import moment, muted, name_of, stop, summary, what_next
from bot.render.slack import Block, actions, button, header, section, sections

# Deadlines that are told once more, and when.
Again = Sequence[tuple[Deadline, datetime]]
# Deadlines that are named, or have a button of their own.
SHOWN = 10
NOTHING = (
    "You have no reminders. I can tell you of deadlines in a direct message, at your hour: "
    "`/remindme` sets that up."
)


def mine(
    program: Program,
    person: Subscriber | None,
    now: datetime,
    *,
    applied: Sequence[Deadline] = (),
    snoozed: Again = (),
) -> list[Block]:
    """The part of App Home with somebody's reminders, and the buttons to change them.

    `applied` are deadlines ahead that they want to hear no more of.
    """
    blocks = [header("Your reminders"), *sections(lines(program, person, now, snoozed))]
    if person is None or person.ended is not None:
        return [*blocks, actions(button("Remind me", "remind:form", style="primary"))]
    quiet = person.is_muted(now)
    blocks.append(
        actions(
            button("Change", "remind:form"),
            button("Unmute", "remind:unmute")
            if quiet
            else button("Mute for a month", "remind:mute"),
            stop(),
        )
    )
    for place, deadline in enumerate(applied[:SHOWN]):
        closes = moment(program, person, deadline.closes.at)
        said = (
            f"You have applied: {name_of(program, deadline)}, {deadline.label} (closes {closes})."
        )
        again = button("Remind me again", f"remind:undo:{place}", deadline.subject)
        blocks += [{**block, "accessory": again} for block in sections([line(said)])[:1]]
    return blocks


def unknown() -> list[Block]:
    """The same while the database is gone: the rest of App Home needs none."""
    return [header("Your reminders"), section("They cannot be looked up just now.")]


def lines(
    program: Program, person: Subscriber | None, now: datetime, snoozed: Again = ()
) -> list[Line]:
    """What somebody has, in words."""
    if person is None:
        return [line(NOTHING)]
    if person.ended is not None:
        return [line(f"Your reminders have ended: {person.ended}. `/remindme` brings them back.")]
    quiet = muted(program, person, now)
    again = [
        line(f"Snoozed: {name_of(program, one)}, {one.label}, until {moment(program, person, at)}.")
        for one, at in [(one, at) for one, at in snoozed if not person.is_muted(at)][:SHOWN]
    ]
    return [
        summary(program, person),
        *([quiet] if quiet else []),
        *again,
        what_next(program, person, now),
    ]
