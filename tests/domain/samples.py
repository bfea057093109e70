"""Program files and small makers that the tests of the domain share."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.building import read_program
from bot.domain.model import Program, Reminders
from bot.domain.moments import Stated, parse_stated
from bot.domain.reading import ProgramFileError

# Two tracks that close on one day, and one of them again in spring.
MOSS = """\
program:
  name: Mozilla Open Source Support
  short_name: MOSS
  url: https://moss.example.org/
  timezone: America/Los_Angeles
  currency: USD
  announce_in: ["#moss"]
  reminders: {days_before: [30, 14, 8, 3, 1, 0], at: "10:00"}
tracks:
  - key: foundational-technology
    name: Foundational Technology
    aliases: [FT]
    summary: Supports open source projects that Mozilla already relies on.
    apply_url: https://moss.example.org/apply/ft
    amount: {min: 10000, max: 250000}
    deadlines:
      - {key: 2018-01, label: January 2018 batch, opens: 2017-11-01, closes: 2018-01-31}
  - key: mission-partners
    name: Mission Partners
    aliases: [MP]
    deadlines:
      - {label: January 2018 batch, closes: 2018-01-31}
      - {label: April 2018 batch, closes: 2018-04-30}
awards:
  - {recipient: rust-av, track: mission-partners, amount: 71356.50,
     original: {amount: 51000, currency: EUR}, purpose: a media library in Rust,
     url: "https://example.org/av", awarded: 2018-01-23}
  - {key: ocean, recipient: Océan, amount: 0, awarded: 2018-02-01, published: false,
     publish_at: "2018-03-01 09:00 Europe/Paris"}
"""

HEAD = "program: {name: Small Grants, timezone: UTC, currency: USD}\n"


def utc(text: str) -> datetime:
    """An instant written in UTC, without its offset."""
    return datetime.fromisoformat(f"{text}+00:00")


def stated(text: str, zone: str = "UTC") -> Stated:
    """A moment as a program in `zone` states it."""
    return parse_stated(text, ZoneInfo(zone))


def reminders(*days: int, at: str = "10:00") -> Reminders:
    """A ladder."""
    return Reminders(days, time.fromisoformat(at))


def program(tracks: str, zone: str = "UTC", **settings: str) -> Program:
    """A program with these tracks, `#grants` as its channel and the given settings."""
    more = "".join(f"  {name}: {value}\n" for name, value in settings.items())
    if "announce_in" not in settings:
        more += '  announce_in: ["#grants"]\n'
    return read_program(
        f"program:\n  name: Small Grants\n  timezone: {zone}\n  currency: USD\n{more}"
        f"tracks:\n{tracks}"
    )


def problems(text: str, name: str = "program.yaml") -> list[str]:
    """What is said about a program file that has mistakes; empty where it has none."""
    try:
        read_program(text, name)
    except ProgramFileError as exc:
        return exc.lines()
    return []
