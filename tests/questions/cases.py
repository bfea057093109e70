"""The corpus: questions put to programs, with what must and must not stand in the answer.

A file `moss.json` or `moss_*.json` is put to `moss.yaml` and must be answered right. Two kinds are
only reported: `holdout_moss_*.json`, to which the code is not tuned, and `open_moss.json`, which it
knows and does not answer right yet.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from bot.domain.building import read_program
from bot.domain.model import Program
from bot.questions.answer import Answer
from bot.questions.engine import answer

KINDS = frozenset({"holdout", "open"})
CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True, slots=True)
class Case:
    """One question of the corpus."""

    file: str
    program: str
    at: datetime
    question: str
    want: tuple[str, ...]
    no: tuple[str, ...]
    answered: bool | None

    def ask(self) -> Answer:
        """The answer of today's code."""
        return answer(self.question, program(self.program), self.at)

    def faults(self, given: Answer) -> list[str]:
        """What is wrong with an answer; nothing where it is right."""
        found = [f"lacks {pattern}" for pattern in self.want if not re.search(pattern, given.text)]
        found += [f"has {pattern}" for pattern in self.no if re.search(pattern, given.text)]
        if self.answered is not None and given.answered is not self.answered:
            found.append(f"answered is {given.answered}")
        return found


@lru_cache
def program(name: str) -> Program:
    """A program of the corpus."""
    path = CORPUS / f"{name}.yaml"
    return read_program(path.read_text("utf-8"), path.name)


def cases(kind: str = "") -> Iterator[Case]:
    """The questions that must be answered right, or those of a `kind`: "holdout" or "open"."""
    for path in sorted(CORPUS.glob("*.json")):
        lead = path.stem.partition("_")[0]
        if (lead if lead in KINDS else "") != kind:
            continue
        name = path.stem.removeprefix(f"{kind}_").partition("_")[0]
        for entry in json.loads(path.read_text("utf-8")):
            yield Case(
                path.stem,
                name,
                datetime.fromisoformat(entry["at"]),
                entry["question"],
                tuple(entry["want"]),
                tuple(entry["no"]),
                entry["answered"],
            )
