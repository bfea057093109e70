"""The form and the preview of a moved deadline stay within what Slack takes, whatever is in them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.building import read_program
from bot.domain.ledger import Destination, Kind, NewRow
from bot.domain.model import Deadline, Program
from bot.domain.moments import parse_stated
from bot.domain.moving import Effect, Move
from bot.render.deadline_form import deadline_form, deadline_preview, fields, option_of
from bot.sandbox.blocks import check_view
from tests.domain.samples import HEAD, utc

NOW = utc("2026-01-01 00:00")
NASTY = "<!channel> & *x* " * 8
CHANNELS = [f"#{'c' * 76}-{n:02}" for n in range(20)]


def program_of(number: int) -> Program:
    """A track with so many deadlines, all with the longest names there can be."""
    name = NASTY[:150].strip()
    deadlines = "\n".join(
        f"      - {{key: {'k' * 110}-{n}, label: '{name}', closes: 2026-12-31}}"
        for n in range(number)
    )
    return read_program(
        f"{HEAD}tracks:\n  - key: {'t' * 120}\n    name: '{name}'\n    deadlines:\n{deadlines}\n"
    )


def deadlines_of(program: Program) -> list[Deadline]:
    return [deadline for track in program.tracks for deadline in track.deadlines]


@pytest.mark.parametrize("number", [1, 2, 100, 150])
def test_the_form_is_taken(number: int) -> None:
    program = program_of(number)
    choices = deadlines_of(program)
    view = deadline_form(
        program, choices, "w" * 5000, subject=choices[-1].subject, closes="2026-11-30",
        problem=NASTY,
    )  # fmt: skip
    check_view(view, "modal")
    assert "<!channel>" not in str([b for b in view["blocks"] if b["type"] == "section"])
    assert len({option_of(d.subject) for d in choices}) == number
    given = fields({**view, "state": {"values": {"closes": {"value": {"value": " 2026-11-30 "}}}}})
    assert given["closes"] == "2026-11-30"


def test_the_preview_is_taken() -> None:
    program = program_of(1)
    (old,) = deadlines_of(program)
    new = replace(old, closes=parse_stated("2026-11-30 AoE", program.zone))
    people = [Destination("slack", f"U{n:05}") for n in range(10_000)]
    rows = [
        NewRow(
            kind=Kind.COUNTDOWN, subject=old.subject, revision=2, step=str(n), due=NOW,
            destination=Destination.channel(channel), reason="moved from …: a quiet time",
        )
        for channel in CHANNELS
        for n in range(50)
    ]  # fmt: skip
    notices = [
        NewRow(
            kind=Kind.CHANGE, subject=old.subject, revision=2, step="moved", destination=place,
            due=NOW + timedelta(days=1),
        )
        for place in [*map(Destination.channel, CHANNELS), *people]
    ]  # fmt: skip
    effect = Effect(tuple(rows), tuple(rows), (), tuple(notices))
    move = Move(
        track=program.tracks[0], old=old, new=new, text="2026-11-30 AoE", program=program, now=NOW,
        effect=effect, version=10**9, revision=10**6,
    )  # fmt: skip
    view = deadline_preview(move, "w" * 300, changed=True)
    check_view(view, "modal")
    said = str(view["blocks"])
    assert "… and 990 more" in said
    assert "10,000 people by direct message" in said
    assert "Moved forward to" in said
    assert "<!channel>" not in said
    assert fields(view)["version"] == 10**9
