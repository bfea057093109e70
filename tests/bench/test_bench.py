"""The bench works; what it measures is not asserted anywhere, for machines differ."""

import json

import pytest

from bench import __main__ as bench
from bench import answering, load, report, requests, servers, starting, throughput


def test_a_tiny_run_of_each_part_works(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["--quick", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert {row["server"] for row in found["commands"]} == {throughput.OURS, *throughput.FLOORS}
    assert {row["process"] for row in found["starts"]} == set(starting.NAMES)
    assert [row["program"] for row in found["answers"]] == ["sample", "generated"]


def test_the_tables_hold_what_was_measured() -> None:
    row = throughput.Row("bolt", 32, 5000.0, 6.0, 9.0, 150.0, 0.1, 0.95, 0.97)
    table = report.commands([row])
    assert "5,000" in table
    assert "0.95" in table
    assert len({len(line) for line in table.splitlines()}) == 1


def test_every_request_is_one_of_its_own() -> None:
    made = requests.slash_commands(1, 50)
    assert len(set(made)) == 50


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(SystemExit) as refused:
        bench.main(["everything"])
    assert refused.value.code == 2


def test_a_wrong_answer_is_no_result() -> None:
    good = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
    load.check([good], 1, "ok")
    for answers, number, expected in (
        ([good], 2, "ok"),
        ([good], 1, "no"),
        ([good.replace(b"200", b"500")], 1, "ok"),
    ):
        with pytest.raises(RuntimeError):
            load.check(answers, number, expected)


def test_a_program_of_the_largest_size_is_one() -> None:
    text = answering.generated(20, 100)
    assert text == answering.generated(20, 100)
    assert servers.ANSWER not in text
