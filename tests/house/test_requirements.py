"""What is installed is exactly what is locked, and each direct dependency has its reason."""

import re
import tomllib

import pytest

from tests.house.sources import ROOT

FOLDER = ROOT / "requirements"
LOCKS = sorted(path.name for path in FOLDER.glob("*.txt"))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name: str) -> dict[str, str]:
    """The packages of a lock file with their versions."""
    text = (FOLDER / name).read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[\w.-]+", requirement) for requirement in requirements)
    return {normal(match[0]) for match in found if match}


def project() -> dict[str, list[str]]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = config["dependency-groups"]
    direct = {
        group: [one for one in members if isinstance(one, str)] for group, members in groups.items()
    }
    return {"dependencies": config["project"]["dependencies"], **direct}


def test_there_is_a_lock_for_each_group() -> None:
    assert LOCKS == ["dev.txt", "lock.txt", "run.txt"]


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_is_an_exact_version_with_hashes_and_no_address(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.replace("\\\n", ""))
    wrong = [
        entry
        for entry in entries
        if not re.match(r"[\w.-]+==\S+( ; [^\n]+?)?\s+--hash=sha256:[0-9a-f]{64}\b", entry)
    ]
    assert wrong == []
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash)", text, re.MULTILINE)


def test_dev_is_run_and_more() -> None:
    run, dev = pins("run.txt"), pins("dev.txt")
    assert {name: dev.get(name) for name in run} == run


def test_what_is_asked_for_is_locked() -> None:
    asked = project()
    assert names(asked["dependencies"]) - pins("run.txt").keys() == set()
    everything = [one for group, members in asked.items() if group != "lock" for one in members]
    assert names(everything) - pins("dev.txt").keys() == set()


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8").lower()
    said = {normal(word) for word in re.findall(r"[\w.-]+\w", text)}
    assert names(project()["dependencies"]) - said == set()
