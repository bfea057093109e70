"""`requirements/install.py`: what it says where it cannot install, and what it does anew."""

import ast
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.house.sources import ROOT

SCRIPT = ROOT / "requirements" / "install.py"
OLD = [path for minor in range(6, 11) if (path := shutil.which(f"python3.{minor}"))]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with what an installation reads."""
    root = tmp_path / "house"
    shutil.copytree(ROOT / "requirements", root / "requirements")
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def load(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("install", root / "requirements" / "install.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def install(house: Path) -> ModuleType:
    """The script, at work in that folder."""
    return load(house)


class Commands:
    """Stands in for `venv` and pip: makes environments that work, and keeps what was asked."""

    def __init__(self, install: ModuleType, fails: Callable[[str], str | None]) -> None:
        self.asked: list[str] = []
        self._install = install
        self._fails = fails

    def __call__(self, command: list[str]) -> tuple[int, str]:
        line = " ".join(command)
        self.asked.append(line)
        if (said := self._fails(line)) is not None:
            return 1, said
        if "-m venv" in line:
            python = Path(self._install.python_of(command[-1]))
            python.parent.mkdir(parents=True, exist_ok=True)
            tag = sys.implementation.cache_tag
            python.write_text(f"#!/bin/sh\necho {tag} True\n")
            python.chmod(0o755)
        return 0, "pip 25.0 from somewhere"

    def count(self, part: str) -> int:
        return sum(part in line for line in self.asked)


def at_work(
    monkeypatch: pytest.MonkeyPatch,
    install: ModuleType,
    fails: Callable[[str], str | None] = lambda _: None,
) -> Commands:
    commands = Commands(install, fails)
    monkeypatch.setattr(install, "run", commands)
    monkeypatch.setattr(install, "leave", lambda _: None)
    return commands


def test_an_old_python_can_read_it() -> None:
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_what_was_found_and_what_is_needed(install: ModuleType) -> None:
    said = install.too_old((3, 9), "/usr/bin/python3")
    assert "/usr/bin/python3 is Python 3.9" in said
    assert "Python 3.11 or later" in said
    assert install.too_old((3, 11), "python3") is None
    assert install.too_old((3, 14), "python3") is None


@pytest.mark.skipif(not OLD, reason="no old Python here")
def test_a_real_old_python_gets_a_sentence() -> None:
    for python in OLD:
        if subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode:
            continue  # a version manager's stand-in for a Python that is not chosen
        done = subprocess.run([python, SCRIPT, "run"], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.startswith("eightdays needs Python 3.11 or later")


def test_a_second_run_does_nothing(install: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = at_work(monkeypatch, install)
    assert install.main(["dev"]) == 0
    assert commands.count("--require-hashes --only-binary=:all: -r requirements/dev.txt") == 1
    assert commands.count("--no-deps --no-build-isolation --editable .") == 1
    commands.asked.clear()
    assert install.main(["dev"]) == 0
    assert install.main(["run"]) == 0  # dev holds all of it
    assert commands.asked == []


def test_run_grows_into_dev_in_place(install: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = at_work(monkeypatch, install)
    assert install.main(["run"]) == 0
    assert install.main(["dev"]) == 0
    assert commands.count("-m venv") == 1
    assert (
        commands.count("-r requirements/run.txt") == commands.count("-r requirements/dev.txt") == 1
    )


def test_a_changed_lock_is_followed_and_what_left_it_is_removed(
    house: Path, install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = at_work(monkeypatch, install)
    install.main(["dev"])
    lock = house / "requirements" / "dev.txt"
    text = lock.read_text()
    lock.write_text(re.sub(r"^psutil==(?:.*\\\n)+.*\n", "", text, flags=re.MULTILINE))
    assert lock.read_text() != text
    commands.asked.clear()
    assert install.main(["dev"]) == 0
    assert commands.count("-m venv") == 0
    assert commands.count("-r requirements/dev.txt") == 1
    assert commands.count("uninstall --yes --quiet psutil") == 1


def test_a_developers_environment_stays_one(
    house: Path, install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = at_work(monkeypatch, install)
    install.main(["dev"])
    (house / "requirements" / "run.txt").write_text("# changed\n")
    assert install.main(["run"]) == 0
    assert commands.count("-r requirements/dev.txt") == 2


@pytest.mark.parametrize("moment", ["-m venv", "--require-hashes", "--editable"])
def test_an_interrupted_installation_is_made_anew(
    install: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    moment: str,
) -> None:
    def interrupt(line: str) -> None:
        if moment in line:
            raise KeyboardInterrupt

    at_work(monkeypatch, install, interrupt)
    assert install.main(["run"]) == 130
    commands = at_work(monkeypatch, install)
    assert install.main(["run"]) == 0
    assert commands.count("-m venv") == 1
    assert commands.count("--require-hashes") == 1


def test_a_moved_folder_is_made_anew(
    house: Path, install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work(monkeypatch, install)
    install.main(["run"])
    moved = load(house.rename(house.with_name("elsewhere")))
    commands = at_work(monkeypatch, moved)
    assert moved.main(["run"]) == 0
    assert commands.count("-m venv") == 1


def test_an_environment_whose_python_is_gone_is_made_anew(
    house: Path, install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = at_work(monkeypatch, install)
    install.main(["run"])
    Path(install.python_of(house / ".venv")).unlink()
    assert install.main(["run"]) == 0
    assert commands.count("-m venv") == 2


def test_without_ensurepip_the_outer_pip_installs(
    house: Path, install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec

    def without(name: str, *more: Any) -> Any:
        return None if name == "ensurepip" else find(name, *more)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    inner = install.python_of(house / ".venv")
    commands = at_work(
        monkeypatch,
        install,
        lambda line: "No module named pip" if f"{inner} -m pip" in line else None,
    )
    assert install.main(["run"]) == 0
    assert commands.count("-m venv --without-pip") == 1
    assert commands.count(f"{sys.executable} -m pip --python") == 2


def test_without_any_pip_it_says_what_to_install(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_work(
        monkeypatch,
        install,
        lambda line: "The virtual environment was not created" if "-m" in line else None,
    )
    assert install.main(["run"]) == 1
    said = capsys.readouterr().err
    assert f"apt install python3.{sys.version_info[1]}-venv" in said
    assert "The virtual environment was not created" in said
    assert "Traceback" not in said


def test_without_a_network_it_says_so_in_pips_words(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (
        "WARNING: Retrying after connection broken by 'NewConnectionError'\n"
        "ERROR: No matching distribution found for aiohttp"
    )
    at_work(monkeypatch, install, lambda line: words if "--require-hashes" in line else None)
    assert install.main(["run"]) == 1
    said = capsys.readouterr().err
    assert "is there a network?" in said
    assert "No matching distribution found for aiohttp" in said


def test_a_failed_update_leaves_the_environment_as_it_was(
    house: Path, install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work(monkeypatch, install)
    install.main(["run"])
    at_work(monkeypatch, install, lambda line: "timed out" if "dev.txt" in line else None)
    assert install.main(["dev"]) == 1
    commands = at_work(monkeypatch, install)
    assert install.main(["run"]) == 0
    assert commands.asked == []
    assert json.loads((house / ".venv" / install.STAMP).read_text())["root"] == str(house)
