"""`.env.example` says all that can be set, and no more."""

import re

from bot.settings import Settings
from tests.house.sources import ROOT

ASSIGNMENT = re.compile(r"^#? ?([A-Z][A-Z0-9_]*)=")


def test_every_setting_is_there_once_and_explained() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    found = [
        (match[1], number) for number, line in enumerate(lines) if (match := ASSIGNMENT.match(line))
    ]
    assert sorted(name for name, _ in found) == sorted(
        name.upper() for name in Settings.model_fields
    )
    unexplained = [
        name
        for name, number in found
        if not re.match(r"# \S", lines[number - 1] if number else "")
        or ASSIGNMENT.match(lines[number - 1])
    ]
    assert unexplained == []
