"""Every question of the corpus that the code may know is answered right."""

import pytest

from tests.questions.cases import Case, cases

_CASES = list(cases(holdout=False))


@pytest.mark.parametrize("case", _CASES, ids=[f"{c.file}-{c.question[:50]}" for c in _CASES])
def test_answers(case: Case) -> None:
    given = case.ask()
    assert not case.faults(given), given.text
