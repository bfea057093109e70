"""Logs: one line an event, to standard error, for people or as JSON.

Nothing secret goes in: tokens are `SecretStr` everywhere, and what still looks like one is masked
here. Message texts are not logged at info.
"""

import logging
import re
import secrets
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

# Third parties that write headers, bodies or tokens at DEBUG stay above it whatever we log at.
QUIET = (
    "aiohttp", "alembic", "apscheduler", "asyncio", "httpcore", "httpx", "oauthlib",
    "requests_oauthlib", "slack_bolt", "slack_sdk", "tweepy", "urllib3", "uvicorn.access",
    "websockets",
)  # fmt: skip
_SECRET = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)|(?<=ticket=)[\w.~-]+"
)

Event = MutableMapping[str, Any]


def mask(text: str) -> str:
    """The text with what looks like a token or a password made unreadable."""
    return _SECRET.sub("•••", text)


def _mask_all(_logger: Any, _name: str, event: Event) -> Event:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = mask(value)
    return event


def configure(level: str = "info", form: Literal["console", "json"] = "console") -> None:
    """Sets logging up for this process, our own and that of the libraries."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _mask_all,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.getLevelName(level.upper()), logging.WARNING))
    # Bolt warns at start that a token goes with an `authorize` of our own, which is how we mean it.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def incident(logger: structlog.stdlib.BoundLogger, event: str, **context: Any) -> str:
    """Logs the exception being handled under a new incident id, and gives the id.

    The person who met the fault is shown the id; whoever mends it finds the traceback by it.
    """
    number = secrets.token_hex(4)
    logger.exception(event, incident=number, **context)  # noqa: LOG004 - called inside one
    return number
