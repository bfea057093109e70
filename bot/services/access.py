"""Who may act. Every service that acts asks here, whatever the handler before it has checked."""

import math
import threading
from collections.abc import Callable, Sequence

from bot.clock import Clock
from bot.errors import NotAllowedError
from bot.log import get_logger
from bot.networks.base import NetworkError, TemporaryError
from bot.store.audit import Actor

log = get_logger(__name__)

# Seconds for which a group's members are believed; a removal takes effect within them.
FRESH = 60.0
# From then on they are asked for anew in good time, so that a person's request need not wait.
AGEING = 30.0
# While Slack hangs it is left alone for so long, and the answer is no: whoever waits for it holds
# a thread that others need. Longer than from one refresh to the end of the next.
HANGING = 20.0
# No further group is asked for once this has gone by.
PATIENCE = 1.0
# Who acts on the machine itself has the database anyway.
OPERATOR = "cli"


class HangsError(TemporaryError):
    """Slack did not answer in time."""


class Access:
    """Staff: the users and the members of the user groups that the settings name."""

    def __init__(
        self, staff: Sequence[str], members: Callable[[str], frozenset[str]], clock: Clock
    ) -> None:
        """`members` asks Slack for a user group's members, and may raise NetworkError, HangsError
        in particular."""
        self._users = frozenset(part for part in staff if not part.startswith("S"))
        self._groups = tuple(part for part in staff if part.startswith("S"))
        self._members = members
        self._clock = clock
        self._known: dict[str, tuple[float, frozenset[str]]] = {}
        self._hangs_until = clock.monotonic()
        self._guard = threading.Lock()

    def is_staff(self, user: str) -> bool:
        """Whether a Slack user is staff. Asks Slack where `refresh` has not; where it cannot be
        asked, no."""
        if user in self._users:
            return True
        known = {group: self._look(group) for group in self._groups}
        if any(age < FRESH and user in members for age, members in known.values()):
            return True
        end = self._clock.monotonic() + PATIENCE
        for group, (age, _) in known.items():
            if age < FRESH:
                continue
            if not self._hangs_until <= self._clock.monotonic() <= end:
                break
            if user in self._ask(group):
                return True
        return False

    def refresh(self) -> None:
        """Asks Slack for the groups whose members it has not said for a while."""
        for group in self._groups:
            if self._look(group)[0] >= AGEING:
                self._ask(group)
                if self._clock.monotonic() < self._hangs_until:
                    return

    def require_staff(self, actor: Actor, act: str) -> None:
        """Raises NotAllowedError where this person may not do this."""
        if actor.via == OPERATOR or self.is_staff(actor.id):
            return
        log.warning("refused", actor=actor.id, via=actor.via, act=act)
        raise NotAllowedError("Only the program's staff can do this. Ask one of them to.")

    def _look(self, group: str) -> tuple[float, frozenset[str]]:
        """The seconds since a group's members were asked for, and who they are."""
        with self._guard:
            asked, members = self._known.get(group, (-math.inf, frozenset[str]()))
        return self._clock.monotonic() - asked, members

    def _ask(self, group: str) -> frozenset[str]:
        now = self._clock.monotonic()
        try:
            members = self._members(group)
        except NetworkError as exc:
            if isinstance(exc, HangsError):
                self._hangs_until = self._clock.monotonic() + HANGING
            log.warning("user group cannot be read", group=group, error=str(exc))
            return frozenset()
        self._hangs_until = now
        with self._guard:
            self._known[group] = (now, members)
        return members
