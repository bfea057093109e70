"""What the documents say to type is there, their examples work, and their links lead somewhere."""

import re
import shlex
from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

import pytest

from bot import cli
from bot.domain.building import read_program
from bot.domain.document import ProgramFile
from bot.domain.reading import ProgramFileError
from handlers.bolt import EVENTS
from handlers.commands import COMMANDS
from handlers.manifest import SCOPES
from handlers.program import SUBCOMMANDS
from tests.house.sources import ROOT

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(path: Path, kind: str) -> list[str]:
    return [body for info, body in FENCE.findall(path.read_text("utf-8")) if info == kind]


def examples(kind: str) -> list[tuple[str, str]]:
    return [(path.name, body) for path in DOCUMENTS for body in blocks(path, kind)]


def table(name: str, heading: str) -> dict[str, str]:
    """The first two columns of the table under a heading."""
    part = text_of(name).split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = [line.strip("|").split(" | ") for line in part.splitlines() if line.startswith("| `")]
    return {row[0].strip(): row[1].strip() for row in cells}


@pytest.mark.parametrize(("name", "example"), examples("yaml"))
def test_program_files_in_documents_can_be_imported(name: str, example: str) -> None:
    assert read_program(example, name).tracks


def test_every_field_of_a_program_file_is_explained() -> None:
    schema = ProgramFile.model_json_schema()
    fields = {*schema["properties"]}
    for part in schema["$defs"].values():
        fields |= {*part["properties"]}
    told = set(re.findall(r"`(\w+)`", text_of("docs/program-file.md")))
    assert fields - told == set()


def test_the_broken_example_gets_the_errors_that_are_shown() -> None:
    path = ROOT / "docs" / "program-file.md"
    (broken,) = blocks(path, "yaml invalid")
    shown = next(text for text in blocks(path, "text") if text.startswith("eightdays: fund.yaml"))
    with pytest.raises(ProgramFileError) as raised:
        read_program(broken, "fund.yaml")
    assert [f"eightdays: {line}" for line in raised.value.lines()] == shown.splitlines()


def every_command() -> dict[tuple[str, ...], ArgumentParser]:
    """The parser of each command, by its words: ("program", "import")."""

    def inside(parser: ArgumentParser, words: tuple[str, ...]) -> None:
        groups = [a for a in parser._actions if isinstance(a, _SubParsersAction)]
        if not groups:
            found[words] = parser
        for group in groups:
            for name, inner in group.choices.items():
                inside(inner, (*words, name))

    found: dict[tuple[str, ...], ArgumentParser] = {}
    inside(cli._parser(), ())
    return found


def typed_lines() -> list[tuple[str, str]]:
    """Each line of a shell block that calls eightdays."""
    return [
        (name, line)
        for name, block in examples("sh")
        for line in block.splitlines()
        if re.match(r"\S*eightdays\s", line)
    ]


@pytest.mark.parametrize(("name", "line"), typed_lines())
def test_command_lines_in_documents_are_understood(name: str, line: str) -> None:
    _, *words = shlex.split(line, comments=True)
    try:
        cli._parser().parse_args(words)
    except SystemExit:
        pytest.fail(f"{name}: {line}")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_named_in_documents_exist(path: Path) -> None:
    known = every_command()
    unknown = []
    for code in re.findall(r"`(?:\.venv/bin/)?eightdays ([^`]+)`", path.read_text("utf-8")):
        words = code.replace("[", " ").replace("]", " ").split()
        parser = known.get(tuple(words[:1])) or known.get(tuple(words[:2]))
        options = {word for word in words if word.startswith("--")}
        if parser is None or options - set(parser._option_string_actions):
            unknown.append(code)
    assert unknown == []


def test_the_readme_names_every_command() -> None:
    readme = text_of("README.md")
    missing = [
        " ".join(words)
        for words in every_command()
        if f"`eightdays {' '.join(words)}" not in readme
    ]
    assert missing == []


def test_scopes_are_explained_as_the_manifest_has_them() -> None:
    found = table("docs/slack.md", "Scopes")
    assert found == {f"`{scope}`": f"{reason} |".rstrip(" |") for scope, reason in SCOPES.items()}


def test_events_and_commands_are_those_that_are_registered() -> None:
    events = re.findall(r"`([^`]+)`", " ".join(table("docs/slack.md", "Events")))
    assert sorted(events) == sorted(EVENTS)
    told = " ".join(table("docs/slack.md", "Commands"))
    missing = [c.name for c in COMMANDS if f"`{c.name} " not in told]
    missing += [name for name in SUBCOMMANDS if f"`/program {name}" not in told]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_are_there(path: Path) -> None:
    text = FENCE.sub("", path.read_text("utf-8"))
    targets = re.findall(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    here = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in here if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_files_named_in_documents_are_there(path: Path) -> None:
    ours = r"`((?:bot|handlers|schedules|tests|bench|docs|requirements)/[\w./-]*)`"
    named = set(re.findall(ours, path.read_text("utf-8")))
    assert {name for name in named if not (ROOT / name).exists()} == set()
