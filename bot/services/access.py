"""Who may act. Every service that acts asks here, whatever the handler before it has checked."""

import threading
from collections.abc import Callable, Sequence

from bot.clock import Clock
from bot.errors import NotAllowedError
from bot.log import get_logger
from bot.networks.base import NetworkError
from bot.store.audit import Actor

log = get_logger(__name__)

# Seconds for which a group's members are believed; a removal takes effect within them.
FRESH = 60.0
# Who acts on the machine itself has the database anyway.
OPERATOR = "cli"


class Access:
    """Staff: the users and the members of the user groups that the settings name."""

    def __init__(
        self, staff: Sequence[str], members: Callable[[str], frozenset[str]], clock: Clock
    ) -> None:
        """`members` asks Slack for a user group's members, and may raise NetworkError."""
        self._users = frozenset(part for part in staff if not part.startswith("S"))
        self._groups = tuple(part for part in staff if part.startswith("S"))
        self._members = members
        self._clock = clock
        self._known: dict[str, tuple[float, frozenset[str]]] = {}
        self._guard = threading.Lock()

    def is_staff(self, user: str) -> bool:
        """Whether a Slack user is staff. Asks Slack at times; where it cannot be asked, no."""
        return user in self._users or any(user in self._group(group) for group in self._groups)

    def require_staff(self, actor: Actor, act: str) -> None:
        """Raises NotAllowedError where this person may not do this."""
        if actor.via == OPERATOR or self.is_staff(actor.id):
            return
        log.warning("refused", actor=actor.id, via=actor.via, act=act)
        raise NotAllowedError("Only the program's staff can do this. Ask one of them to.")

    def _group(self, group: str) -> frozenset[str]:
        now = self._clock.monotonic()
        with self._guard:
            known = self._known.get(group)
        if known is not None and now - known[0] < FRESH:
            return known[1]
        try:
            members = self._members(group)
        except NetworkError as exc:
            log.warning("user group cannot be read", group=group, error=str(exc))
            return frozenset()
        with self._guard:
            self._known[group] = (now, members)
        return members
