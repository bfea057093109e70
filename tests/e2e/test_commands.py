"""The command line: what each command prints, and what it says of input that is wrong.

Exit status: 0 done, 1 a problem was found, 2 bad usage. Never a traceback, and nothing is lost.
"""

import io
import json
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import structlog
import yaml

from bot.cli import SAMPLE, main
from bot.sandbox.server import RunningSandbox, sandbox_in_thread
from bot.store.runlock import RunLock
from tests.e2e.house import write_program

AT = ("--at", "2018-01-23T09:58")
FILE = ("--program", str(SAMPLE))


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The output as one JSON document a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Cli = Callable[..., Ran]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command and looks at it as at every command: nothing in it is a traceback."""

    def run(*argv: str) -> Ran:
        capsys.readouterr()
        try:
            status = main(argv)
        except SystemExit as exc:  # argparse ends so
            status = int(str(exc.code))
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert "incident" not in said.err, said.err
        return Ran(status, said.out, said.err)

    return run


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, database_url: str) -> str:
    """Each kind of database, with the newest schema, as DATABASE_URL."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return database_url


@pytest.fixture
def imported(cli: Cli, database: str) -> str:
    """The same with the sample in it."""
    assert cli("program", "import", str(SAMPLE)).status == 0
    return database


@pytest.fixture
def kept(cli: Cli, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The sample on SQLite, where the kind of database is not the subject."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    assert cli("program", "import", str(SAMPLE)).status == 0
    return sqlite_url


# What each command prints


def test_ask(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = cli("ask", *FILE, *AT, "how long", "have we got for FT?")
    assert ran.status == 0
    assert "eight days left" in ran.out
    assert "<" not in ran.out
    monkeypatch.setattr("sys.stdin", io.StringIO("when does FT close?\nxyzzy plugh\n"))
    ran = cli("ask", *FILE, *AT, "--json", "-")
    known, unknown = ran.lines
    assert list(known) == ["question", "answered", "intent", "text", "facts"]
    assert (known["question"], known["answered"]) == ("when does FT close?", True)
    assert (unknown["answered"], ran.status) == (False, 0)


def test_ask_from_the_database(cli: Cli, imported: str) -> None:
    assert "eight days left" in cli("ask", *AT, "when does FT close?").out


def test_plan(cli: Cli, imported: str) -> None:
    ran = cli("plan", *FILE, *AT, "--until", "2018-01-31", "--json")
    assert [item["at"] for item in ran.lines] == [
        f"2018-01-{day}T10:00:00-08:00" for day in (23, 28, 30, 31)
    ]
    first = ran.lines[0]
    assert (first["destination"], first["kind"]) == ("#moss", "countdown")
    assert first["deadlines"] == [
        {"track": track, "label": "January 2018 batch", "days_left": 8,
         "closes": "2018-01-31T23:59:59-08:00"}
        for track in ("foundational-technology", "mission-partners")
    ]  # fmt: skip
    assert "Tue 2018-01-23 10:00  #moss\n    Eight days left" in cli("plan", *FILE, *AT).out
    assert cli("plan", *FILE, "--at", "2019-01-01").out == "nothing\n"
    past = cli("plan", "--past", "--until", "2019-01-01")
    assert past.status == 0


def test_preview(cli: Cli) -> None:
    ran = cli("preview", *FILE, "zappa", "--json", "--network", "x")
    (item,) = ran.lines
    assert list(item) == ["network", "posts", "images", "cost_usd", "problems"]
    (post,) = item["posts"]
    assert post["text"].startswith("MOSS has awarded $65,000 to Zappa")
    assert (post["length"], post["limit"]) == (93, 280)
    # With the alt text of its card.
    assert item["cost_usd"] == 0.02
    assert "--- x, $0.020" in cli("preview", *FILE, "Tor", "Project").out


def test_preview_writes_the_card(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    ran = cli("preview", *FILE, "zappa", "--json", "--images", str(folder))
    networks = [item["network"] for item in ran.lines]
    assert networks == ["slack", "x", "mastodon", "bluesky", "discord", "webhook"]
    images = [item["images"] for item in ran.lines]
    shown = {
        "path": str(folder / "card.png"),
        "alt": "Mozilla Open Source Support: award of $65,000 to Zappa.",
    }
    assert images == [[shown]] * 5 + [[]]
    assert (folder / "card.png").read_bytes().startswith(b"\x89PNG")
    assert all(item["problems"] == [] for item in ran.lines)


def test_preview_of_several_awards_news_a_deadline_and_a_round_up(cli: Cli) -> None:
    def text(*argv: str) -> str:
        (item,) = cli("preview", *FILE, *argv, "--json", "--network", "discord").lines
        return "\n".join(post["text"] for post in item["posts"])

    assert text("zappa", "--also", "harfbuzz").startswith("MOSS has made two awards, $125,000 in")
    news = text("--news", "We are back.", "--title", "News", "--link", "https://moss.example.org/")
    assert news == "News\nWe are back.\nhttps://moss.example.org/"
    assert text("--deadline", "foundational-technology/january-2018-batch").startswith(
        "Foundational Technology: January 2018 batch closes on Wednesday 31 January 2018 at 23:59"
    )
    rounded = text("--roundup", "2017-10-01")
    assert rounded.startswith("MOSS has given $570,356 in seven awards since October 2017.")


def test_preview_of_a_thread(cli: Cli) -> None:
    ran = cli("preview", *FILE, "--json", "--network", "x", "--news", "A sentence of news. " * 40)
    (item,) = ran.lines
    assert [post["text"][-6:] for post in item["posts"]] == [f" ({n}/4)" for n in (1, 2, 3, 4)]
    assert all(post["length"] <= post["limit"] for post in item["posts"])
    assert item["cost_usd"] == 0.06


def test_preview_of_a_draft(cli: Cli, imported: str, tmp_path: Path) -> None:
    changed = write_program(
        tmp_path, "  - recipient: Zappa\n", "  - {recipient: Lambda, amount: 5, awarded: 2018-02-01}\n"
        "  - recipient: Zappa\n",
    )  # fmt: skip
    assert cli("program", "import", str(changed)).status == 0
    ran = cli("preview", "--draft", "1", "--json", "--images", str(tmp_path))
    (item,) = ran.lines
    assert item["network"] == "slack"
    assert [post["text"] for post in item["posts"]] == ["MOSS has awarded $5 to Lambda."]
    assert [image["alt"] for image in item["images"]] == [
        "Mozilla Open Source Support: award of $5 to Lambda."
    ]
    assert (tmp_path / "1-1.png").read_bytes().startswith(b"\x89PNG")
    assert "there is no announcement 77" in cli("preview", "--draft", "77").err


def test_a_program_is_imported_changed_and_exported(
    cli: Cli, imported: str, tmp_path: Path
) -> None:
    assert cli("program", "import", str(SAMPLE)).out == "nothing changes\n"
    exported = cli("program", "export").out
    (tmp_path / "exported.yaml").write_text(exported, "utf-8")
    assert cli("program", "import", str(tmp_path / "exported.yaml")).out == "nothing changes\n"
    changed = write_program(tmp_path, "amount: 65000", "amount: 66000")
    dry = cli("program", "import", "--dry-run", str(changed))
    assert (dry.status, "nothing was written" in dry.out, "zappa" in dry.out) == (0, True, True)
    assert cli("program", "export").out == exported
    assert "1 changes applied" in cli("program", "import", str(changed)).out
    assert "66000" in cli("program", "export").out


def test_the_schema_is_that_of_the_sample(cli: Cli) -> None:
    schema = json.loads(cli("program", "schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    plain = json.loads(json.dumps(yaml.safe_load(SAMPLE.read_text("utf-8")), default=str))
    jsonschema.validate(plain, schema)
    plain["tracks"][0]["colour"] = "green"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, schema)


def test_manifest(cli: Cli) -> None:
    by_socket = json.loads(cli("manifest").out)
    assert by_socket["settings"]["socket_mode_enabled"] is True
    by_http = json.loads(cli("manifest", "--mode", "http", "--url", "https://b.example/").out)
    commands = {one["command"]: one["url"] for one in by_http["features"]["slash_commands"]}
    assert commands.keys() >= {"/deadlines", "/tracks", "/awards", "/program"}
    assert set(commands.values()) == {"https://b.example/slack/events"}


def test_the_database_is_brought_up_to_date(
    cli: Cli, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    assert "none (newest: " in cli("db", "current").out
    assert cli("db", "upgrade").out.startswith("at schema ")
    assert cli("db", "upgrade").status == 0
    assert cli("db", "current").out.startswith("0")


# What is wrong is said


@pytest.mark.parametrize(
    ("argv", "status", "told"),
    [
        ([], 2, "COMMAND"),
        (["frobnicate"], 2, "frobnicate"),
        (["ask"], 2, "ask what?"),
        (["ask", "--frobnicate", "x"], 2, "--frobnicate"),
        (["ask", *FILE, "--at", "yesterday", "when?"], 2, "yesterday"),
        (["ask", *FILE, "--at", "2018-13-01", "when?"], 2, "2018-13-01"),
        (["plan", *FILE, "--until", "soon"], 2, "soon"),
        (["ask", *FILE, "--at", "9999-12-31T23:59:59", "when?"], 2, "expected 1900 to 2999"),
        (["ask", *FILE, "--at", "0001-01-01T00:00+14:00", "when?"], 2, "expected 1900 to 2999"),
        (["plan", *FILE, "--until", "9999-12-31"], 2, "expected 1900 to 2999"),
        (["plan", *FILE, "--past"], 2, "--past shows the ledger"),
        (["plan", "--program", "nothing.yaml"], 1, "nothing.yaml cannot be read: No such file"),
        (["plan", "--program", "."], 1, "cannot be read: Is a directory"),
        (["preview", *FILE, "nobody"], 1, "there is no award 'nobody'; known: warehouse"),
        (["preview", *FILE, "zappa", "--network", "myspace"], 2, "unknown network: myspace"),
        (["preview", *FILE], 2, "preview what? Name an award"),
        (["preview", *FILE, "zappa", "--news", "x"], 2, "preview what? Name an award"),
        (["preview", *FILE, "--draft", "1"], 2, "leave --program out"),
        (["preview", *FILE, "--roundup", "october"], 2, "is not a date; write 2017-10-01"),
        (["preview", *FILE, "--roundup", "2999-01-01"], 1, "is ahead"),
        (["preview", *FILE, "--deadline", "ft/none"], 1, "there is no deadline 'ft/none'"),
        (["preview", *FILE, "zappa", "--images", str(SAMPLE)], 1, "cannot be written"),
        (["program"], 2, "COMMAND"),
        (["program", "frobnicate"], 2, "frobnicate"),
        (["program", "import"], 2, "file"),
        (["manifest", "--mode", "http"], 2, "--url"),
        (["manifest", "--mode", "carrier-pigeon"], 2, "carrier-pigeon"),
        (["db"], 2, "COMMAND"),
        (["demo", "--port", "many"], 2, "many"),
        (["demo", "--port", "99999", "--at", "2018-01-01"], 2, "99999"),
        (["demo", "--at", "whenever"], 2, "whenever"),
    ],
)
def test_bad_usage(cli: Cli, argv: list[str], status: int, told: str) -> None:
    ran = cli(*argv)
    assert (ran.status, ran.out) == (status, "")
    assert told in ran.err


@pytest.mark.parametrize(
    "argv",
    [["ask", "when?"], ["plan"], ["preview", "zappa"], ["program", "export"], ["plan", "--past"]],
)
def test_a_database_that_is_not_there_is_named_and_not_made(
    cli: Cli, argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'gone.db'}")
    ran = cli(*argv)
    assert ran.status == 1
    assert "there is no database at" in ran.err
    assert "eightdays program import FILE" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_makes_no_database(cli: Cli, tmp_path: Path) -> None:
    ran = cli("program", "import", "--dry-run", str(SAMPLE))
    assert ran.status == 0
    assert "nothing was written" in ran.out
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_says_what_becomes_of_messages(cli: Cli, database: str, tmp_path: Path) -> None:
    assert cli("program", "import", str(SAMPLE)).status == 0
    later = write_program(tmp_path, "closes: 2018-04-30", "closes: 2099-04-30")
    ran = cli("program", "import", "--dry-run", str(later))
    *_, messages, last = ran.out.splitlines()
    assert last == "1 changes; nothing was written"
    assert messages.startswith("~ deadline foundational-technology/april-2018-batch: closes ")
    soon = write_program(
        tmp_path, "closes: 2018-04-30", f"closes: {datetime.now(UTC).date() + timedelta(days=100)}"
    )
    ran = cli("program", "import", "--dry-run", str(soon))
    *_, messages, last = ran.out.splitlines()
    assert messages == "reminders in channels: six are planned"
    assert "2018-04-30" in cli("program", "export").out


def test_an_import_says_how_many_reminders_it_plans_and_cancels(
    cli: Cli, database: str, tmp_path: Path
) -> None:
    soon = datetime.now(UTC).date() + timedelta(days=100)
    file = write_program(tmp_path, "closes: 2018-04-30", f"closes: {soon}")
    for argv in (["--dry-run", str(file)], [str(file)]):
        *_, messages, _last = cli("program", "import", *argv).out.splitlines()
        assert messages == "reminders in channels: six are planned"
    later = tmp_path / "later.yaml"
    later.write_text(
        file.read_text("utf-8").replace(f"closes: {soon}", f"closes: {soon + timedelta(days=50)}"),
        "utf-8",
    )
    *_, messages, last = cli("program", "import", str(later)).out.splitlines()
    assert messages == "reminders in channels: six are cancelled and six are planned"
    assert last == "1 changes applied"


def test_an_end_before_the_start_is_a_mistake(cli: Cli) -> None:
    ran = cli("plan", *FILE, *AT, "--until", "2018-01-01")
    assert (ran.status, ran.out) == (2, "")
    assert "--until 2018-01-01 is before the start (2018-01-23T09:58)" in ran.err


def test_a_wrong_setting_does_not_keep_the_rest_from_being_tried(
    cli: Cli, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIGHTDAYS_STAFF", "olive")
    ran = cli("check")
    assert ran.status == 1
    assert "FAIL EIGHTDAYS_STAFF: olive: not a Slack id" in ran.out
    assert "database: " in ran.out
    assert "nobody is staff" not in ran.out


def test_an_empty_database_says_how_to_fill_it(cli: Cli, database: str) -> None:
    for argv in (["ask", "when?"], ["plan"], ["program", "export"]):
        ran = cli(*argv)
        assert ran.status == 1
        assert "No program has been set up yet" in ran.err


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://localhost/x", "DATABASE_URL names mysql"),
        ("nonsense", "DATABASE_URL"),
        ("sqlite:////proc/nowhere/x.db", "unable to open database file"),
        ("sqlite:///not-a-database.db", "not-a-database.db"),
        ("postgresql://eightdays:hunter2@127.0.0.1:1/x", "the database cannot be reached"),
    ],
)
def test_a_database_that_cannot_be_had(
    cli: Cli, url: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "not-a-database.db").write_bytes(b"It was a dark and stormy night. " * 200)
    monkeypatch.setenv("DATABASE_URL", url)
    for argv in (["program", "import", str(SAMPLE)], ["db", "upgrade"]):
        ran = cli(*argv)
        assert (ran.status, ran.out) == (1, ""), argv
        assert told in ran.err or "file is not a database" in ran.err, (argv, ran.err)
        assert "hunter2" not in ran.err
    assert (tmp_path / "not-a-database.db").read_bytes().startswith(b"It was a dark")


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite+pysqlite:///?x=1",
     "sqlite:///file:a?mode=memory&uri=true"],
)  # fmt: skip
def test_a_database_that_would_keep_nothing(
    cli: Cli, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    ran = cli("program", "import", str(SAMPLE))
    assert (ran.status, ran.out) == (1, "")
    assert "DATABASE_URL: a database in memory would keep nothing" in ran.err


@pytest.mark.parametrize(
    "argv", [["ask", *FILE, "when?"], ["plan", *FILE], ["preview", *FILE, "zappa"]]
)
def test_a_fault_of_ours_is_logged_to_standard_error_without_what_was_in_memory(
    argv: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        words = "the log".rjust(10, "?")
        raise RuntimeError(f"{len(words)} went wrong")

    monkeypatch.setattr("bot.cli.read_program", broken)
    # As in a process of its own, where nothing has set logging up.
    structlog.reset_defaults()
    assert main(argv) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "RuntimeError: 10 went wrong" in said.err
    assert "???the log" not in said.err
    assert "a fault of eightdays, not yours; incident" in said.err


BROKEN = {
    "not YAML": ("program: [", "is not YAML"),
    "a list": ("- 1\n- 2\n", "program"),
    "nothing": ("", "program"),
    "half": ("program:\n  name: X\n", "timezone"),
    "not text": ("program: \x00", "program.yaml"),
    "an odd zone": (
        "program: {name: X, short_name: X, timezone: CST, currency: USD}\ntracks: []\n", "CST"),
    "a bare time": (
        "program: {name: X, timezone: UTC, currency: USD, reminders: {at: 10:00}}\n", "10:00"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_program_file_changes_nothing(
    cli: Cli, kept: str, kind: str, tmp_path: Path
) -> None:
    before = cli("program", "export").out
    text, told = BROKEN[kind]
    path = tmp_path / "program.yaml"
    path.write_text(text, "utf-8")
    for argv in (["program", "import"], ["program", "import", "--dry-run"], ["plan", "--program"]):
        ran = cli(*argv, str(path))
        assert (ran.status, ran.out) == (1, ""), argv
        assert "program.yaml" in ran.err
        assert told in ran.err, ran.err
    assert cli("program", "export").out == before


def test_every_mistake_of_a_file_is_told_at_once_with_its_line(
    cli: Cli, kept: str, tmp_path: Path
) -> None:
    text = SAMPLE.read_text("utf-8")
    text = text.replace("currency: USD", "currency: DOLLARS", 1)
    text = text.replace("closes: 2018-04-30", "closes: 30 April", 1)
    text = text.replace("amount: 65000", "amount: lots", 1)
    path = tmp_path / "program.yaml"
    path.write_text(text, "utf-8")
    lines = text.split("\n")
    ran = cli("program", "import", str(path))
    assert ran.status == 1
    for wrong in ("DOLLARS", "30 April", "amount: lots"):
        number = next(at for at, line in enumerate(lines, 1) if wrong in line)
        assert f"program.yaml:{number}" in ran.err, ran.err
    assert len(ran.err.splitlines()) == 3


def test_a_file_that_is_not_utf_8(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("program: {name: Förderung}".encode("latin-1"))
    ran = cli("plan", "--program", str(path))
    assert (ran.status, "is not text in UTF-8" in ran.err) == (1, True)


# Settings


X_SET = {"X_API_KEY": "a", "X_API_SECRET": "b"}
COMPLETE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, ["SLACK_BOT_TOKEN is not set", "SLACK_APP_TOKEN for Socket Mode"]),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, ["SLACK_APP_TOKEN for Socket Mode"]),
        ({**COMPLETE, **X_SET}, ["X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET are not set"]),
        ({**COMPLETE, "SLACK_BOT_TOKEN": "xapp-9"}, ["SLACK_BOT_TOKEN does not begin with xoxb-"]),
        ({**COMPLETE, "PORT": "many"}, ["PORT"]),
        ({**COMPLETE, "PORT": "70000"}, ["PORT"]),
        ({**COMPLETE, "EIGHTDAYS_STAFF": "olive"}, ["EIGHTDAYS_STAFF", "olive: not a Slack id"]),
        ({**COMPLETE, "EIGHTDAYS_REQUIRE_APPROVAL": "never"}, ["EIGHTDAYS_REQUIRE_APPROVAL"]),
        ({**COMPLETE, "SLACK_API_URL": "slack"}, ["SLACK_API_URL"]),
        ({**COMPLETE, "X_API_URL": "https://x.example/2"}, ["X_API_URL"]),
        ({**COMPLETE, "LOG_LEVEL": "shout"}, ["LOG_LEVEL"]),
        ({**COMPLETE, "HOST": "192.0.2.1"}, ["192.0.2.1"]),
    ],
)
def test_settings_that_are_missing_half_set_or_wrong(
    cli: Cli, variables: dict[str, str], told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    ran = cli("run")
    assert (ran.status, ran.out) == (1, "")
    assert [part for part in told if part not in ran.err] == []
    assert not Path("eightdays.db").exists()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def test_a_port_in_use(cli: Cli, taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PORT", str(taken))
    for argv in (["run"], ["demo", "--port", str(taken)]):
        ran = cli(*argv)
        assert (ran.status, ran.out) == (1, "")
        assert f"port {taken} is in use" in ran.err


def test_a_program_file_of_the_settings_that_is_not_there(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**COMPLETE, "PORT": "0", "EIGHTDAYS_PROGRAM": "gone.yaml"}.items():
        monkeypatch.setenv(name, value)
    ran = cli("run")
    assert (ran.status, "EIGHTDAYS_PROGRAM" in ran.err) == (1, True)


def test_a_second_run_on_one_file_is_refused(
    cli: Cli, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**COMPLETE, "PORT": "0", "DATABASE_URL": sqlite_url}.items():
        monkeypatch.setenv(name, value)
    with RunLock(Path(sqlite_url.removeprefix("sqlite:///"))):
        ran = cli("run")
    assert (ran.status, ran.out) == (1, "")
    assert "another eightdays (process " in ran.err
    assert "stop it first" in ran.err


@pytest.mark.parametrize(
    ("variable", "token"), [("SLACK_BOT_TOKEN", "xoxb-wrong"), ("SLACK_APP_TOKEN", "xapp-wrong")]
)
def test_a_token_that_slack_refuses(
    cli: Cli,
    slack: RunningSandbox,
    sqlite_url: str,
    variable: str,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    more = {"PORT": "0", "DATABASE_URL": sqlite_url, variable: token}
    for name, value in (variables_of(slack) | more).items():
        monkeypatch.setenv(name, value)
    ran = cli("run")
    assert (ran.status, ran.out) == (1, "")
    assert f"{variable} is refused: invalid_auth" in ran.err
    assert token not in ran.err


# Check


@pytest.fixture
def slack() -> Iterator[RunningSandbox]:
    with sandbox_in_thread() as running:
        yield running


def variables_of(running: RunningSandbox) -> dict[str, str]:
    slack, x = running.sandbox.credentials, running.sandbox.x.credentials
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": running.sandbox.slack_api_url,
        "EIGHTDAYS_STAFF": "U0OLIVE,S0STAFF",
        "EIGHTDAYS_REVIEW_CHANNEL": "#moss-review",
        "X_API_KEY": x.api_key,
        "X_API_SECRET": x.api_secret,
        "X_ACCESS_TOKEN": x.access_token,
        "X_ACCESS_TOKEN_SECRET": x.access_token_secret,
        "X_API_URL": running.sandbox.origin,
    }


def test_check_tries_everything_and_sends_nothing(
    cli: Cli, slack: RunningSandbox, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables_of(slack).items():
        monkeypatch.setenv(name, value)
    ran = cli("check")
    assert ran.status == 0, ran.out
    assert "FAIL" not in ran.out
    for part in ("#moss: the bot is in it", "#moss-review", "X: posts as @", "3 members"):
        assert part in ran.out
    space = slack.sandbox.workspace
    assert [space.messages(one.id) for one in space.channels() if space.messages(one.id)] == []
    assert slack.sandbox.x.posts == []

    space.leave("#moss", "U0EIGHT")
    monkeypatch.setenv("X_ACCESS_TOKEN_SECRET", "another")
    ran = cli("check", "--json")
    assert ran.status == 1
    wrong = {one["what"]: one["detail"] for one in json.loads(ran.out) if not one["ok"]}
    assert set(wrong) == {"#moss", "X"}
    assert "/invite @eightdays" in wrong["#moss"]
    assert "another" not in ran.out + ran.err


def test_check_without_anything_says_what_to_do(cli: Cli) -> None:
    ran = cli("check")
    assert ran.status == 1
    assert "FAIL settings: SLACK_BOT_TOKEN is not set" in ran.out
    assert "ok   database: none at eightdays.db yet; it will be made by run" in ran.out
    assert "FAIL program: none yet; run: eightdays program import FILE" in ran.out
    assert not Path("eightdays.db").exists()


def tables_and_rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in an SQLite database."""
    with closing(sqlite3.connect(path)) as found:
        names = found.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: found.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}


@pytest.fixture
def outside(slack: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> RunningSandbox:
    """Slack and X as the settings have them, and the sample as the program to begin with."""
    for name, value in (variables_of(slack) | {"EIGHTDAYS_PROGRAM": str(SAMPLE)}).items():
        monkeypatch.setenv(name, value)
    return slack


TRIED = {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "scopes", "X", "#moss-review"}


def checked(cli: Cli) -> tuple[dict[str, str], dict[str, str]]:
    """What `check` found in order and what not."""
    ran = cli("check", "--json")
    found = json.loads(ran.out)
    assert {one["what"] for one in found} >= TRIED
    assert ran.status == (0 if all(one["ok"] for one in found) else 1)
    good, bad = ({o["what"]: o["detail"] for o in found if o["ok"] is ok} for ok in (True, False))
    return good, bad


def test_check_on_a_new_machine_tries_everything_and_makes_no_database(
    cli: Cli, outside: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    good, bad = checked(cli)
    assert bad == {}
    assert good["#moss"] == "the bot is in it"
    assert "four tracks" in good["program"]
    assert list(tmp_path.glob("new.db*")) == []


def test_check_leaves_an_empty_and_an_older_database_as_they_are(
    cli: Cli, outside: RunningSandbox, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    before = tables_and_rows(path)
    good, bad = checked(cli)
    assert (bad, "#moss" in good) == ({}, True)
    assert tables_and_rows(path) == before
    with closing(sqlite3.connect(path)) as older, older:
        older.execute("UPDATE alembic_version SET version_num = '0000'")
    before = tables_and_rows(path)
    good, bad = checked(cli)
    assert set(bad) == {"database"}
    assert "run: eightdays db upgrade" in bad["database"]
    assert "#moss" in good
    assert tables_and_rows(path) == before


@pytest.mark.parametrize(
    "url", ["mysql://localhost/x", "postgresql://eightdays:hunter2@127.0.0.1:1/x"]
)
def test_check_tries_the_rest_where_the_database_cannot_be_had(
    cli: Cli, outside: RunningSandbox, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    good, bad = checked(cli)
    assert set(bad) == {"database"}
    assert "hunter2" not in bad["database"]
    assert "#moss" in good


@pytest.mark.parametrize(
    ("text", "told"),
    [(None, "EIGHTDAYS_PROGRAM cannot be read"), ("program: {name: X}", "timezone")],
)
def test_check_reads_the_program_file_of_the_settings(
    cli: Cli,
    outside: RunningSandbox,
    text: str | None,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "program.yaml"
    if text is not None:
        path.write_text(text, "utf-8")
    monkeypatch.setenv("EIGHTDAYS_PROGRAM", str(path))
    _, bad = checked(cli)
    assert set(bad) == {"program"}
    assert told in bad["program"]


def test_roundup(cli: Cli) -> None:
    says = "MOSS has given $570,356 in seven awards since October 2017.\n"
    for since in ((), ("--since", "October"), ("--since", "2017-10-01")):
        assert cli("roundup", *FILE, *AT, *since).out.startswith(says)
    (facts,) = cli("roundup", *FILE, *AT, "--since", "October 2017", "--json").lines
    assert facts["total"] == {"amount": "570356", "currency": "USD"}
    assert len(facts["awards"]) == 7
    assert facts["text"].startswith(says)
    written = cli("roundup", *FILE, *AT, "--format", "markdown").out
    assert written.startswith("# MOSS since October 2017\n\nMOSS has given **$570,356** in ")
    assert "<strong>$570,356</strong>" in cli("roundup", *FILE, *AT, "--format", "html").out
    ended = cli("roundup", *FILE, *AT, "--since", "2016", "--until", "2016-12-31").out
    assert ended.startswith("MOSS has given $15,000 in one award from January 2016 to 31 December")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--since", "the beginning of time"), "is no day that has begun"),
        (("--since", "2018-01-10", "--until", "2018-01-01"), "2018-01-01 is before 2018-01-10"),
        (("--format", "pdf"), "invalid choice"),
    ],
)
def test_a_round_up_of_no_period(cli: Cli, words: tuple[str, ...], says: str) -> None:
    ran = cli("roundup", *FILE, *AT, *words)
    assert ran.status == 2
    assert says in ran.err
