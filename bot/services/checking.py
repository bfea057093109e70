"""`eightdays check`: tries everything that `run` would use, sends nothing, says how to mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk.web import SlackResponse

from bot.domain.model import Program
from bot.domain.money import count
from bot.errors import ConfigurationError, StoreUnavailableError
from bot.networks.base import NetworkError
from bot.networks.slack import make_client
from bot.networks.x import X
from bot.services.suite import Services
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried; `detail` says what is there, or what is wrong and the remedy."""

    what: str
    ok: bool
    detail: str


def check_settings(settings: Settings) -> Iterator[Finding]:
    """What can be said of the settings alone."""
    problems = settings.problems(running=True)
    yield from (Finding("settings", False, problem) for problem in problems)
    if not problems:
        mode = "Socket Mode" if settings.socket_mode else "HTTP mode"
        yield Finding("settings", True, f"complete, for {mode}")
    if not settings.eightdays_staff:
        yield Finding("EIGHTDAYS_STAFF", False, "nobody is staff; name user ids or user groups")
    if not settings.eightdays_review_channel and settings.eightdays_require_approval != "none":
        said = "is not set: announcements are reviewed under /program award NAME only"
        yield Finding("EIGHTDAYS_REVIEW_CHANNEL", False, said)
    for name in settings.unused():
        yield Finding(name, False, "is set up, but this version publishes nothing there")


def check_services(services: Services, scopes: set[str]) -> Iterator[Finding]:
    """What has to be tried: the program, Slack, its channels, the networks."""
    yield _program(services)
    settings = services.settings
    if settings.slack_bot_token is not None:
        yield from _slack(services, scopes)
    if settings.slack_app_token is not None:
        yield _app_token(settings)
    x = services.networks.get("x")
    if isinstance(x, X):
        yield _tried("X", lambda: f"posts as @{x.me()[1]}")


def _program(services: Services) -> Finding:
    try:
        services.open()
    except (ConfigurationError, StoreUnavailableError) as exc:
        return Finding("program", False, str(exc))
    program = services.programs.current
    if program is None:
        return Finding("program", False, "none yet; run: eightdays program import FILE")
    tracks, awards = count(len(program.tracks), "track"), count(len(program.awards), "award")
    return Finding("program", True, f"{program.name}: {tracks}, {awards}")


def _slack(services: Services, scopes: set[str]) -> Iterator[Finding]:
    try:
        answer, granted = services.slack.who_am_i()
    except NetworkError as exc:
        yield Finding("SLACK_BOT_TOKEN", False, str(exc))
        return
    yield Finding("SLACK_BOT_TOKEN", True, f"{answer['user']} in {answer['team']}")
    missing = sorted(scopes - granted) if granted else []
    if missing:
        said = f"missing: {', '.join(missing)}; update the app with `eightdays manifest`"
        yield Finding("scopes", False, said)
    else:
        yield Finding("scopes", True, "all granted")
    program = services.programs.current
    for channel in _channels(services.settings, program):
        yield _tried(channel, lambda c=channel: services.slack.look_at(c))  # type: ignore[misc]
    for group in (part for part in services.settings.eightdays_staff if part.startswith("S")):
        yield _tried(
            f"user group {group}",
            lambda g=group: f"{len(services.slack.members(g))} members",  # type: ignore[misc]
        )


def _channels(settings: Settings, program: Program | None) -> list[str]:
    named = [settings.eightdays_review_channel] if settings.eightdays_review_channel else []
    if program is not None:
        named += [*program.announce_in, *(c for t in program.tracks for c in t.announce_in)]
    return list(dict.fromkeys(named))


def _app_token(settings: Settings) -> Finding:
    token = settings.slack_app_token
    client = make_client(token.get_secret_value() if token else "", settings.slack_api_url)
    return _tried("SLACK_APP_TOKEN", lambda: _opened(client))


def _opened(client: Any) -> str:
    client.apps_connections_open(app_token=client.token)
    return "Socket Mode can be opened"


def _tried(what: str, work: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, work())
    except NetworkError as exc:
        return Finding(what, False, str(exc))
    except Exception as exc:  # noqa: BLE001 - whatever it is, it is a finding
        response = getattr(exc, "response", None)
        code = response.get("error") if isinstance(response, SlackResponse) else None
        return Finding(what, False, f"refused: {code or str(exc).partition(chr(10))[0]}")
