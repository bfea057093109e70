"""The command line. Text for people goes to standard output, logs to standard error.

Exit status: 0 done, 1 a problem was found, 2 bad usage.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import uvloop

from bot import cli_preview, cli_roundup
from bot import log as logs
from bot import settings as configuration
from bot.app import demo, prepare_store, run, slack_manifest, slack_scopes
from bot.clock import Clock, clock_at
from bot.domain.building import read_file, read_program
from bot.domain.diff import compare
from bot.domain.document import ProgramFile
from bot.domain.model import Program
from bot.domain.moments import parse_iso
from bot.domain.moving import effect
from bot.domain.steps import MOVED_FROM
from bot.errors import ConfigurationError, StoreUnavailableError, UserError
from bot.log import get_logger, incident
from bot.questions.answer import Answer
from bot.questions.engine import answer
from bot.services.checking import Finding, check_outside, check_settings
from bot.services.plan_items import PlanItem, plan_of
from bot.services.reminders import AHEAD
from bot.services.suite import Services
from bot.settings import Settings
from bot.store import migrate
from bot.store.audit import OPERATOR
from bot.store.engine import Store
from bot.store.tables import HEAD
from bot.workers import Workers

SAMPLE = Path(__file__).parent / "sandbox" / "programs" / "moss.yaml"
# Twenty seconds before "eight days left" is due in the sample.
SAMPLE_STARTS = "2018-01-23T09:59:40"
PLAN_DAYS = timedelta(days=90)
log = get_logger(__name__)

Arguments = argparse.Namespace


class UsageError(Exception):
    """The words of the command are off; exit status 2."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit status."""
    # Before anything can be logged: unconfigured, it would go to standard output, locals and all.
    logs.configure("warning")
    arguments = _parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has enough of it.
        sys.stderr.close()
        return 1
    except Exception as exc:  # noqa: BLE001 - the last door: whoever types a command sees a sentence
        text = "\n".join(f"eightdays: {line}" for line in _sentence(exc).splitlines())
        print(logs.mask(text), file=sys.stderr)
        return 2 if isinstance(exc, UsageError) else 1
    return status


def _sentence(error: Exception) -> str:
    """What is said of an error; a fault of ours is logged under an incident id."""
    match error:
        case UsageError() | UserError() | ConfigurationError():
            return str(error)
        case StoreUnavailableError():
            return f"the database cannot be reached: {error}"
        case _:
            number = incident(log, "command failed")
            return f"this is a fault of eightdays, not yours; incident {number}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="eightdays", description="Only eight days away!")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(
        parent: Any, name: str, function: Callable[[Arguments], int], text: str
    ) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = parent.add_parser(name, help=text, description=text)
        command.set_defaults(run=function)
        return command

    one = add(commands, "demo", _demo, "the whole bot on a Slack workspace of this machine")
    one.add_argument("--port", type=_port, default=8080, help="port of the page (8080)")
    one.add_argument("--at", metavar="WHEN", help="where its clock starts, ISO 8601")
    one.add_argument("--program", type=Path, metavar="FILE", help="another program than the sample")
    add(commands, "run", _run, "the bot, from the environment")
    one = add(commands, "check", _check, "try everything that run would use; sends nothing")
    one.add_argument("--json", action="store_true")
    one = add(commands, "ask", _ask, "answer a question")
    one.add_argument("question", nargs="*", help="the question; - reads one a line")
    _common(one)
    one = add(commands, "plan", _plan, "every message that would be sent")
    one.add_argument("--until", metavar="WHEN", help="the end; 90 days where none is given")
    one.add_argument("--past", action="store_true", help="the ledger, with what became of each")
    _common(one)
    one = add(commands, "preview", _preview, "an announcement, as each network would show it")
    cli_preview.add_arguments(one)
    one = add(commands, "roundup", _roundup, "what was given in a period, and what is open")
    cli_roundup.add_arguments(one)
    program = commands.add_parser("program", help="import, export and schema of program files")
    parts = program.add_subparsers(required=True, metavar="COMMAND")
    one = add(parts, "import", _import, "show what a file would change, then apply it")
    one.add_argument("file", type=Path)
    one.add_argument("--dry-run", action="store_true", help="only show it")
    add(parts, "export", _export, "the program as a file")
    add(parts, "schema", _schema, "the file format as JSON Schema")
    one = add(commands, "manifest", _manifest, "the Slack app manifest")
    one.add_argument("--mode", choices=["socket", "http"], default="socket")
    one.add_argument("--url", help="the bot's public address, for HTTP mode")
    database = commands.add_parser("db", help="migrations")
    parts = database.add_subparsers(required=True, metavar="COMMAND")
    add(parts, "upgrade", _upgrade, "bring the database to the newest schema")
    add(parts, "current", _current, "the schema that the database has")
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number from 0 to 65535")
    return int(text)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--program", type=Path, metavar="FILE", help="instead of the database")
    parser.add_argument("--at", metavar="WHEN", help="as if it were then, ISO 8601")
    parser.add_argument("--json", action="store_true")


def _settings() -> Settings:
    found = configuration.load()
    logs.configure(found.log_level, found.log_format)
    return found


def _loop(work: Coroutine[Any, Any, None]) -> int:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{path} is not text in UTF-8") from None
    except OSError as exc:
        raise UserError(f"{path} cannot be read: {exc.strerror}") from None


@contextmanager
def _services(settings: Settings, *, create: bool = False) -> Iterator[Services]:
    """The services on the database of the settings, which has to be there but for `create`."""
    store, workers = Store(settings.database_url.get_secret_value()), Workers()
    try:
        if store.path is not None and not store.path.exists() and not create:
            raise UserError(
                f"there is no database at {store.path} yet; run: eightdays program import FILE"
            )
        prepare_store(store)
        services = Services(settings, store, Clock(), workers)
        services.programs.open()
        yield services
    finally:
        workers.close()
        store.close()


def _when(text: str | None, zone: ZoneInfo, *, end: bool = False) -> datetime | None:
    try:
        return None if text is None else parse_iso(text, zone, end=end)
    except ValueError as exc:
        raise UsageError(str(exc)) from None


@contextmanager
def _program(arguments: Arguments) -> Iterator[tuple[Program, datetime, Services | None]]:
    """The program of the file or of the database, and the time that `--at` asks for."""
    if arguments.program is not None:
        text, name = _read(arguments.program), str(arguments.program)
        program = read_program(text, name)
        now = _when(arguments.at, program.zone) or Clock().now()
        yield read_program(text, name, known_at=now), now, None
        return
    with _services(_settings()) as services:
        program = services.programs.require()
        yield program, _when(arguments.at, program.zone) or services.clock.now(), services


def _demo(arguments: Arguments) -> int:
    path = arguments.program or SAMPLE
    program = read_program(_read(path), str(path))
    start = _when(arguments.at or (None if arguments.program else SAMPLE_STARTS), program.zone)

    def ready(address: str) -> None:
        print(f"\n  eightdays demo: open {address} in a browser. Ctrl-C ends it.\n", flush=True)

    return _loop(demo(arguments.port, start, path, ready))


def _run(_arguments: Arguments) -> int:
    return _loop(run(_settings(), clock_at(None)))


def _check(arguments: Arguments) -> int:
    settings, wrong = configuration.load_what_is_right()
    logs.configure(settings.log_level, settings.log_format)
    findings = [Finding(name, False, why) for name, why in wrong.items()]
    findings += [found for found in _findings(settings) if found.what not in wrong]
    if arguments.json:
        print(json.dumps([{"what": f.what, "ok": f.ok, "detail": f.detail} for f in findings]))
    for finding in [] if arguments.json else findings:
        print(f"{'ok  ' if finding.ok else 'FAIL'} {finding.what}: {finding.detail}")
    return 0 if all(finding.ok for finding in findings) else 1


def _findings(settings: Settings) -> Iterator[Finding]:
    yield from check_settings(settings)
    try:
        store = Store(settings.database_url.get_secret_value())
    except ConfigurationError as exc:
        yield Finding("database", False, logs.mask(str(exc)))
        yield from check_outside(settings, None, slack_scopes())
        return
    try:
        yield from check_outside(settings, store, slack_scopes())
    finally:
        store.close()


def _ask(arguments: Arguments) -> int:
    words = " ".join(arguments.question)
    if not words:
        raise UsageError("ask what? Write a question, or - to read one a line")
    questions = (line.rstrip("\n") for line in sys.stdin) if words == "-" else [words]
    with _program(arguments) as (program, now, _):
        for question in questions:
            found = answer(question, program, now)
            if arguments.json:
                print(json.dumps(_answer_json(question, found), ensure_ascii=False), flush=True)
            else:
                print(found.text, flush=True)
    return 0


def _answer_json(question: str, found: Answer) -> dict[str, Any]:
    return {
        "question": question,
        "answered": found.answered,
        "intent": found.intent,
        "text": found.text,
        "facts": found.facts,
    }


def _plan(arguments: Arguments) -> int:
    with _program(arguments) as (program, now, services):
        until = _when(arguments.until, program.zone, end=True)
        if until is not None and until < now and (arguments.at or not arguments.past):
            begins = arguments.at or f"now, {now.astimezone(program.zone):%Y-%m-%d %H:%M}"
            raise UsageError(f"--until {arguments.until} is before the start ({begins})")
        if arguments.past:
            if services is None:
                raise UsageError("--past shows the ledger of the database; leave --program out")
            since = now if arguments.at else datetime.min.replace(tzinfo=now.tzinfo)
            items = services.plans.past(since, until or services.clock.now())
        else:
            end = until or now + PLAN_DAYS
            items = services.plans.ahead(now, end) if services else plan_of(program, now, end)
        for item in items:
            print(_plan_line(program, item, as_json=arguments.json, past=arguments.past))
        if not items and not arguments.json:
            print("nothing")
    return 0


def _plan_line(program: Program, item: PlanItem, *, as_json: bool, past: bool) -> str:
    if as_json:
        return json.dumps(item.to_json(program), ensure_ascii=False)
    state = f"  [{item.state}{': ' + item.reason if item.reason else ''}]" if past else ""
    if not past and item.reason.startswith(MOVED_FROM):
        state = f"  ({item.reason})"
    head = f"{item.at.astimezone(program.zone):%a %Y-%m-%d %H:%M}  {item.destination}{state}"
    why = [item.why] if past and item.why else []
    return "\n    ".join([head, *item.text.split("\n"), *why])


def _preview(arguments: Arguments) -> int:
    if wrong := cli_preview.wrong_usage(arguments):
        raise UsageError(wrong)
    arguments.at = None
    with _program(arguments) as (program, now, services):
        for line in cli_preview.lines(arguments, program, now, services):
            print(line)
    return 0


def _roundup(arguments: Arguments) -> int:
    with _program(arguments) as (program, now, _):
        try:
            text = cli_roundup.printed(arguments, program, now)
        except ValueError as exc:
            raise UsageError(str(exc)) from None
        print(text, end="")
    return 0


def _import(arguments: Arguments) -> int:
    text, name = _read(arguments.file), str(arguments.file)
    settings = _settings()
    messages: list[str] = []
    if arguments.dry_run and not _is_there(settings):
        now = Clock().now()
        changes = compare(None, read_file(text, name))
        program = read_program(text, name, known_at=now)
        messages = effect(None, program, (), now, now + AHEAD).lines()
    else:
        with _services(settings, create=True) as services:
            saved = services.programs.tried_text(text, name, OPERATOR)
            changes, messages = saved.changes, services.moving.effect_of(saved).lines()
            if not arguments.dry_run:
                changes = services.programs.import_text(text, name, OPERATOR)
    for line in [*(change.text() for change in changes), *(messages if changes else [])]:
        print(line)
    if not changes:
        print("nothing changes")
    elif arguments.dry_run:
        print(f"{len(changes)} changes; nothing was written")
    else:
        print(f"{len(changes)} changes applied")
    return 0


def _is_there(settings: Settings) -> bool:
    """Whether there is a database yet; looking for one of SQLite must not make it."""
    store = Store(settings.database_url.get_secret_value())
    store.close()
    return store.path is None or store.path.exists()


def _export(_arguments: Arguments) -> int:
    with _services(_settings()) as services:
        print(services.programs.export(), end="")
    return 0


def _schema(_arguments: Arguments) -> int:
    print(json.dumps(ProgramFile.model_json_schema(), indent=2))
    return 0


def _manifest(arguments: Arguments) -> int:
    url = arguments.url
    if arguments.mode == "http" and not url:
        raise UsageError("HTTP mode needs --url, the bot's public address")
    print(json.dumps(slack_manifest(arguments.mode, url), indent=2))
    return 0


def _upgrade(_arguments: Arguments) -> int:
    store = Store(_settings().database_url.get_secret_value())
    try:
        migrate.upgrade(store)
        print(f"at schema {migrate.current(store)}")
    finally:
        store.close()
    return 0


def _current(_arguments: Arguments) -> int:
    store = Store(_settings().database_url.get_secret_value())
    try:
        found = migrate.current(store) if store.path is None or store.path.exists() else None
        print(f"{found or 'none'} (newest: {HEAD})")
    finally:
        store.close()
    return 0
