"""/program, for staff.

/program award                    write an award down, in a form
/program award NAME [preview]     its announcement, as every network shows it
/program award NAME publish       make a draft public
/program announce                 news, several awards or a deadline, on every network
/program roundup since October    the update of a period, from the records
/program deadline [TRACK[/KEY]]   move a deadline, in a form; with `announce`, tell it everywhere
/program plan [days]              what goes out, day by day
/program why TRACK                what became of each countdown of a track
/program questions                what was not understood, and to teach it
/program audit                    who did what
/program help
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rapidfuzz import process
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import wording
from bot.domain.model import Program
from bot.errors import UserError
from bot.log import get_logger
from bot.render import slack
from bot.services.deadline_names import track_called, unknown_track
from bot.services.plan_items import PlanItem
from bot.services.why import why_lines
from handlers import deadlines, program_announce, program_awards, questions
from handlers.desk import Desk, actor
from handlers.orders import Order, Respond

log = get_logger(__name__)

DAYS, MOST_DAYS = 30, 400
SHOWN = 40
WORDS = 300  # characters of what one line tells of a message


@dataclass(frozen=True, slots=True)
class Subcommand:
    """A subcommand, its example and its one line of help."""

    usage: str
    help: str
    run: Callable[[Desk, Order], Awaitable[None]]


async def run(
    desk: Desk,
    text: str,
    user: str,
    trigger: str,
    respond: Respond,
    client: AsyncWebClient,
) -> None:
    """Runs a subcommand. Raises UserError where there is none of that name."""
    await desk.workers.store(desk.access.require_staff, actor(user), "/program")
    name, *words = text.split() or ["help"]
    known = SUBCOMMANDS.get(name.casefold())
    if known is None:
        near = process.extractOne(name.casefold(), list(SUBCOMMANDS), score_cutoff=60)
        hint = f"did you mean `/program {near[0]}`?" if near else "try `/program help`."
        raise UserError(f"There is no /program {name[:80]}; {hint}")
    await known.run(desk, Order(words, user, trigger, respond, client))


async def _help(_desk: Desk, order: Order) -> None:
    await order.say([f"`{sub.usage}` — {sub.help}" for sub in SUBCOMMANDS.values()])


async def _deadline(desk: Desk, order: Order) -> None:
    *named, last = order.words or [""]
    if last.casefold() == "announce" and named:
        await program_announce.deadline(desk, order, " ".join(named))
        return
    words = " ".join(order.words)
    await deadlines.open_form(desk, order.client, order.trigger, order.user, words)


async def _plan(desk: Desk, order: Order) -> None:
    days = _days(order.words)
    program = desk.programs.require()
    now = desk.programs.clock.now()
    items = await desk.workers.store(desk.plans.ahead, now, now + timedelta(days=days))
    head = [f"*{said}*"] if (said := await going_out(desk)) else []
    if not items:
        await order.say([*head, f"Nothing goes out in the next {days} days."])
        return
    lines = [_plan_line(program, item) for item in items[:SHOWN]]
    more = [f"… and {len(items) - SHOWN} more"] if len(items) > SHOWN else []
    await order.say([*head, f"*The next {days} days*", *lines, *more])


async def going_out(desk: Desk) -> str:
    """How far a big step has come that is going out just now; empty where none is."""
    found = await desk.workers.store(desk.progress)
    if found is None:
        return ""
    locale = desk.programs.require().locale
    return wording.going_out(found.sent, found.total, found.seconds_left, locale)


def _plan_line(program: Program, item: PlanItem) -> str:
    first = item.text.partition("\n")[0]
    when = wording.moment(item.at, program.zone, program.locale)
    return f"• {slack.escape(f'{when} → {item.destination}: {_short(first)}')}"


def _short(words: str) -> str:
    return words if len(words) <= WORDS else f"{words[:WORDS]}…"


def _days(words: Sequence[str]) -> int:
    if not words:
        return DAYS
    if not words[0].isdecimal() or not 1 <= int(words[0]) <= MOST_DAYS:
        raise UserError(f"Give a number of days from 1 to {MOST_DAYS}, as in /program plan 90.")
    return int(words[0])


async def _why(desk: Desk, order: Order) -> None:
    program = desk.programs.require()
    wanted = " ".join(order.words)
    track = track_called(program, wanted)
    if track is None and not wanted:
        keys = [track.key for track in program.tracks[:20]]
        example = f"`/program why {keys[0] if keys else 'TRACK'}`"
        raise UserError(f"Name one track, as in {example}. Known: {', '.join(keys) or 'none'}.")
    if track is None:
        raise UserError(unknown_track(program, wanted, "/program why"))
    items = await desk.workers.store(desk.plans.why, track.key)
    lines = why_lines(program, items, SHOWN)
    await order.say(lines or [f"No reminder of {slack.escape(track.name)} has ever been planned."])


async def _questions(desk: Desk, order: Order) -> None:
    message = await questions.shown(desk, order.user)
    await order.answer(**message)


async def _audit(desk: Desk, order: Order) -> None:
    program = desk.programs.require()
    entries = await desk.workers.store(desk.programs.audit)
    lines = [
        f"• {slack.escape(wording.moment(entry.at, program.zone, program.locale))}: "
        f"{_person(entry.actor)} ({entry.via}) {slack.escape(f'{entry.act} {entry.subject}')}"
        for entry in entries
    ]
    await order.say(lines or ["Nothing has been done yet."])


def _person(who: str) -> str:
    return f"<@{who}>" if who.startswith(("U", "W")) else slack.escape(who)


SUBCOMMANDS: dict[str, Subcommand] = {
    "award": Subcommand(
        "/program award [NAME [preview | publish]]",
        "write an award down, see its announcement, or make a draft public",
        program_awards.run,
    ),
    "announce": Subcommand(
        "/program announce [awards | deadline TRACK | list | NUMBER]",
        "put news, several awards or a deadline up for review, for every network",
        program_announce.run,
    ),
    "roundup": Subcommand(
        "/program roundup since October",
        "put the update of a period up for review, from the records",
        program_announce.roundup,
    ),
    "deadline": Subcommand(
        "/program deadline [TRACK[/KEY]] [announce]",
        "extend or shorten a deadline, with what that changes shown beforehand; or announce it",
        _deadline,
    ),
    "plan": Subcommand("/program plan [days]", "what goes out, in order", _plan),
    "why": Subcommand("/program why TRACK", "what became of each countdown, and why", _why),
    "questions": Subcommand(
        "/program questions", "what was not understood, and to teach it", _questions
    ),
    "audit": Subcommand("/program audit", "who did what", _audit),
    "help": Subcommand("/program help", "this list", _help),
}
HINT = " | ".join(SUBCOMMANDS)
