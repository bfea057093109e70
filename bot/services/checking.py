"""`eightdays check`: tries everything that `run` would use and says how to mend it.

It sends nothing and writes nothing: the database is looked at as it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk.web import SlackResponse
from sqlalchemy import select

from bot.domain.building import build, read_program
from bot.domain.model import Program
from bot.domain.money import count
from bot.errors import ConfigurationError, StoreUnavailableError, UserError
from bot.networks import configured
from bot.networks.base import Network, NetworkError, TemporaryError
from bot.networks.slack import Slack
from bot.networks.slack_calls import make_client
from bot.networks.x import X
from bot.services.program import DEFAULT_TEAM
from bot.settings import Settings
from bot.store import migrate, programs, tables
from bot.store.engine import Store

TITLES = {
    "x": "X",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "discord": "Discord",
    "webhook": "Webhooks",
}
UNREACHABLE = (
    "could not be tried, for it cannot be reached from this machine ({}); look at its network, DNS "
    "and proxy"
)


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


def check_outside(settings: Settings, store: Store | None, scopes: set[str]) -> Iterator[Finding]:
    """What has to be tried: the database, its program, Slack, its channels, the networks.

    Each is tried whatever became of the ones before; `store` is None where there can be none.
    """
    program: Program | None = None
    database = _database(store) if store is not None else None
    if database is not None:
        yield database
    try:
        # A database that cannot be looked at may well hold a program; nothing is said of that.
        stored = _stored(store) if store and database and database.ok else None
        program = stored or _named(settings)
    except (ConfigurationError, StoreUnavailableError, UserError) as exc:
        yield Finding("program", False, str(exc))
    else:
        if program is not None:
            yield Finding("program", True, _counted(program))
        elif database is not None and database.ok:
            yield Finding("program", False, "none yet; run: eightdays program import FILE")
    slack = configured.slack(settings)
    if settings.slack_bot_token is not None:
        yield from _slack(settings, slack, scopes, program)
    if settings.slack_app_token is not None:
        yield _app_token(settings)
    names = (program.name, program.short_name) if program is not None else ()
    for name, network in configured.networks(settings, slack).items():
        if network is not slack:
            yield from _account(TITLES[name], network, names)
            network.close()


def _database(store: Store) -> Finding:
    if _is_new(store):
        return Finding("database", True, f"none at {store.path} yet; it will be made by run")
    try:
        found = migrate.current(store)
        if found is None and store.embedded:
            return Finding("database", True, f"{store} is empty; it will be filled by run")
        migrate.require_current(store)
    except (ConfigurationError, StoreUnavailableError) as exc:
        return Finding("database", False, str(exc))
    return Finding("database", True, f"{store} at schema {found}")


def _is_new(store: Store) -> bool:
    return store.path is not None and not store.path.exists()


def _stored(store: Store) -> Program | None:
    """The program of a database, which only `ProgramService.open` gives a place for one."""
    if _is_new(store) or not migrate.is_current(store):
        return None
    with store.read() as connection:
        table = tables.programs
        where = table.c.team_id == DEFAULT_TEAM
        found = connection.execute(select(table.c.id).where(where)).scalar()
        stored = programs.load(connection, found) if found is not None else None
    if stored is None or stored.file is None:
        return None
    return build(stored.file, stored.stamps, version=stored.version)


def _named(settings: Settings) -> Program | None:
    """The program of the file that `run` would import."""
    path = settings.eightdays_program
    if path is None:
        return None
    try:
        return read_program(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"EIGHTDAYS_PROGRAM cannot be read: {exc}") from None


def _counted(program: Program) -> str:
    tracks, awards = count(len(program.tracks), "track"), count(len(program.awards), "award")
    return f"{program.name}: {tracks}, {awards}"


def _slack(
    settings: Settings, slack: Slack, scopes: set[str], program: Program | None
) -> Iterator[Finding]:
    try:
        answer, granted = slack.who_am_i()
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
    for channel in _channels(settings, program):
        yield _tried(channel, lambda c=channel: slack.look_at(c))  # type: ignore[misc]
    for group in (part for part in settings.eightdays_staff if part.startswith("S")):
        yield _tried(
            f"user group {group}",
            lambda g=group: f"{len(slack.members(g))} members",  # type: ignore[misc]
        )


def _account(title: str, network: Network, names: tuple[str, ...]) -> Iterator[Finding]:
    """Whether a network can be used, and what is wrong with the account there: automated accounts
    are to be marked as such, and to name who runs them."""
    complaints: list[str] = []

    def look() -> str:
        complaints.extend(network.complaints(names))
        return _as_whom(network)

    found = _tried(title, look)
    if not found.ok or not complaints:
        yield found
    yield from (Finding(title, False, complaint) for complaint in complaints)


def _as_whom(network: Network) -> str:
    if isinstance(network, X):
        # No API tells whether an account has the label.
        label = "see that the account has the label “Automated” in its settings at x.com"
        return f"posts as @{network.me()[1]}; {label}"
    accounts = [network.account(address) for address in network.addresses()]
    return f"set up: {', '.join(accounts)}"


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
        cause = exc.__cause__
        away = isinstance(exc, TemporaryError) and isinstance(cause, OSError)
        return Finding(what, False, _unreachable(cause) if away and cause else str(exc))
    # What the clients let through where there is no connection: urllib's, slack_sdk's, requests'.
    except OSError as exc:
        answered = getattr(exc, "response", None) is not None or hasattr(exc, "code")
        return Finding(what, False, _refusal(exc) if answered else _unreachable(exc))
    except Exception as exc:  # noqa: BLE001 - whatever it is, it is a finding
        return Finding(what, False, _refusal(exc))


def _unreachable(error: BaseException) -> str:
    while error.__context__ is not None:
        error = error.__context__
    return UNREACHABLE.format(error)


def _refusal(error: Exception) -> str:
    response = getattr(error, "response", None)
    code = response.get("error") if isinstance(response, SlackResponse) else None
    return f"refused: {code or str(error).partition(chr(10))[0]}"
