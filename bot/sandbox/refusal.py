"""How the sandbox says no: with the error codes that Slack's Web API uses."""

from typing import Any


class SlackError(Exception):
    """A request that Slack refuses: `{"ok": false, "error": code}` and what else is in `extra`.

    The codes of each method are listed on its page, docs.slack.dev/reference/methods.
    """

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra


class RateLimitedError(SlackError):
    """429 with `Retry-After` (docs.slack.dev/apis/web-api/rate-limits)."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after
