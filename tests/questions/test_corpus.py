"""Every question of the corpus that the code may know is answered right."""

from itertools import groupby

import pytest

from tests.questions.cases import Case, cases

# A test a file: four thousand tests would take longer to be counted than to be answered.
_FILES = {name: list(asked) for name, asked in groupby(cases(), key=lambda case: case.file)}


@pytest.mark.parametrize("asked", _FILES.values(), ids=_FILES.keys())
def test_answers(asked: list[Case]) -> None:
    wrong = []
    for case in asked:
        given = case.ask()
        if faults := case.faults(given):
            wrong.append(f"{case.at} {case.question!r}: {faults}\n{given.text}\n")
    assert not wrong, "\n".join(wrong)
