"""What people are told of their own reminders, and the buttons under countdowns.

A button carries the subjects of the deadlines that it is about, or the keys of tracks, one a line;
whatever has become of them since is looked up when it is pressed.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain import dates, wording
from bot.domain.model import Deadline, Program
from bot.domain.moments import zone_label
from bot.domain.money import count
from bot.domain.personal import Subscriber, next_reminders, steps
from bot.domain.spans import Line, Strong, join, line
from bot.render.slack import BUTTON_VALUE, Block, actions, button, plain, section

# Deadlines of one message that get a button of their own.
OWN_BUTTONS = 4


def packed(words: Iterable[str]) -> str:
    """Subjects or keys as what a button carries: as many as there is room for."""
    kept = ""
    for word in dict.fromkeys(words):
        longer = f"{kept}\n{word}" if kept else word
        if len(longer) > BUTTON_VALUE:
            break
        kept = longer
    return kept


def unpacked(value: str) -> list[str]:
    """What a button carries."""
    return [word for word in value.split("\n") if word]


def under_countdown(deadlines: Sequence[Deadline]) -> Block:
    """The buttons under a countdown in a channel; each acts for whoever presses it."""
    return actions(
        button("Remind me", "remind:form", packed(one.track for one in deadlines)),
        add_to_calendar(deadlines),
    )


def under_notice(deadline: Deadline | None, *, person: bool) -> list[Block]:
    """The buttons under the notice that a deadline has moved, or (None) is withdrawn; `person`
    says that it stands in a direct message. As blocks, of which there may be none."""
    if deadline is None:
        return [actions(settings())] if person else []
    if not person:
        return [under_countdown([deadline])]
    applied = button("I've applied", "remind:applied", packed([deadline.subject]))
    return [actions(add_to_calendar([deadline]), applied, settings())]


def add_to_calendar(deadlines: Sequence[Deadline]) -> Block:
    """The button that sends these deadlines as a file."""
    return button("Add to calendar", "remind:calendar", packed(one.subject for one in deadlines))


def settings() -> Block:
    """The button that opens the form with what somebody has."""
    return button("Settings", "remind:form")


def stop() -> Block:
    """The button that ends somebody's reminders, once they have said so again."""
    asked = {
        "title": plain("Stop all reminders?", 100),
        "text": plain("I will send you none any more. /remindme brings them back.", 300),
        "confirm": plain("Stop", 30),
        "deny": plain("Keep them", 30),
    }
    return button("Stop", "remind:stop", style="danger", confirm=asked)


def under_answer(tracks: Iterable[str], *, stops: bool) -> Block:
    """The buttons under what is said of reminders: of these tracks (by key), or how they end."""
    if stops:
        return actions(settings(), button("Mute for a month", "remind:mute"), stop())
    return actions(button("Remind me", "remind:form", packed(tracks)))


def under_reminder(program: Program, deadlines: Sequence[Deadline], *, snooze: bool) -> Block:
    """The buttons under a person's own reminder; `snooze` says whether any of the deadlines is
    still ahead at their hour of tomorrow."""
    subjects = packed(one.subject for one in deadlines)
    applied = [button("I've applied", "remind:applied", subjects)]
    if 1 < len(deadlines) <= OWN_BUTTONS:
        applied = [
            button(f"I've applied: {name_of(program, one)}", f"remind:applied:{place}", one.subject)
            for place, one in enumerate(deadlines)
        ]
    return actions(
        *([button("Snooze until tomorrow", "remind:snooze", subjects)] if snooze else []),
        *applied,
        add_to_calendar(deadlines),
        button("Mute for a month", "remind:mute"),
        settings(),
    )


def undo_applied(subjects: Iterable[str]) -> Block:
    """The way back from "I've applied"."""
    return actions(button("Undo", "remind:undo", packed(subjects)))


def undo_mute() -> Block:
    """The way back from a mute."""
    return actions(button("Unmute", "remind:unmute"))


def closing(said: str) -> Block:
    """The form, once it has done what was pressed in it."""
    return {
        "type": "modal",
        "title": plain("Reminders", 24),
        "close": plain("Close", 24),
        "blocks": [section(said)],
    }


def name_of(program: Program, deadline: Deadline) -> str:
    """What people call the track of a deadline."""
    track = program.tracks_by_key.get(deadline.track)
    return track.name if track else deadline.track


def names(program: Program, person: Subscriber) -> str:
    """The tracks of somebody: "all tracks", or their names."""
    if person.everything:
        return "all tracks"
    found = [track.name for track in program.tracks if track.key in person.tracks]
    return join(found) if found else "no track"


def summary(program: Program, person: Subscriber) -> Line:
    """What somebody asked for, in a line."""
    weekends = "" if person.way.weekends else ", not on weekends"
    hour = dates.clock(person.way.at.hour, person.way.at.minute, program.locale)
    return line(
        Strong(wording.capital(names(program, person))),
        f": {days(person.way.days_before)}, at {hour}, {zone_label(person.zone)}{weekends}.",
    )


def days(before: Iterable[int]) -> str:
    """ "30, 8 and 1 days before, and on the day itself"."""
    found = sorted(set(before), reverse=True)
    ahead = [str(one) for one in found if one > 0]
    said = f"{join(ahead)} {'day' if ahead == ['1'] else 'days'} before" if ahead else ""
    last = "on the day itself" if 0 in found else ""
    return ", and ".join(filter(None, (said, last)))


def moment(program: Program, person: Subscriber, at: datetime) -> str:
    """A moment in somebody's own time: "Tuesday 23 January 2018 at 09:00, your time"."""
    local = at.astimezone(person.zone)
    hour = dates.clock(local.hour, local.minute, program.locale)
    return f"{wording.weekday(local.date(), program.locale)} at {hour}, your time"


def snoozed(
    program: Program, person: Subscriber, at: datetime, again: Iterable[Deadline]
) -> list[Line]:
    """What somebody is told who wants to hear of these deadlines once more, at `at`: what comes
    at that very moment by itself is not promised on top of it."""
    anyway: list[Deadline] = []
    more: list[Deadline] = []
    for one in again:
        by_itself = any(step.due == at for step in steps(one, person.way))
        (anyway if by_itself else more).append(one)
    when = moment(program, person, at)
    if not anyway:
        return [line(f"I will remind you once more on {when}.")] if more else []
    names = join([name_of(program, one) for one in anyway])
    lines = [line(f"Your next reminder of {names} comes on {when} anyway.")]
    if more:
        names = join([name_of(program, one) for one in more])
        lines.append(line(f"Of {names} I will remind you once more then."))
    return lines


def too_late(program: Program, person: Subscriber, missed: Iterable[Deadline]) -> list[Line]:
    """What they are told of those that close before that."""
    return [
        line(
            f"{name_of(program, one)} closes before that, on "
            f"{moment(program, person, one.closes.at)}, so there is no later reminder."
        )
        for one in missed
    ]


def what_next(program: Program, person: Subscriber, now: datetime) -> Line:
    """What somebody is told next, and when."""
    found = next_reminders(program, person, now)
    if not found:
        none = f"Nothing lies ahead for {names(program, person)} yet"
        return line(f"{none}; I will remind you as soon as there is a deadline.")
    closing: dict[tuple[str, int], list[str]] = {}
    for one in found:
        closing.setdefault((one.deadline.label, one.step.days), []).append(one.track.name)
    said = (
        f"{_before(before)} {label} of {join(tracks)} closes"
        for (label, before), tracks in closing.items()
    )
    return line(
        "I will remind you on ",
        Strong(moment(program, person, found[0].step.due)),
        f" ({zone_label(person.zone)}): {join(said)}.",
    )


def _before(days: int) -> str:
    return f"{count(days, 'day')} before" if days else "on the day"


def muted(program: Program, person: Subscriber, now: datetime) -> Line | None:
    """Until when somebody hears nothing; None where they do."""
    if person.muted_until is None or not person.is_muted(now):
        return None
    return line(f"Muted until {moment(program, person, person.muted_until)}.")
