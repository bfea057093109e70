"""All services on one database, put together once."""

from bot.clock import Clock
from bot.domain.ledger import ANNOUNCED, Kind
from bot.errors import ConfigurationError
from bot.networks import configured
from bot.networks.slack import Profile
from bot.networks.slack_pictures import SlackPictures
from bot.services.access import Access, HangsError
from bot.services.answering import AnsweringService
from bot.services.awards import AwardService
from bot.services.board import Board
from bot.services.calendars import CalendarService
from bot.services.deciding import Deciding
from bot.services.delivery import DeliveryService
from bot.services.drafting import Drafting
from bot.services.following_up import FollowingUp
from bot.services.moving import MovingService
from bot.services.notices import NoticeService
from bot.services.pictures import Pictures
from bot.services.planning import PlanService
from bot.services.program import ProgramService
from bot.services.redrafting import Redrafting
from bot.services.releasing import Releasing
from bot.services.reminders import ReminderService
from bot.services.reminding import RemindingService
from bot.services.reviewing import ReviewService
from bot.services.settling import Settling
from bot.services.submitting import Submitting
from bot.services.subscribing import SubscribingService
from bot.services.teaching import TeachingService
from bot.settings import Settings
from bot.store.audit import OPERATOR
from bot.store.engine import Store
from bot.workers import Workers

# Seconds that Slack may take to say who is in a user group; a modal opens within three.
GROUP_TIMEOUT = 2.0
# And who somebody is: a form waits for that, too.
PROFILE_TIMEOUT = 1.5


class Services:
    """The services on one database, as `run`, `demo` and the commands use them."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, workers: Workers) -> None:
        self.settings, self.store, self.clock, self.workers = settings, store, clock, workers
        self.slack = configured.slack(settings)
        self.networks = configured.networks(settings, self.slack)
        self.programs = ProgramService(store, clock)
        self.pictures = Pictures(store, self.programs, clock, SlackPictures.of(settings).fetch)
        self.access = Access(settings.eightdays_staff, self._members, clock)
        self.reminders = ReminderService(store, self.programs, clock)
        self.reminding = RemindingService(store, self.programs, clock)
        self.subscribing = SubscribingService(
            store, self.programs, clock, self.reminding, self._profile
        )
        self.calendars = CalendarService(
            self.programs, clock, self.subscribing, self.slack, workers
        )
        self.notices = NoticeService(store, self.programs, clock)
        self.moving = MovingService(self.programs, self.access, self.notices, clock)
        self.board = Board(
            store, self.programs, clock, self.access, self.networks,
            approval=settings.eightdays_require_approval,
            review_channel=settings.eightdays_review_channel,
        )  # fmt: skip
        self.board.pictures = self.pictures
        self.releasing = Releasing(self.board)
        submitting = Submitting(self.board, self.releasing)
        self.drafting = Drafting(self.board, submitting)
        self.redrafting = Redrafting(self.board, self.drafting, submitting)
        self.deciding = Deciding(self.board, self.drafting, submitting)
        self.following_up = FollowingUp(self.board, submitting)
        self.reviewing = ReviewService(self.board, self.redrafting, self.deciding)
        self.awards = AwardService(self.programs, self.access)
        self.answering = AnsweringService(store, self.programs, clock)
        self.teaching = TeachingService(store, self.programs, self.access, clock)
        self.plans = PlanService(store, self.programs, clock)
        self.settling = Settling(
            store, self.programs, clock, self.networks, workers,
            notices=settings.eightdays_review_channel,
        )  # fmt: skip
        # The other networks have one destination each, and its pace is enough.
        rates = {"slack": settings.eightdays_messages_per_second}
        self.delivery = DeliveryService(store, self.programs, clock, self.settling, rates)
        self.delivery.composers |= {
            Kind.CHANGE: self.notices.compose,
            **dict.fromkeys(ANNOUNCED, self.releasing.compose),
            Kind.REVIEW: self.reviewing.compose,
            Kind.NOTICE: self.delivery.compose_notice,
        }
        self.delivery.many_composers |= {
            Kind.COUNTDOWN: self.reminders.compose_all,
            Kind.REMINDER: self.reminding.compose_many,
        }
        # People are told of dates that moved, too.
        self.settling.refused |= dict.fromkeys((Kind.REMINDER, Kind.CHANGE), self.reminding.refused)
        self.programs.on_saved += [self.notices.saved, self.reminders.saved, self.redrafting.saved]

    def _members(self, group: str) -> frozenset[str]:
        try:
            return self.workers.within("slack", GROUP_TIMEOUT, lambda: self.slack.members(group))
        except TimeoutError:
            raise HangsError("Slack does not answer") from None

    def _profile(self, user: str) -> Profile:
        try:
            return self.workers.within("slack", PROFILE_TIMEOUT, lambda: self.slack.profile(user))
        except TimeoutError:
            raise HangsError("Slack does not answer") from None

    def open(self) -> None:
        """Loads the program, importing the one that the settings name where there is none."""
        self.programs.open()
        path = self.settings.eightdays_program
        if self.programs.current is None and path is not None:
            try:
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as exc:
                raise ConfigurationError(f"EIGHTDAYS_PROGRAM cannot be read: {exc}") from None
            self.programs.import_text(text, str(path), OPERATOR)
