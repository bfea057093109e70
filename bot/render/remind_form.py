"""The form in which people say what they want to be reminded of, and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from bot.domain import dates
from bot.domain.model import Program, Status
from bot.domain.moments import zone_label
from bot.domain.personal import Subscriber
from bot.render.forms import OPTIONS, input_block
from bot.render.remind import stop
from bot.render.slack import Block, actions, context, escape, plain

CALLBACK = "remind:save"
EVERYTHING = "*"
WEEKENDS = {"yes": "Yes, on any day", "no": "No: on the Friday before or the Monday after"}
# What can always be chosen; a track's own ladder comes on top.
DAYS = (30, 14, 8, 7, 3, 1, 0)


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody filled in: keys of tracks (or EVERYTHING), days, an hour, weekends."""

    tracks: tuple[str, ...]
    days: tuple[str, ...]
    at: str
    weekends: bool


def remind_form(
    program: Program, person: Subscriber, *, known: bool, sure: bool, place: str = ""
) -> Block:
    """The modal with what `person` has now, or what would be usual.

    `known` says whether they are reminded already, `sure` whether Slack said their zone just now.
    `place` is the channel (id) where the form was asked for; it comes back with the form.
    """
    zone = zone_label(person.zone)
    said = f"Hours are yours: {zone}, as your Slack profile has it."
    if not sure:
        said = f"Slack does not say your time zone just now, so hours are in {zone}."
    blocks = [
        input_block("tracks", "Remind me of", _tracks(program, person)),
        input_block("days", "How long before a deadline", _days(program, person)),
        input_block("at", f"At which hour ({zone})", _hours(person.way.at, program.locale)),
        input_block("weekends", "On Saturdays and Sundays, too?", _weekends(person.way.weekends)),
        context(escape(f"{said} I ask Slack for it anew whenever you save.")),
    ]
    if known:
        blocks.append(actions(stop()))
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": place,
        "title": plain("Reminders", 24),
        "submit": plain("Save", 24),
        "close": plain("Cancel", 24),
        "blocks": blocks,
    }


def filled(state: Mapping[str, Any]) -> Filled:
    """What was filled in (`view.state.values`)."""

    def chosen(name: str) -> list[str]:
        entry = state[name]["value"]
        options = entry.get("selected_options")
        if options is None:
            options = [one for one in [entry.get("selected_option")] if one]
        return [str(option["value"]) for option in options]

    return Filled(
        tracks=tuple(chosen("tracks")),
        days=tuple(chosen("days")),
        at="".join(chosen("at")),
        weekends=chosen("weekends") != ["no"],
    )


def _tracks(program: Program, person: Subscriber) -> Block:
    # What is closed for good has no deadlines, but whoever has it still sees that they do.
    shown = [t for t in program.tracks if t.status is not Status.CLOSED or t.key in person.tracks]
    # Those that are chosen already come first where there are more than a menu takes.
    shown = sorted(shown, key=lambda track: track.key not in person.tracks)[: OPTIONS - 1]
    order = [track.key for track in program.tracks]
    options = {EVERYTHING: "All tracks, those to come, too"}
    options |= {t.key: t.name for t in sorted(shown, key=lambda track: order.index(track.key))}
    chosen = {EVERYTHING} if person.everything else person.tracks
    return _several(options, chosen, "Choose tracks")


def _days(program: Program, person: Subscriber) -> Block:
    ladders = {
        days
        for track in program.tracks
        if person.wants(track.key)
        for days in track.reminders.days_before
    }
    every = sorted({*DAYS, *ladders, *person.way.days_before}, reverse=True)
    options = {
        str(days): f"{days} {'day' if days == 1 else 'days'} before"
        if days
        else "On the day itself"
        for days in every[:OPTIONS]
    }
    return _several(options, {str(days) for days in person.way.days_before}, "Choose days")


def _hours(at: time, locale: str) -> Block:
    every = sorted({*(time(hour) for hour in range(24)), at})
    options = [_option(f"{one:%H:%M}", dates.clock(one.hour, one.minute, locale)) for one in every]
    (initial,) = [option for option in options if option["value"] == f"{at:%H:%M}"]
    return {
        "type": "static_select", "action_id": "value", "options": options,
        "initial_option": initial,
    }  # fmt: skip


def _weekends(weekends: bool) -> Block:
    options = [_option(value, words) for value, words in WEEKENDS.items()]
    return {
        "type": "radio_buttons",
        "action_id": "value",
        "options": options,
        "initial_option": options[0 if weekends else 1],
    }


def _several(options: Mapping[str, str], chosen: Iterable[str], hint: str) -> Block:
    every = [_option(value, words) for value, words in options.items()]
    initial = [option for option in every if option["value"] in set(chosen)]
    element: Block = {
        "type": "multi_static_select", "action_id": "value", "options": every,
        "placeholder": plain(hint, 150),
    }  # fmt: skip
    # An empty list is refused; none at all is not.
    return element | ({"initial_options": initial} if initial else {})


def _option(value: str, words: str) -> Block:
    return {"text": plain(words, 75), "value": value}
