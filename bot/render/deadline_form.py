"""The form in which staff move a deadline, and the preview of what that does.

Both are one modal, which the preview replaces: https://docs.slack.dev/surfaces/modals#updating_views
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from bot.domain import wording
from bot.domain.ledger import NewRow
from bot.domain.model import Deadline, Program
from bot.domain.moments import zone_label
from bot.domain.money import count
from bot.domain.moving import Move
from bot.domain.spans import join
from bot.domain.steps import in_words
from bot.render.award_form import value_of
from bot.render.forms import OPTIONS, input_block, text_input
from bot.render.slack import Block, actions, button, context, escape, plain, section

FORM, PREVIEW, BACK = "deadline:form", "deadline:preview", "deadline:back"
ANNOUNCE = "deadline:announce"
# Messages that the preview lists; more of them are counted.
LISTED = 10
LONGEST_WORDS = 300
# https://docs.slack.dev/reference/block-kit/composition-objects/option-object
VALUE = 150
OPTION_TEXT = 75


def deadline_form(
    program: Program,
    choices: Sequence[Deadline],
    words: str,
    *,
    subject: str = "",
    closes: str = "",
    problem: str = "",
) -> Block:
    """The modal. `words` are what staff had asked for, and `choices` the deadlines that fit, from
    which one is chosen where there are several; `subject` and `closes` are filled in."""
    (first, *others) = choices
    blocks: list[Block] = [section(f":warning: {escape(problem)}")] if problem else []
    if others:
        blocks.append(input_block("deadline", "Which deadline", _select(program, choices, subject)))
        if len(choices) > OPTIONS:
            blocks.append(context("Name the track to see the rest: `/program deadline TRACK`"))
    else:
        blocks.append(section(_present(program, first)))
    example = "2018-02-14, 2018-02-14 17:00 Europe/Lisbon or 2018-02-14 AoE"
    blocks.append(
        input_block(
            "closes", "Closes on", text_input(closes, 60, example),
            hint=f"A date alone is its end in {zone_label(program.zone)}; with an hour goes a "
            "zone. You will see what it changes before anything is done.",
        )
    )  # fmt: skip
    kept = {"words": words[:LONGEST_WORDS], "subject": "" if others else first.subject}
    return _modal(FORM, "Next", blocks, kept)


def deadline_preview(move: Move, words: str, *, changed: bool = False) -> Block:
    """What moving the deadline would do; `changed` says that it was another preview before, since
    when somebody has changed the program."""
    blocks: list[Block] = []
    if changed:
        blocks.append(
            section(
                ":warning: Somebody has changed the program meanwhile, and nothing was moved. This "
                "is what it would do now."
            )
        )
    blocks += [
        section(f"*{escape(move.track.name)}* — {escape(move.old.label)}"),
        section(
            f"*Closes now:* {escape(move.words(move.old))}\n"
            f"*{_direction(move)}:* {escape(move.words(move.new))}"
        ),
        section(_messages(move)),
        section(_corrections(move)),
        actions(button("Back", BACK)),
    ]
    kept = {
        "words": words, "subject": move.old.subject, "closes": move.text,
        "version": move.version, "revision": move.revision,
    }  # fmt: skip
    return _modal(PREVIEW, "Move the deadline", blocks, kept)


def moved(said: str, subject: str) -> dict[str, Any]:
    """The message that it is done, with a button to announce the new date on the networks."""
    announce = button("Announce it on the networks", ANNOUNCE, subject)
    return {"text": said, "blocks": [section(said), actions(announce)]}


def _direction(move: Move) -> str:
    return "Extended to" if move.new.closes.at > move.old.closes.at else "Moved forward to"


def _messages(move: Move) -> str:
    effect = move.effect
    if move.paused:
        return (
            f"The track is {move.track.status.value}, so no reminders are planned; those of the "
            "new date are planned when it opens."
        )
    lines = [f"*Reminders in channels:* {effect.counted()}."]
    coming = sorted(effect.planned, key=lambda row: (row.due, row.destination))
    lines += [_when(move, row) for row in coming[:LISTED]]
    if len(effect.planned) > LISTED:
        lines.append(f"… and {len(effect.planned) - LISTED} more")
    return "\n".join(lines)


def _when(move: Move, row: NewRow) -> str:
    at = wording.moment(row.due, move.program.zone, move.program.locale)
    moved = f"; {row.reason}" if row.reason else ""
    return f"• {escape(f'{at} → {row.destination} ({in_words(row.step)}{moved})')}"


def _corrections(move: Move) -> str:
    effect = move.effect
    if not effect.notices:
        if move.paused:
            return "Nobody is told of the new date before the track opens."
        return "*Corrections:* none. Nobody has been told a date that this makes wrong."
    places = [*effect.channels]
    if effect.people:
        places.append(f"{count(effect.people, 'person', 'people')} by direct message")
    due = min(row.due for row in effect.notices)
    when = ""
    if due > move.now:
        when = f", from {wording.moment(due, move.program.zone, move.program.locale)} on"
    who = f"whoever knows the old date is told the new one{when}: {join(places)}."
    return f"*Corrections:* {escape(who)}"


def _present(program: Program, deadline: Deadline) -> str:
    track = program.tracks_by_key[deadline.track]
    return (
        f"*{escape(track.name)}* — {escape(deadline.label)}\n"
        f"Closes {escape(wording.closes(deadline, program.locale))}"
    )


def _select(program: Program, choices: Sequence[Deadline], subject: str) -> Block:
    options = [
        {
            "text": plain(_dated(program, d), OPTION_TEXT),
            "value": option_of(d.subject),
        }
        for d in choices[:OPTIONS]
    ]
    chosen = [option for option, d in zip(options, choices, strict=False) if d.subject == subject]
    element: Block = {
        "type": "static_select", "action_id": "value", "options": options,
        "placeholder": plain("Choose a deadline", 150),
    }  # fmt: skip
    return element | ({"initial_option": chosen[0]} if chosen else {})


def _dated(program: Program, deadline: Deadline) -> str:
    """A deadline with its date, of which nothing is cut off: a menu shows this text alone."""
    date = f" ({wording.day(deadline.closes.day, program.locale)})"
    name = f"{program.tracks_by_key[deadline.track].name}: {deadline.label}"
    room = OPTION_TEXT - len(date)
    return (name if len(name) <= room else f"{name[: room - 1]}…") + date


def option_of(subject: str) -> str:
    """A deadline as the value of an option, which takes 150 characters."""
    return subject if len(subject) <= VALUE else hashlib.sha256(subject.encode()).hexdigest()


def _modal(callback: str, submit: str, blocks: list[Block], kept: dict[str, Any]) -> Block:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain("Move a deadline", 24),
        "submit": plain(submit, 24),
        "close": plain("Cancel", 24),
        "private_metadata": json.dumps(kept),
        "blocks": blocks,
    }


def fields(view: dict[str, Any]) -> dict[str, Any]:
    """What a submitted form or preview holds: `words`, `subject`, `closes`, and of a preview
    `version` and `revision`. In a form with a choice, `deadline` is the option that was chosen."""
    found: dict[str, Any] = json.loads(view["private_metadata"])
    state = view.get("state", {}).get("values", {})
    for name, entry in state.items():
        found[name] = value_of(entry.get("value", {}))
    return found
