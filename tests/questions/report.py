"""`python -m tests.questions.report [--show] [--holdout] [--known]`: how the corpus is answered.

A table of intent, right, wrong (a confident answer that is not right) and unknown (no answer
where there should have been one). The questions that are held back are counted, and shown only with
`--show --holdout`; `--known` leaves them alone.
"""

import statistics
import sys
import time
from collections import Counter, defaultdict

from tests.questions.cases import Case, cases


def main(arguments: list[str]) -> int:
    """Prints a table for each part of the corpus."""
    show = "--show" in arguments
    _report("Known to the code", list(cases()), show=show)
    if "--known" not in arguments:
        _report("Known, and not right yet", list(cases("open")), show=show)
        _report("Held back", list(cases("holdout")), show=show and "--holdout" in arguments)
    return 0


def _report(title: str, asked: list[Case], *, show: bool) -> None:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    times = []
    for case in asked:
        begin = time.perf_counter()
        given = case.ask()
        times.append(time.perf_counter() - begin)
        faults = case.faults(given)
        kind = "right" if not faults else "wrong" if given.answered else "unknown"
        table[given.intent][kind] += 1
        if faults and show:
            out(f"--- {case.file} {case.at} {case.question!r} [{given.intent}] {faults}")
            out("    " + given.text.replace("\n", "\n    "))
    total = sum(table.values(), Counter[str]())
    out(f"\n{title}: {len(asked)} questions, median {statistics.median(times) * 1e3:.2f} ms")
    out(f"{'intent':<20}{'right':>7}{'wrong':>7}{'unknown':>9}")
    for intent, row in [*sorted(table.items()), ("all", total)]:
        out(f"{intent:<20}{row['right']:>7}{row['wrong']:>7}{row['unknown']:>9}")


def out(text: str) -> None:
    """A line of the report."""
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
