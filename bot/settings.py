"""The settings, from the environment, `.env` and a secrets directory. See `.env.example`.

Read once, in `bot/app.py` and `bot/cli.py`, and handed on; nothing else looks at the environment.
Secrets are `SecretStr`: they do not show in logs, errors or `repr`.
"""

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigurationError

SECRETS_DIRECTORY = Path("/run/secrets")
SLACK_API_URL = "https://slack.com/api/"
X_API_URL = "https://api.x.com"
# Every way of writing an SQLite database that is no file.
_IN_MEMORY = re.compile(r"sqlite(\+\w+)?:(/{0,3}(\?|$)|.*(:memory:|mode=memory))", re.IGNORECASE)
# This machine, where nobody can listen on the way.
_LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|::1", re.IGNORECASE)
_NO_SECRET = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_DISCORD_HOSTS = {"discord.com", "discordapp.com"}
_DISCORD_PATH = re.compile(r"/api(/v\d+)?/webhooks/(?P<id>\d{1,20})/[\w-]+/?$", re.ASCII)

Csv = Annotated[tuple[str, ...], NoDecode]
SecretCsv = Annotated[tuple[SecretStr, ...], NoDecode]


class Settings(BaseSettings):
    """Every setting; a field's name is its variable's, in small letters."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    host: str = Field("127.0.0.1", description="What servers bind to; 0.0.0.0 in a container")
    port: int = Field(3000, ge=0, le=65535, description="Port of the HTTP server")
    database_url: SecretStr = Field(
        SecretStr("sqlite:///eightdays.db"),
        description="sqlite:///eightdays.db, or postgresql+psycopg://user:password@host/name",
    )
    slack_bot_token: SecretStr | None = Field(None, description="Bot token, xoxb-…")
    slack_app_token: SecretStr | None = Field(
        None, description="App-level token, xapp-…; turns Socket Mode on"
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="Signing secret; HTTP mode needs it"
    )
    slack_api_url: str = Field(SLACK_API_URL, description="Another Slack API base")
    eightdays_program: Path | None = Field(
        None, description="Program file to import at start where the database holds none"
    )
    eightdays_staff: Csv = Field(
        (), description="Slack user ids and user-group ids of staff, comma-separated"
    )
    eightdays_review_channel: str | None = Field(
        None, description="Channel where announcements are reviewed, #name or id"
    )
    eightdays_require_approval: Literal["two-person", "any-staff", "none"] = Field(
        "two-person", description="two-person, any-staff or none"
    )
    eightdays_messages_per_second: float = Field(
        5, gt=0, description="Messages a second to the whole workspace; a channel takes one"
    )
    x_api_key: SecretStr | None = Field(None, description="X: API key")
    x_api_secret: SecretStr | None = Field(None, description="X: API key secret")
    x_access_token: SecretStr | None = Field(None, description="X: access token")
    x_access_token_secret: SecretStr | None = Field(None, description="X: access token secret")
    x_api_url: str = Field(X_API_URL, description="X: another origin for the API, without a path")
    mastodon_url: str | None = Field(None, description="Mastodon: the instance")
    mastodon_access_token: SecretStr | None = Field(None, description="Mastodon: access token")
    bluesky_url: str | None = Field(None, description="Bluesky: the PDS")
    bluesky_handle: str | None = Field(None, description="Bluesky: the handle")
    bluesky_app_password: SecretStr | None = Field(None, description="Bluesky: app password")
    webhook_urls: SecretCsv = Field((), description="HTTPS receivers of signed JSON")
    webhook_secret: SecretStr | None = Field(None, description="Secret that signs the JSON")
    discord_webhook_urls: SecretCsv = Field((), description="Discord webhook addresses")
    public_url: str | None = Field(None, description="The site's address in links and feeds")
    log_format: Literal["console", "json"] = Field("console", description="console or json")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error"
    )

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: Any, info: ValidationInfo) -> Any:
        # `VARIABLE=` in a .env file or a compose file means "not set", as people use it.
        if isinstance(value, str) and not value.strip() and info.field_name:
            return cls.model_fields[info.field_name].get_default()
        return value.strip() if isinstance(value, str) else value

    @field_validator("eightdays_staff", "webhook_urls", "discord_webhook_urls", mode="before")
    @classmethod
    def _comma_separated(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _any_case(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value

    @field_validator("eightdays_staff")
    @classmethod
    def _slack_ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [part for part in value if not re.fullmatch(r"[UWS][A-Z0-9]{2,}", part)]
        if wrong:
            raise ValueError(
                f"{', '.join(wrong)}: not a Slack id; a user's begins with U or W, a user group's "
                "with S (profile, ⋮, Copy member ID)"
            )
        return value

    @field_validator("*")
    @classmethod
    def _one_word(cls, value: Any, info: ValidationInfo) -> Any:
        # A file of two lines, or a sign pasted along. What is sent in a header would fail there.
        # A pass phrase that only signs may have spaces.
        if info.field_name in {"database_url", "webhook_secret"}:
            return value
        for secret in value if isinstance(value, tuple) else (value,):
            if isinstance(secret, SecretStr) and _NO_SECRET.search(secret.get_secret_value()):
                raise ValueError("holds a space, a line break or a control character inside")
        return value

    @field_validator("database_url")
    @classmethod
    def _kept(cls, value: SecretStr) -> SecretStr:
        if _IN_MEMORY.match(value.get_secret_value()):
            raise ValueError(
                "a database in memory would keep nothing; write sqlite:///eightdays.db"
            )
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _base_url(cls, value: str) -> str:
        return _http(value).rstrip("/") + "/"

    @field_validator("x_api_url")
    @classmethod
    def _origin(cls, value: str) -> str:
        parts = urlsplit(_http(value))
        if parts.path.strip("/") or parts.query:
            raise ValueError("expected an origin without a path, https://api.x.com")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("mastodon_url", "bluesky_url")
    @classmethod
    def _secure_origin(cls, value: str | None) -> str | None:
        return None if value is None else https(value).rstrip("/")

    @field_validator("webhook_urls")
    @classmethod
    def _receivers(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        # The addresses are not named in errors: they may hold a secret.
        for each in value:
            https(each.get_secret_value())
        return value

    @field_validator("discord_webhook_urls")
    @classmethod
    def _discord(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for each in value:
            discord_webhook(each.get_secret_value())
        return value

    @property
    def x_is_on(self) -> bool:
        """Whether X is set up."""
        return self.x_api_key is not None

    @property
    def mastodon_is_on(self) -> bool:
        """Whether Mastodon is set up."""
        return self.mastodon_url is not None

    @property
    def bluesky_is_on(self) -> bool:
        """Whether Bluesky is set up."""
        return self.bluesky_url is not None

    @property
    def socket_mode(self) -> bool:
        """Socket Mode is the default where an app token is set."""
        return self.slack_app_token is not None

    def unused(self) -> list[str]:
        """What is set up here and not used by this version."""
        return ["PUBLIC_URL"] if self.public_url else []

    def problems(self, *, running: bool = False) -> list[str]:
        """What is half-set, and with `running` what `run` cannot do without; a sentence each."""
        found = [
            f"{group}: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set, while "
            f"{', '.join(present)} {'is' if len(present) == 1 else 'are'}"
            for group, names in GROUPS.items()
            if (missing := [n.upper() for n in names if not getattr(self, n)])
            and (present := [n.upper() for n in names if getattr(self, n)])
        ]
        if running and self.slack_bot_token is None:
            found.append("SLACK_BOT_TOKEN is not set; it is on the app's page, OAuth & Permissions")
        if running and self.slack_app_token is None and self.slack_signing_secret is None:
            found.append(
                "set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP mode"
            )
        found.extend(self._wrong_tokens())
        return found

    def _wrong_tokens(self) -> list[str]:
        kinds = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}
        return [
            f"{name.upper()} does not begin with {prefix}; is it another token?"
            for name, prefix in kinds.items()
            if (token := getattr(self, name)) and not token.get_secret_value().startswith(prefix)
        ]

    def require(self, *, running: bool = False) -> Self:
        """Itself; raises ConfigurationError that names all that is missing."""
        found = self.problems(running=running)
        if found:
            raise ConfigurationError("\n".join(found))
        return self


# What belongs together: a network is on when its variables are set, and half-set is an error.
GROUPS = {
    "X": ("x_api_key", "x_api_secret", "x_access_token", "x_access_token_secret"),
    "Mastodon": ("mastodon_url", "mastodon_access_token"),
    "Bluesky": ("bluesky_url", "bluesky_handle", "bluesky_app_password"),
    "Webhooks": ("webhook_urls", "webhook_secret"),
}


def _http(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("expected an address that begins with https:// or http://")
    return value


def https(value: str) -> str:
    """An address that is spoken to under TLS, or on this machine. Raises ValueError, which does
    not name it."""
    parts = urlsplit(value)
    if parts.scheme == "http" and parts.hostname and _LOOPBACK.fullmatch(parts.hostname):
        return value
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError("expected addresses that begin with https://")
    return value


def discord_webhook(value: str) -> tuple[str, str]:
    """The address of a Discord webhook without what may follow it, and the webhook's id.

    Raises ValueError, which does not name the address: whoever has it can post.
    """
    parts = urlsplit(https(value))
    found = _DISCORD_PATH.search(parts.path)
    host = parts.hostname or ""
    known = host in _DISCORD_HOSTS or host.endswith(".discord.com") or _LOOPBACK.fullmatch(host)
    if not known or found is None or parts.query:
        raise ValueError(
            "expected addresses as Discord's “Copy Webhook URL” gives them, "
            "https://discord.com/api/webhooks/ID/TOKEN"
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}", found["id"]


def load(secrets: Path = SECRETS_DIRECTORY) -> Settings:
    """The settings of this process. Raises ConfigurationError that names each wrong variable."""
    try:
        # A directory that is not there is the normal case outside containers, not a warning.
        return Settings(_secrets_dir=secrets if secrets.is_dir() else None)
    except ValidationError as exc:
        raise ConfigurationError(
            "\n".join(
                f"{'.'.join(map(str, error['loc'])).upper()}: "
                + str(error.get("ctx", {}).get("error", error["msg"]))
                for error in exc.errors(include_input=False)
            )
        ) from None
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"settings cannot be read: {exc}") from None


def load_what_is_right(secrets: Path = SECRETS_DIRECTORY) -> tuple[Settings, dict[str, str]]:
    """The settings of this process without the wrong ones, and what is wrong, by the variable.

    Raises ConfigurationError where they cannot be read at all.
    """
    try:
        return load(secrets), {}
    except ConfigurationError as exc:
        known = {name.upper(): field for name, field in Settings.model_fields.items()}
        lines = (line.partition(": ") for line in str(exc).splitlines())
        wrong = {name: why for name, _, why in lines if name in known}
        if not wrong:
            raise
    usual: dict[str, Any] = {name.lower(): known[name].get_default() for name in wrong}
    return Settings(_secrets_dir=secrets if secrets.is_dir() else None, **usual), wrong


def explicit(**values: Any) -> Settings:
    """Settings of these values alone: neither the environment nor a file is read (demo, tests)."""

    class Explicit(Settings):
        model_config = SettingsConfigDict(env_file=None)

        @classmethod
        def settings_customise_sources(cls, *_args: Any, **sources: Any) -> Any:
            return (sources["init_settings"],)

    return Explicit(**values)
