"""What every handler works with: the services, a way off the loop, and how errors are told."""

import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from bot.errors import StoreUnavailableError, UserError
from bot.log import get_logger, incident
from bot.questions.answer import Asker
from bot.render.slack import escape
from bot.services.access import Access
from bot.services.answering import AnsweringService
from bot.services.awards import AwardService
from bot.services.calendars import CalendarService
from bot.services.deciding import Deciding
from bot.services.delivery import Progress
from bot.services.drafting import Drafting
from bot.services.following_up import FollowingUp
from bot.services.moving import MovingService
from bot.services.pictures import Pictures
from bot.services.planning import PlanService
from bot.services.program import ProgramService
from bot.services.reviewing import ReviewService
from bot.services.subscribing import SubscribingService
from bot.services.teaching import TeachingService
from bot.store.audit import Actor
from bot.workers import Workers
from handlers.twice import Twice

log = get_logger(__name__)

Tell = Callable[[str], Awaitable[Any]]
DATABASE_GONE = (
    "The database cannot be reached just now, so nothing was changed. Questions are still "
    "answered; please try this again in a minute."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The services behind every surface. `wake` lets the scheduler look at the ledger at once."""

    programs: ProgramService
    answering: AnsweringService
    access: Access
    awards: AwardService
    drafting: Drafting
    deciding: Deciding
    following_up: FollowingUp
    pictures: Pictures
    reviewing: ReviewService
    moving: MovingService
    plans: PlanService
    # What is going out just now; None where nothing is.
    progress: Callable[[], Progress | None]
    teaching: TeachingService
    subscribing: SubscribingService
    calendars: CalendarService
    workers: Workers
    wake: Callable[[], None]
    twice: Twice = field(default_factory=Twice)

    def later(self, work: Coroutine[Any, Any, None], what: str, tell: Tell) -> None:
        """Runs slow work after the ack; what goes wrong is told to the person by `tell`."""
        self.workers.spawn(_told(work, what, tell), what)


async def _told(work: Coroutine[Any, Any, None], what: str, tell: Tell) -> None:
    try:
        await work
    except Exception as exc:  # noqa: BLE001 - every fault is told to whoever waits for an answer
        await tell(sorry(exc, what))


def sorry(error: Exception, what: str) -> str:
    """What a person is told of an error, as mrkdwn; a fault of ours is logged under an id."""
    match error:
        case UserError():
            # A person who is named is shown by name; whatever else was typed stays as it was typed.
            return re.sub(r"&lt;(@[UW][A-Z0-9]{2,})&gt;", r"<\1>", escape(str(error)))
        case StoreUnavailableError():
            log.warning("database unavailable", what=what, error=str(error))
            return DATABASE_GONE
        case _:
            number = incident(log, "handler failed", what=what)
            return (
                "Something went wrong on our side; nothing that you wrote is at fault. Please tell "
                f"the program's staff the incident id `{number}`."
            )


def plainly(text: str) -> str:
    """What is told of an error, for a place that shows plain text alone, as a form does."""
    return unescape(re.sub(r"<@\w+>", "somebody of staff", text).replace("`", ""))


def actor(user: str) -> Actor:
    """A person in Slack as who acts."""
    return Actor(user, "slack")


def asker(_user: str, *, overheard: bool = False) -> Asker:
    """A person in Slack as who asks; `overheard` where it was not said to the bot."""
    return Asker(overheard=overheard)


def words_of(text: str) -> str:
    """What a person wrote, without Slack's markup: mentions gone, links as their words.

    https://docs.slack.dev/messaging/formatting-message-text#parsing
    """
    bare = re.sub(r"<[@!][^>]*>", " ", text)
    bare = re.sub(r"<[^|>]*\|([^>]*)>", r"\1", bare)
    bare = re.sub(r"<([^>]*)>", r"\1", bare)
    return unescape(bare).strip()
