"""A table of programs and of the messages that each owes, worked out by hand.

How: the closing day D is read off the file and a calendar, each step is D less its days, its hour
is `at`, its offset from UTC that of the zone on that date. What is left is counted from there to
the close: dates while it is a day or more, else whole hours. Nothing was copied from what the code
says; where a case is not plain, the reckoning stands beside it.

A line is: local time with its offset, the step, and how much is left then; or the step and why it
is skipped. Deadlines are known since `now`, which is local time, too.
"""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.building import read_program
from bot.domain.ledger import NewRow, State
from bot.domain.model import Program
from bot.domain.moments import parse_iso
from bot.domain.planning import countdown_rows, find_deadline
from bot.domain.steps import ALL_QUIET, BEFORE_KNOWN, TOO_EARLY
from bot.domain.wording import time_left

LA, LISBON, UTC = "America/Los_Angeles", "Europe/Lisbon", "UTC"
NIGHT = 'quiet: {from: "20:00", to: "08:00"}'
BOTH = 'quiet: {from: "20:00", to: "08:00", weekends: true}'
WHY = {BEFORE_KNOWN: "unknown", TOO_EARLY: "too early", ALL_QUIET: "all quiet"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A program of one track with one deadline, and what is owed for it from `now` on."""

    name: str
    zone: str = UTC
    closes: str = ""
    deadline: str = ""
    days: str = "[8, 1, 0]"
    at: str = "10:00"
    program: str = ""
    track: str = ""
    now: str
    days_on: int = 400
    owed: tuple[str, ...]

    def text(self) -> str:
        """The program file."""
        deadline = self.deadline or f'closes: "{self.closes}"'
        return "\n".join([
            "program:",
            f"  name: P\n  timezone: {self.zone}\n  currency: USD",
            f'  reminders: {{days_before: {self.days}, at: "{self.at}"}}',
            *([] if "announce_in" in self.program else ['  announce_in: ["#a"]']),
            *([f"  {self.program}"] if self.program else []),
            "tracks:\n  - key: t\n    name: T",
            *([f"    {self.track}"] if self.track else []),
            f"    deadlines: [{{label: d, {deadline}}}]",
        ])  # fmt: skip


def zones() -> list[Case]:
    """The same deadline at ten o'clock of each place, from UTC-12 to UTC+14."""
    return [
        Case(
            name=f"zone {zone}", zone=zone, closes="2026-06-15", now="2026-06-01",
            owed=(
                f"2026-06-07 10:00 {offset}: 8, eight days left",
                f"2026-06-14 10:00 {offset}: 1, one day left",
                # Until 23:59:59 are thirteen whole hours.
                f"2026-06-15 10:00 {offset}: 0, 13 hours left",
            ),
        )
        for zone, offset in [
            ("Etc/GMT+12", "-1200"), ("Pacific/Pago_Pago", "-1100"), ("Pacific/Honolulu", "-1000"),
            ("Pacific/Marquesas", "-0930"), ("America/Anchorage", "-0800"), (LA, "-0700"),
            ("America/St_Johns", "-0230"), (LISBON, "+0100"), ("Asia/Kathmandu", "+0545"),
            ("Australia/Eucla", "+0845"), ("Asia/Tokyo", "+0900"), ("Pacific/Chatham", "+1245"),
            ("Pacific/Tongatapu", "+1300"), ("Pacific/Kiritimati", "+1400"),
        ]
    ]  # fmt: skip


def anywhere_on_earth() -> list[Case]:
    """31 January anywhere on Earth ends on 1 February at 11:59:59 UTC; D is the 31st for all."""
    return [
        Case(
            name=f"AoE from {zone}", zone=zone, closes="2026-01-31 AoE", now="2026-01-01",
            owed=(
                f"2026-01-23 10:00 {offset}: 8, eight days left",
                f"2026-01-30 10:00 {offset}: 1, one day left",
                f"2026-01-31 10:00 {offset}: 0, {hours} hours left",
            ),
        )
        for zone, offset, hours in [
            # 10:00 there on the 31st in UTC, and from then to 1 February, 11:59:59:
            ("Etc/GMT+12", "-1200", 13),  # 22:00
            (LA, "-0800", 17),  # 18:00
            (UTC, "+0000", 25),  # 10:00
            ("Asia/Kolkata", "+0530", 31),  # 04:30
            ("Asia/Tokyo", "+0900", 34),  # 01:00
            ("Pacific/Auckland", "+1300", 38),  # 21:00 on the 30th; summer time there
            ("Pacific/Kiritimati", "+1400", 39),  # 20:00 on the 30th
        ]
    ]  # fmt: skip


DAYLIGHT_SAVING = [
    Case(name="spring, ten o'clock stays ten", zone=LA, closes="2026-03-10", days="[3, 1]",
         now="2026-03-01", owed=(
             "2026-03-07 10:00 -0800: 3, three days left",
             "2026-03-09 10:00 -0700: 1, one day left")),
    Case(name="autumn, ten o'clock stays ten", zone=LA, closes="2026-11-02", days="[2, 1]",
         now="2026-10-20", owed=(
             "2026-10-31 10:00 -0700: 2, two days left",
             "2026-11-01 10:00 -0800: 1, one day left")),
    # 02:00 to 03:00 is skipped on 8 March: the first instant after it.
    Case(name="spring gap, Los Angeles", zone=LA, closes="2026-03-10", days="[3, 2, 1]", at="02:30",
         now="2026-03-01", owed=(
             "2026-03-07 02:30 -0800: 3, three days left",
             "2026-03-08 03:00 -0700: 2, two days left",
             "2026-03-09 02:30 -0700: 1, one day left")),
    # 01:00 to 02:00 on 29 March. From 01:30 to 23:59:59 are 22 whole hours.
    Case(name="spring gap, Lisbon", zone=LISBON, closes="2026-03-30", days="[1, 0]", at="01:30",
         now="2026-03-01", owed=(
             "2026-03-29 02:00 +0100: 1, one day left",
             "2026-03-30 01:30 +0100: 0, 22 hours left")),
    # The first Sunday of October, 02:00 to 03:00.
    Case(name="spring gap, Sydney", zone="Australia/Sydney", closes="2026-10-05", days="[2, 1]",
         at="02:30", now="2026-09-01", owed=(
             "2026-10-03 02:30 +1000: 2, two days left",
             "2026-10-04 03:00 +1100: 1, one day left")),
    # Half an hour, 02:00 to 02:30.
    Case(name="spring gap, Lord Howe", zone="Australia/Lord_Howe", closes="2026-10-05", days="[1]",
         at="02:15", now="2026-09-01", owed=("2026-10-04 02:30 +1100: 1, one day left",)),
    # 01:30 comes twice on 1 November, first in summer time.
    Case(name="autumn fold, Los Angeles", zone=LA, closes="2026-11-02", days="[1, 0]", at="01:30",
         now="2026-10-20", owed=(
             "2026-11-01 01:30 -0700: 1, one day left",
             "2026-11-02 01:30 -0800: 0, 22 hours left")),
    # The first Sunday of April: 02:30 twice.
    Case(name="autumn fold, Sydney", zone="Australia/Sydney", closes="2026-04-06", days="[1, 0]",
         at="02:30", now="2026-03-01", owed=(
             "2026-04-05 02:30 +1100: 1, one day left",
             "2026-04-06 02:30 +1000: 0, 21 hours left")),
    # The closing day has 25 hours; from 10:00 on it is as long as ever.
    Case(name="closing on the day of 25 hours", zone=LA, closes="2026-11-01", days="[1, 0]",
         now="2026-10-20", owed=(
             "2026-10-31 10:00 -0700: 1, one day left",
             "2026-11-01 10:00 -0800: 0, 13 hours left")),
    # 04:00 in summer time is 11:00 UTC, two hours before 09:00 UTC, which is 01:00 in winter time:
    # before seven. The day before at 10:00 is 18:00 UTC, 17 hours before the close.
    Case(name="closing early on the day of 23 hours", zone=LA, days="[1, 0]",
         closes="2026-03-08 04:00 America/Los_Angeles", now="2026-03-01", owed=(
             "2026-03-07 10:00 -0800: 1, 17 hours left", "0, too early")),
]  # fmt: skip

CALENDAR = [
    Case(name="closing on a leap day", closes="2024-02-29", days="[365, 1, 0]", now="2023-01-01",
         days_on=800, owed=(
             # Back over February 2024 and no other leap day: 29 February less 365 is 1 March.
             "2023-03-01 10:00 +0000: 365, 365 days left",
             "2024-02-28 10:00 +0000: 1, one day left",
             "2024-02-29 10:00 +0000: 0, 13 hours left")),
    Case(name="over a leap day", closes="2024-03-01", days="[2, 1]", now="2024-01-01", owed=(
        "2024-02-28 10:00 +0000: 2, two days left", "2024-02-29 10:00 +0000: 1, one day left")),
    Case(name="no leap day", closes="2023-03-01", days="[2, 1]", now="2023-01-01", owed=(
        "2023-02-27 10:00 +0000: 2, two days left", "2023-02-28 10:00 +0000: 1, one day left")),
    Case(name="00:00 after a leap day", closes="2024-03-01 00:00 UTC", days="[1, 0]",
         now="2024-01-01", owed=(
             "2024-02-28 10:00 +0000: 1, one day left",
             "2024-02-29 10:00 +0000: 0, 14 hours left")),
    Case(name="over a new year", closes="2026-01-01", days="[30, 1]", now="2025-11-01", owed=(
        "2025-12-02 10:00 +0000: 30, 30 days left", "2025-12-31 10:00 +0000: 1, one day left")),
    Case(name="rule: leap days alone", days="[1]", now="2024-02-01", days_on=1500,
         deadline='rule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", starts: 2024-02-29', owed=(
             "2024-02-28 10:00 +0000: 1, one day left", "2028-02-28 10:00 +0000: 1, one day left")),
    Case(name="rule: ends of months", days="[3]", now="2026-01-01", days_on=120,
         deadline='rule: "FREQ=MONTHLY;BYMONTHDAY=-1", starts: 2026-01-31', owed=(
             "2026-01-28 10:00 +0000: 3, three days left",
             "2026-02-25 10:00 +0000: 3, three days left",
             "2026-03-28 10:00 +0000: 3, three days left",
             "2026-04-27 10:00 +0000: 3, three days left")),
    Case(name="rule: ends of months in a leap year", days="[1]", now="2024-02-01", days_on=60,
         deadline='rule: "FREQ=MONTHLY;BYMONTHDAY=-1", starts: 2024-01-31', owed=(
             "2024-02-28 10:00 +0000: 1, one day left", "2024-03-30 10:00 +0000: 1, one day left")),
    Case(name="rule: the 31st, where there is one", days="[1]", now="2026-01-01", days_on=160,
         deadline='rule: "FREQ=MONTHLY;BYMONTHDAY=31", starts: 2026-01-31', owed=(
             "2026-01-30 10:00 +0000: 1, one day left",
             "2026-03-30 10:00 +0000: 1, one day left",
             "2026-05-30 10:00 +0000: 1, one day left")),
    Case(name="rule: the 30th leaves February out", days="[0]", now="2026-01-01", days_on=100,
         deadline='rule: "FREQ=MONTHLY;BYMONTHDAY=30", starts: 2026-01-30', owed=(
             "2026-01-30 10:00 +0000: 0, 13 hours left",
             "2026-03-30 10:00 +0000: 0, 13 hours left")),
    # 17:00 at each place's own clock, before and after the change of 8 March.
    Case(name="rule: over a change of clocks", zone=LA, days="[0]", now="2026-02-25", days_on=14,
         deadline='rule: "FREQ=WEEKLY", starts: "2026-03-01 17:00 America/Los_Angeles"', owed=(
             "2026-03-01 10:00 -0800: 0, seven hours left",
             "2026-03-08 10:00 -0700: 0, seven hours left")),
    # 17:00 in Berlin is 08:00 in Los Angeles, in winter as in summer: two hours before is six.
    Case(name="rule: stated in another zone", zone=LA, days="[1, 0]", now="2026-02-01", days_on=110,
         deadline='rule: "FREQ=MONTHLY;INTERVAL=3", starts: "2026-02-15 17:00 Europe/Berlin"',
         owed=("2026-02-14 10:00 -0800: 1, 22 hours left", "0, too early",
               "2026-05-14 10:00 -0700: 1, 22 hours left", "0, too early")),
]  # fmt: skip

EARLY_CLOSES = [
    Case(name="noon", closes="2026-05-14 12:00 UTC", now="2026-05-10", days="[1, 0]", owed=(
        "2026-05-13 10:00 +0000: 1, one day left", "2026-05-14 10:00 +0000: 0, two hours left")),
    Case(name="a minute before noon", closes="2026-05-14 11:59 UTC", now="2026-05-10", days="[0]",
         owed=("2026-05-14 09:59 +0000: 0, two hours left",)),
    Case(name="a minute past noon", closes="2026-05-14 12:01 UTC", now="2026-05-10", days="[0]",
         owed=("2026-05-14 10:00 +0000: 0, two hours left",)),
    Case(name="at the reminder's hour", closes="2026-05-14 10:00 UTC", now="2026-05-10",
         days="[1, 0]", owed=(
             "2026-05-13 10:00 +0000: 1, one day left",
             "2026-05-14 08:00 +0000: 0, two hours left")),
    Case(name="nine, two hours after seven", closes="2026-05-14 09:00 UTC", now="2026-05-10",
         days="[1, 0]", owed=(
             "2026-05-13 10:00 +0000: 1, 23 hours left",
             "2026-05-14 07:00 +0000: 0, two hours left")),
    Case(name="a minute before nine", closes="2026-05-14 08:59 UTC", now="2026-05-10",
         days="[1, 0]", owed=("2026-05-13 10:00 +0000: 1, 22 hours left", "0, too early")),
    Case(name="a minute past midnight", closes="2026-05-14 00:01 UTC", now="2026-05-10",
         days="[1, 0]", owed=("2026-05-13 10:00 +0000: 1, 14 hours left", "0, too early")),
    # 00:00 belongs to the 13th.
    Case(name="midnight", closes="2026-05-14 00:00 UTC", now="2026-05-10", days="[1, 0]", owed=(
        "2026-05-12 10:00 +0000: 1, one day left", "2026-05-13 10:00 +0000: 0, 14 hours left")),
    Case(name="reminders in the evening", closes="2026-05-14 17:00 UTC", at="18:00",
         now="2026-05-10", days="[1, 0]", owed=(
             "2026-05-13 18:00 +0000: 1, 23 hours left",
             "2026-05-14 15:00 +0000: 0, two hours left")),
    Case(name="reminders at the end of the day", closes="2026-05-14", at="23:59", now="2026-05-10",
         days="[1, 0]", owed=(
             "2026-05-13 23:59 +0000: 1, one day left",
             "2026-05-14 21:59 +0000: 0, two hours left")),
    Case(name="reminders before seven, by the program's wish", closes="2026-05-14", at="06:00",
         now="2026-05-10", days="[0]", owed=("2026-05-14 06:00 +0000: 0, 17 hours left",)),
    Case(name="and a close too early for them", closes="2026-05-14 08:30 UTC", at="06:00",
         now="2026-05-10", days="[1, 0]", owed=(
             "2026-05-13 06:00 +0000: 1, one day left", "0, too early")),
]  # fmt: skip

ELSEWHERE = [
    # 09:00 in Tokyo on the 15th is 17:00 on the 14th in Los Angeles.
    Case(name="Tokyo's morning for Los Angeles", zone=LA, closes="2026-05-15 09:00 Asia/Tokyo",
         now="2026-05-01", owed=(
             "2026-05-06 10:00 -0700: 8, eight days left",
             "2026-05-13 10:00 -0700: 1, one day left",
             "2026-05-14 10:00 -0700: 0, seven hours left")),
    # In Tokyo itself it is the 15th, and two hours before is seven sharp.
    Case(name="Tokyo's morning for Tokyo", zone="Asia/Tokyo", closes="2026-05-15 09:00 Asia/Tokyo",
         now="2026-05-01", owed=(
             "2026-05-07 10:00 +0900: 8, eight days left",
             "2026-05-14 10:00 +0900: 1, 23 hours left",
             "2026-05-15 07:00 +0900: 0, two hours left")),
    # 23:00 in Los Angeles is 08:00 of the 16th in Berlin; the stated 15th is earlier.
    Case(name="Los Angeles' evening for Berlin", zone="Europe/Berlin", days="[1, 0]",
         closes="2026-05-15 23:00 America/Los_Angeles", now="2026-05-01", owed=(
             "2026-05-14 10:00 +0200: 1, one day left",
             "2026-05-15 10:00 +0200: 0, 22 hours left")),
    # 16:00 UTC is 09:00 in Los Angeles.
    Case(name="an offset", zone=LA, closes="2026-05-15T17:00:00+01:00", now="2026-05-01",
         days="[1, 0]", owed=(
             "2026-05-14 10:00 -0700: 1, 23 hours left",
             "2026-05-15 07:00 -0700: 0, two hours left")),
    # 17:00 at UTC-12 is 05:00 UTC of the 16th; 10:00 of the 15th at UTC+14 is 20:00 UTC of the 14th.
    Case(name="the last zone's afternoon for the first", zone="Pacific/Kiritimati", days="[0]",
         closes="2026-05-15 17:00 Etc/GMT+12", now="2026-05-01", owed=(
             "2026-05-15 10:00 +1400: 0, 33 hours left",)),
    # 00:30 at UTC+14 is 10:30 UTC of the 14th, 22:30 of the 13th at UTC-12.
    Case(name="the first zone's night for the last", zone="Etc/GMT+12", days="[1, 0]",
         closes="2026-05-15 00:30 Pacific/Kiritimati", now="2026-05-01", owed=(
             "2026-05-12 10:00 -1200: 1, one day left",
             "2026-05-13 10:00 -1200: 0, 12 hours left")),
    # Samoa had no 30 December 2011; 24 hours before 10:00 on the 31st it was the 29th.
    Case(name="a day that a zone left out", zone="Pacific/Apia", closes="2011-12-31", days="[2, 0]",
         now="2011-12-01", owed=(
             "2011-12-29 10:00 -1000: 2, two days left",
             "2011-12-31 10:00 +1400: 0, 13 hours left")),
]  # fmt: skip

KNOWN = [
    Case(name="known late", zone=LA, closes="2018-01-31", days="[30, 14, 8, 3, 1, 0]",
         now="2018-01-20T00:00", owed=(
             "30, unknown", "14, unknown",
             "2018-01-23 10:00 -0800: 8, eight days left",
             "2018-01-28 10:00 -0800: 3, three days left",
             "2018-01-30 10:00 -0800: 1, one day left",
             "2018-01-31 10:00 -0800: 0, 13 hours left")),
    Case(name="known at the very time of a step", closes="2026-06-15", now="2026-06-07T10:00",
         days="[8]", owed=("2026-06-07 10:00 +0000: 8, eight days left",)),
    Case(name="known a second later", closes="2026-06-15", now="2026-06-07T10:00:01", days="[8]",
         owed=("8, unknown",)),
    Case(name="known on the closing day, after the last step", closes="2026-06-15",
         now="2026-06-15T10:01", owed=("8, unknown", "1, unknown", "0, unknown")),
    Case(name="known after the close", closes="2026-06-15", now="2026-06-16T00:00", owed=()),
    Case(name="no steps", closes="2026-06-15", now="2026-06-01", days="[]", owed=()),
    Case(name="paused", closes="2026-06-15", now="2026-06-01", track="status: paused", owed=()),
    Case(name="takes suggestions", closes="2026-06-15", now="2026-06-01",
         track="status: suggestions", owed=()),
]  # fmt: skip

# In 2026, 24 January is a Saturday, 15 June a Monday, 25 December a Friday.
QUIET = [
    Case(name="no step in the quiet hours", closes="2026-06-15", program=NIGHT, now="2026-06-01",
         days="[8, 0]", owed=(
             "2026-06-07 10:00 +0000: 8, eight days left",
             "2026-06-15 10:00 +0000: 0, 13 hours left")),
    Case(name="in the evening", closes="2026-06-15", at="21:00", program=NIGHT, now="2026-06-01",
         days="[8, 0]", owed=(
             "2026-06-07 19:59 +0000: 8, eight days left",
             "2026-06-15 19:59 +0000: 0, four hours left")),
    Case(name="in the morning", closes="2026-06-15", at="07:00", program=NIGHT, now="2026-06-01",
         days="[8, 0]", owed=(
             "2026-06-07 08:00 +0000: 8, eight days left",
             "2026-06-15 08:00 +0000: 0, 15 hours left")),
    # 01:30 is 5 h 31 min after 19:59 and 6 h 30 min before 08:00: the evening before, when there is
    # a day more left. At 19:59 on the 14th there are 28 hours: a day.
    Case(name="before midnight, worded for that day", closes="2026-06-15", at="01:30",
         program=NIGHT, now="2026-06-01", owed=(
             "2026-06-06 19:59 +0000: 8, nine days left",
             "2026-06-13 19:59 +0000: 1, two days left",
             "2026-06-14 19:59 +0000: 0, one day left")),
    # Saturday to the last minute of Friday, Sunday to the first of Monday.
    Case(name="weekends", closes="2026-02-04", days="[14, 11, 10, 3, 1]",
         program="quiet: {weekends: true}", now="2026-01-01", owed=(
             "2026-01-21 10:00 +0000: 14, 14 days left",
             "2026-01-23 23:59 +0000: 11, 12 days left",
             "2026-01-26 00:00 +0000: 10, nine days left",
             "2026-02-02 00:00 +0000: 3, two days left",
             "2026-02-03 10:00 +0000: 1, one day left")),
    # It closes on Sunday, so that both last steps go to Friday evening. There the last one stands.
    Case(name="a close at the weekend", closes="2026-01-25", days="[8, 3, 1, 0]", program=BOTH,
         now="2026-01-01", owed=(
             "2026-01-16 19:59 +0000: 8, nine days left",
             "2026-01-22 10:00 +0000: 3, three days left",
             "2026-01-23 19:59 +0000: 1, two days left",
             "2026-01-23 19:59 +0000: 0, two days left")),
    # From Thursday 20:00 to Tuesday 08:00 it is quiet.
    Case(name="holidays around a weekend", closes="2026-12-31", days="[6, 3]", now="2026-12-01",
         program='quiet: {from: "20:00", to: "08:00", weekends: true, '
                 "holidays: [2026-12-25, 2026-12-28]}",
         owed=("2026-12-24 19:59 +0000: 6, seven days left",
               "2026-12-29 08:00 +0000: 3, two days left")),
    Case(name="a holiday, known on its morning", closes="2026-12-25", now="2026-12-25T08:00",
         program='quiet: {holidays: ["2026-12-25"]}', days="[1, 0]",
         owed=("1, unknown", "0, all quiet")),
    # Saturday 10:00; Friday was before it was known, so that it is Monday.
    Case(name="not to before it was known", closes="2026-01-28", days="[4]", program=BOTH,
         now="2026-01-24T09:00", owed=("2026-01-26 08:00 +0000: 4, two days left",)),
    # Two hours before the close is 07:00, in the quiet time; 07:30 would be too late.
    Case(name="the last call in the quiet hours", closes="2026-06-15 09:00 UTC", days="[1, 0]",
         program='quiet: {from: "22:00", to: "07:30"}', now="2026-06-01", owed=(
             "2026-06-14 10:00 +0000: 1, 23 hours left",
             "2026-06-14 21:59 +0000: 0, 11 hours left")),
    Case(name="the last call moves up to seven", closes="2026-06-15 12:30 UTC", days="[0]",
         program='quiet: {from: "09:00", to: "12:00"}', now="2026-06-01",
         owed=("2026-06-15 08:59 +0000: 0, three hours left",)),
    # 06:29 would wake people: the evening before.
    Case(name="and not to before seven", closes="2026-06-15 12:30 UTC", days="[0]",
         program='quiet: {from: "06:30", to: "12:00"}', now="2026-06-01",
         owed=("2026-06-14 23:59 +0000: 0, 12 hours left",)),
    # The quiet time ends with the close at noon: what falls into it goes before it.
    Case(name="a quiet time that ends at the close", closes="2026-06-15 12:00 UTC", days="[1]",
         at="11:00", program='quiet: {from: "09:00", to: "12:00", holidays: [2026-06-14]}',
         now="2026-06-01", owed=("2026-06-13 23:59 +0000: 1, two days left",)),
    # Quiet by Lisbon's clock. 00:45 in summer time is 23:45 UTC; 01:30 comes twice, and the night
    # ends with the second, 01:30 UTC. To 19:59 the evening before are 4 h 46 min, to there 1 h 45.
    Case(name="a night with an hour twice", zone=LISBON, closes="2026-10-26", days="[1]",
         at="00:45", program='quiet: {from: "20:00", to: "01:30"}', now="2026-10-01",
         owed=("2026-10-25 01:30 +0000: 1, one day left",)),
    # Quiet from the 13th, 20:00, to the 15th, 12:30. The last call, at 11:30, goes to before it; the
    # end of it is nearer to 22:00 on the 14th, but would come after that.
    Case(name="no step after the one that follows it", closes="2026-06-15 13:30 UTC", at="22:00",
         days="[1, 0]", program='quiet: {from: "20:00", to: "12:30", holidays: [2026-06-14]}',
         now="2026-06-01", owed=(
             "2026-06-13 19:59 +0000: 1, two days left",
             "2026-06-13 19:59 +0000: 0, two days left")),
    Case(name="a track without its program's weekends", closes="2026-01-25", days="[8, 1, 0]",
         program=BOTH, track="quiet: {weekends: false}", now="2026-01-01", owed=(
             "2026-01-17 10:00 +0000: 8, eight days left",
             "2026-01-24 10:00 +0000: 1, one day left",
             "2026-01-25 10:00 +0000: 0, 13 hours left")),
    Case(name="a track with a longer night", closes="2026-06-15", days="[1]", at="19:30",
         program=NIGHT, track='quiet: {from: "19:00"}', now="2026-06-01",
         owed=("2026-06-14 18:59 +0000: 1, one day left",)),
]  # fmt: skip

AFTER_THE_CLOSE = [
    Case(name="the close is told", closes="2026-06-15", now="2026-06-01",
         track="reminders: {days_before: [1], after_close: true}", owed=(
             "2026-06-14 10:00 +0000: 1, one day left", "2026-06-15 23:59 +0000: closed, closed")),
    Case(name="but not at night", closes="2026-06-15", program=NIGHT, now="2026-06-01",
         track="reminders: {days_before: [], after_close: true}",
         owed=("2026-06-16 08:00 +0000: closed, closed",)),
    # Friday evening; nothing before the close, however near.
    Case(name="nor at the weekend", closes="2026-06-19 19:30 UTC", now="2026-06-01",
         program='quiet: {from: "19:00", to: "08:00", weekends: true}',
         track="reminders: {days_before: [], after_close: true}",
         owed=("2026-06-22 08:00 +0000: closed, closed",)),
    Case(name="a rule's closes are told each", now="2026-01-01", days_on=59,
         deadline='rule: "FREQ=MONTHLY;BYMONTHDAY=-1", starts: 2026-01-31',
         track="reminders: {days_before: [], after_close: true}", owed=(
             "2026-01-31 23:59 +0000: closed, closed", "2026-02-28 23:59 +0000: closed, closed")),
    Case(name="known after the close, it is not told", closes="2026-06-15",
         now="2026-06-16T00:00", track="reminders: {after_close: true}", owed=()),
]  # fmt: skip

OVERRIDES = [
    Case(name="days of its own, the program's hour", closes="2026-06-15", at="09:30",
         track="reminders: {days_before: [5]}", now="2026-06-01",
         owed=("2026-06-10 09:30 +0000: 5, five days left",)),
    Case(name="an hour of its own, the program's days", closes="2026-06-15", days="[5]",
         track='reminders: {at: "09:30"}', now="2026-06-01",
         owed=("2026-06-10 09:30 +0000: 5, five days left",)),
    Case(name="a channel of its own", closes="2026-06-15", days="[5]",
         track='announce_in: ["#own"]', now="2026-06-01",
         owed=("2026-06-10 10:00 +0000: 5, five days left #own",)),
    Case(name="no channel", closes="2026-06-15", track="announce_in: []", now="2026-06-01",
         owed=()),
    Case(name="several channels", closes="2026-06-15", days="[5, 1]", now="2026-06-01",
         program='announce_in: ["#a", "#b", "#c"]', owed=(
             "2026-06-10 10:00 +0000: 5, five days left",
             "2026-06-10 10:00 +0000: 5, five days left #b",
             "2026-06-10 10:00 +0000: 5, five days left #c",
             "2026-06-14 10:00 +0000: 1, one day left",
             "2026-06-14 10:00 +0000: 1, one day left #b",
             "2026-06-14 10:00 +0000: 1, one day left #c")),
]  # fmt: skip

CASES = [
    *zones(), *anywhere_on_earth(), *DAYLIGHT_SAVING, *CALENDAR, *EARLY_CLOSES, *ELSEWHERE, *KNOWN,
    *QUIET, *AFTER_THE_CLOSE, *OVERRIDES,
]  # fmt: skip


def shown(program: Program, row: NewRow) -> str:
    """A row as the table has it."""
    if row.state is State.SKIPPED:
        return f"{row.step}, {WHY[row.reason]}"
    deadline = find_deadline(program, row.subject, row.due)
    assert deadline is not None
    channel = "" if row.destination.address == "#a" else f" {row.destination}"
    local = row.due.astimezone(program.zone)
    left = time_left(program, deadline, row.due)
    return f"{local:%Y-%m-%d %H:%M %z}: {row.step}, {left}{channel}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_table(case: Case) -> None:
    now = parse_iso(case.now, ZoneInfo(case.zone))
    program = read_program(case.text(), known_at=now)
    rows = countdown_rows(program, now, now + timedelta(days=case.days_on))
    assert tuple(shown(program, row) for row in rows) == case.owed


def test_the_table_is_as_long_as_was_promised() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
