"""The Makefile explains itself, and nothing written down names a target that it does not have."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.sources import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
INNER = {"run-environment", "dev-environment"}
PROMISED = {"help", "demo", "test", "lint", "format", "lock", "bench", "questions", "clean"}


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / ".ci" / "run"]


@pytest.mark.skipif(not shutil.which("make"), reason="no make on the PATH")
@pytest.mark.parametrize("arguments", [[], ["help"]])
def test_help_lists_every_target_with_what_it_does(arguments: list[str]) -> None:
    shown = subprocess.check_output(
        ["make", "--no-print-directory", *arguments], cwd=ROOT, text=True
    )
    explained = dict(re.findall(r"^  make (\S+) +(\S.*)$", shown, re.MULTILINE))
    assert set(explained) == TARGETS - INNER
    assert set(explained) >= PROMISED


def test_every_target_is_phony() -> None:
    declared = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert declared
    assert set(declared[1].split()) == TARGETS


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_what_documents_say_to_type_is_there(document: Path) -> None:
    told = re.findall(r"(?:`|^\s*\$?\s*)make ([a-z-]+)", document.read_text("utf-8"), re.MULTILINE)
    assert set(told) - TARGETS == set()
