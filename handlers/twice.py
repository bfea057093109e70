"""Double clicks: the same button, pressed again before its answer could be seen."""

from collections import OrderedDict

REMEMBERED = 1000
# Seconds in which the same press again is the same wish.
AT_ONCE = 3.0


class Twice:
    """Remembers what everybody pressed last, in this process."""

    def __init__(self) -> None:
        self._last: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def forget(self, user: str) -> None:
        """What somebody pressed last has failed: it may be pressed again."""
        self._last.pop(user, None)

    def again(self, user: str, what: str, now: float, within: float = AT_ONCE) -> bool:
        """Whether somebody's last press was this very one, `within` seconds before `now`
        (monotonic); it is their last one from here on."""
        known, at = self._last.pop(user, ("", now))
        if known == what and now - at < within:
            # Counted from the first, so that whoever keeps on pressing is heard again.
            self._last[user] = known, at
            return True
        self._last[user] = what, now
        if len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
        return False
