"""The words for dates and countdowns, shared by answers, reminders and announcements."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain import dates
from bot.domain.countdown import Left, Remaining, remaining
from bot.domain.model import Deadline, Program
from bot.domain.moments import zone_label
from bot.domain.money import count, number


def day(when: date, locale: str) -> str:
    """ "31 January 2018", in the order of the locale's territory."""
    return dates.day(when, locale)


def weekday(when: date, locale: str) -> str:
    """ "Wednesday 31 January 2018", in the order of the locale's territory."""
    return dates.weekday(when, locale)


def moment(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """ "Wednesday 31 January 2018 at 10:00, Los Angeles time", as the locale has date and hour."""
    local = at.astimezone(zone)
    hour = dates.clock(local.hour, local.minute, locale)
    return f"{weekday(local.date(), locale)} at {hour}, {zone_label(zone)}"


def closes(deadline: Deadline, locale: str) -> str:
    """A close in the program's words: "Wednesday 31 January 2018 at 23:59, Los Angeles time"."""
    return f"{weekday(deadline.closes.day, locale)} at {closing_hour(deadline, locale)}"


def closing_hour(deadline: Deadline, locale: str) -> str:
    """The hour of a close in the program's words: "23:59, Los Angeles time"."""
    hour, minute = deadline.closes.clock.split(":")
    return f"{dates.clock(int(hour), int(minute), locale)}, {deadline.closes.zone}"


def going_out(sent: int, total: int, seconds: float, locale: str) -> str:
    """How far a big step has come, and about how long it still takes: "Going out now: 3,200 of
    10,000 direct messages, about 23 minutes still"."""
    minutes = round(seconds / 60)
    still = f"about {count(minutes, 'minute')}" if minutes else "under a minute"
    messages = "direct message" if total == 1 else "direct messages"
    done = f"{number(sent, locale)} of {number(total, locale)} {messages}"
    return f"Going out now: {done}, {still} still"


def capital(text: str) -> str:
    """The text with its first letter made a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def time_left(program: Program, deadline: Deadline, now: datetime) -> str:
    """How long a deadline is open still, true at `now`: "eight days left", "14 hours left"."""
    return left_in_words(remaining(deadline.closes, program.zone, now))


def left_in_words(left: Remaining) -> str:
    """ "eight days left", "one day left", "14 hours left", "20 minutes left", "closed"."""
    if left.left is Left.CLOSED:
        return "closed"
    if left.left is Left.DAYS:
        return f"{count(left.days, 'day')} left"
    if left.hours >= 1:
        return f"{count(left.hours, 'hour')} left"
    return (
        f"{count(max(left.minutes, 1), 'minute')} left" if left.minutes else "under a minute left"
    )
