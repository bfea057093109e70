"""Deadlines as calendar files, sent to whoever asks."""

from collections.abc import Sequence

from bot.clock import Clock
from bot.domain.model import Deadline
from bot.domain.planning import by_close
from bot.errors import UserError
from bot.networks.base import GoneError, NetworkError
from bot.networks.slack import Slack
from bot.render import slack
from bot.render.calendar import calendar, file_name
from bot.services.program import ProgramService
from bot.services.subscribing import SubscribingService
from bot.store.audit import Actor
from bot.workers import Workers

# Seconds for the three calls that an upload takes.
TIMEOUT = 25.0
COMMENT = (
    "Open this file to have it in your calendar, with an alarm a day before. A date that moves is "
    "told in the channel, and to whoever I remind, with “Add to calendar” below: the event moves "
    "then, and does not stand there twice."
)


class CalendarService:
    """Sends people the deadlines that they ask for."""

    def __init__(
        self,
        programs: ProgramService,
        clock: Clock,
        asked: SubscribingService,
        network: Slack,
        workers: Workers,
    ) -> None:
        self.programs = programs
        self.clock = clock
        self.asked = asked
        self.network = network
        self.workers = workers

    def send(self, actor: Actor, subjects: Sequence[str]) -> list[Deadline]:
        """Sends the deadlines of these subjects that are ahead, in one file; gives them.

        Raises UserError where all have passed, or where Slack does not take the file.
        """
        program = self.programs.require()
        deadlines = by_close(self.asked.ahead(subjects))
        content = calendar(program, deadlines, self.clock.now())
        name = file_name(program, deadlines)
        try:
            self.workers.within(
                "slack",
                TIMEOUT,
                lambda: self.network.share(actor.id, name, content, slack.escape(COMMENT)),
            )
        except GoneError:
            raise UserError("I cannot write to you: Slack does not let me.") from None
        except (NetworkError, TimeoutError) as exc:
            raise UserError(
                f"Slack did not take the file just now; please try again ({exc})."
            ) from exc
        return deadlines
