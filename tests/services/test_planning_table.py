"""What changes of a program make of its plan, as a table; the dates were worked out by hand.

The ladder of the January batch (31 January 2018, a Wednesday) is 1, 17, 23, 28, 30 and 31 January
at 10:00 in Los Angeles. Each case is a list of acts: a change of the file or a sending, at a local
time; and what the ledger holds at the end of the steps of Foundational Technology's deadline.
"""

from dataclasses import dataclass

import pytest

from bot.domain.ledger import State
from tests.domain.samples import MOSS
from tests.services.conftest import ZONE, House

SUBJECT = "foundational-technology/2018-01"
CLOSES = "opens: 2017-11-01, closes: 2018-01-31"
WHOLE = "      - {key: 2018-01, label: January 2018 batch, opens: 2017-11-01, closes: 2018-01-31}\n"
SENT, PLANNED = State.SENT, State.PLANNED
SKIPPED, CANCELLED = State.SKIPPED, State.CANCELLED
Act = tuple[str, tuple[tuple[str, str], ...] | None]


def status(word: str) -> tuple[str, str]:
    return ("    aliases: [FT]\n", f"    aliases: [FT]\n    status: {word}\n")


def moved(date: str) -> tuple[str, str]:
    return (CLOSES, f"closes: {date}")


def quiet(text: str) -> tuple[str, str]:
    return ("  currency: USD\n", f"  currency: USD\n  quiet: {text}\n")


@dataclass(frozen=True, kw_only=True)
class Case:
    """Acts: None sends what is due, pairs are what the file says otherwise than MOSS."""

    name: str
    acts: tuple[Act, ...]
    holds: tuple[tuple[str, str, State], ...]


FIRST = ("01-01 10:00", "30", SENT)
CASES = [
    Case(name="as it is", acts=(("2018-01-01 10:00", None),), holds=(
        FIRST, ("01-17 10:00", "14", PLANNED), ("01-23 10:00", "8", PLANNED),
        ("01-28 10:00", "3", PLANNED), ("01-30 10:00", "1", PLANNED),
        ("01-31 10:00", "0", PLANNED))),
    # 14 February less 30 days was the 15th, less 14 is 31 January, and so on.
    Case(name="extended", acts=(
        ("2018-01-01 10:00", None), ("2018-01-17 10:00", None),
        ("2018-01-20 12:00", (moved("2018-02-14"),))), holds=(
        FIRST, ("01-17 10:00", "14", SENT), ("01-23 10:00", "8", CANCELLED),
        ("01-28 10:00", "3", CANCELLED), ("01-30 10:00", "1", CANCELLED),
        ("01-31 10:00", "0", CANCELLED),
        ("01-15 10:00", "30", SKIPPED), ("01-31 10:00", "14", PLANNED),
        ("02-06 10:00", "8", PLANNED), ("02-11 10:00", "3", PLANNED),
        ("02-13 10:00", "1", PLANNED), ("02-14 10:00", "0", PLANNED))),
    # 25 January: less 3 is the 22nd at 10:00, which was two hours ago.
    Case(name="shortened", acts=(
        ("2018-01-17 10:00", None), ("2018-01-22 12:00", (moved("2018-01-25"),))), holds=(
        ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SENT), ("01-23 10:00", "8", CANCELLED),
        ("01-28 10:00", "3", CANCELLED), ("01-30 10:00", "1", CANCELLED),
        ("01-31 10:00", "0", CANCELLED),
        ("12-26 10:00", "30", SKIPPED), ("01-11 10:00", "14", SKIPPED),
        ("01-17 10:00", "8", SKIPPED), ("01-22 10:00", "3", SKIPPED),
        ("01-24 10:00", "1", PLANNED), ("01-25 10:00", "0", PLANNED))),
    # An hour before noon of the same day: two hours before is 09:00, still after seven.
    Case(name="shortened to an hour", acts=(
        ("2018-01-30 12:00", (moved('"2018-01-31 11:00 America/Los_Angeles"'),)),), holds=(
        ("01-01 10:00", "30", CANCELLED), ("01-17 10:00", "14", CANCELLED),
        ("01-23 10:00", "8", CANCELLED), ("01-28 10:00", "3", CANCELLED),
        ("01-30 10:00", "1", CANCELLED), ("01-31 10:00", "0", CANCELLED),
        ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SKIPPED),
        ("01-23 10:00", "8", SKIPPED), ("01-28 10:00", "3", SKIPPED),
        ("01-30 10:00", "1", SKIPPED), ("01-31 09:00", "0", PLANNED))),
    Case(name="withdrawn", acts=(
        ("2018-01-17 10:00", None), ("2018-01-18 00:00", ((WHOLE, "      []\n"),))), holds=(
        ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SENT), ("01-23 10:00", "8", CANCELLED),
        ("01-28 10:00", "3", CANCELLED), ("01-30 10:00", "1", CANCELLED),
        ("01-31 10:00", "0", CANCELLED))),
    # Known anew since the 24th.
    Case(name="withdrawn and back", acts=(
        ("2018-01-17 10:00", None), ("2018-01-18 00:00", ((WHOLE, "      []\n"),)),
        ("2018-01-24 00:00", ())), holds=(
            ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SENT), ("01-23 10:00", "8", CANCELLED),
            ("01-28 10:00", "3", CANCELLED), ("01-30 10:00", "1", CANCELLED),
            ("01-31 10:00", "0", CANCELLED),
            ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SKIPPED), ("01-23 10:00", "8", SKIPPED),
            ("01-28 10:00", "3", PLANNED), ("01-30 10:00", "1", PLANNED),
            ("01-31 10:00", "0", PLANNED))),
    Case(name="paused", acts=(("2018-01-17 10:00", None), ("2018-01-20 00:00", (status("paused"),))),
         holds=(
        ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SENT), ("01-23 10:00", "8", CANCELLED),
        ("01-28 10:00", "3", CANCELLED), ("01-30 10:00", "1", CANCELLED),
        ("01-31 10:00", "0", CANCELLED))),
    # What fell due meanwhile stays cancelled.
    Case(name="paused and opened again", acts=(
        ("2018-01-17 10:00", None), ("2018-01-20 00:00", (status("paused"),)),
        ("2018-01-24 00:00", (status("open"),))), holds=(
        ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SENT), ("01-23 10:00", "8", CANCELLED),
        ("01-28 10:00", "3", PLANNED), ("01-30 10:00", "1", PLANNED),
        ("01-31 10:00", "0", PLANNED))),
    Case(name="closed, extended, and opened again", acts=(
        ("2018-01-17 10:00", None), ("2018-01-20 00:00", (status("closed"),)),
        ("2018-01-25 00:00", (status("open"), moved("2018-02-02")))), holds=(
        ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SENT), ("01-23 10:00", "8", CANCELLED),
        ("01-28 10:00", "3", CANCELLED), ("01-30 10:00", "1", CANCELLED),
        ("01-31 10:00", "0", CANCELLED),
        ("01-03 10:00", "30", SKIPPED), ("01-19 10:00", "14", SKIPPED),
        ("01-25 10:00", "8", PLANNED), ("01-30 10:00", "3", PLANNED),
        ("02-01 10:00", "1", PLANNED), ("02-02 10:00", "0", PLANNED))),
    # Weekends are quiet from now on: Sunday the 28th goes to Monday's first minute.
    Case(name="quiet weekends", acts=(
        ("2018-01-23 10:00", None), ("2018-01-24 00:00", (quiet("{weekends: true}"),))), holds=(
        ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SKIPPED), ("01-23 10:00", "8", SENT),
        ("01-29 00:00", "3", PLANNED), ("01-30 10:00", "1", PLANNED),
        ("01-31 10:00", "0", PLANNED))),
    # The 28th to the 31st are holidays: all go to the last minute of the 27th, where one stands.
    Case(name="holidays to the end", acts=(
        ("2018-01-23 10:00", None),
        ("2018-01-24 00:00", (quiet("{holidays: [2018-01-28, 2018-01-29, 2018-01-30, 2018-01-31]}"),)),
        ("2018-01-27 23:59", None)), holds=(
        ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SKIPPED), ("01-23 10:00", "8", SENT),
        ("01-27 23:59", "3", SKIPPED), ("01-27 23:59", "1", SKIPPED), ("01-27 23:59", "0", SENT))),
    Case(name="an hour of its own", acts=(
        ("2018-01-23 10:00", None),
        ("2018-01-24 00:00", (("    aliases: [FT]\n",
                               '    aliases: [FT]\n    reminders: {at: "07:30"}\n'),))), holds=(
        ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SKIPPED), ("01-23 10:00", "8", SENT),
        ("01-28 07:30", "3", PLANNED), ("01-30 07:30", "1", PLANNED),
        ("01-31 07:30", "0", PLANNED))),
    Case(name="days of its own", acts=(
        ("2018-01-23 10:00", None),
        ("2018-01-24 00:00", (("    aliases: [FT]\n",
                               "    aliases: [FT]\n    reminders: {days_before: [8, 2]}\n"),))),
         holds=(
        ("01-01 10:00", "30", SKIPPED), ("01-17 10:00", "14", SKIPPED), ("01-23 10:00", "8", SENT),
        ("01-28 10:00", "3", CANCELLED), ("01-30 10:00", "1", CANCELLED),
        ("01-31 10:00", "0", CANCELLED), ("01-29 10:00", "2", PLANNED))),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_table(house: House, case: Case) -> None:
    house.load()
    for when, changes in case.acts:
        house.clock.stand_at(when)
        if changes is None:
            house.send()
            continue
        text = MOSS
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        house.load(text)
        # Planning again changes nothing.
        held = house.rows(subject=SUBJECT)
        house.services.reminders.plan()
        assert house.rows(subject=SUBJECT) == held
    rows = sorted(
        house.rows(subject=SUBJECT), key=lambda row: (row.revision, order(row.step, case))
    )
    assert (
        tuple((f"{row.due.astimezone(ZONE):%m-%d %H:%M}", row.step, row.state) for row in rows)
        == case.holds
    )


def order(step: str, case: Case) -> int:
    """The place of a step in the case's own order."""
    return [name for _, name, _ in case.holds].index(step)
