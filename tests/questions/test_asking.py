"""How much one may ask for, what recipients do, whom to ask, and thanks in any words."""

from datetime import UTC, datetime

import pytest

from bot.questions.engine import answer
from tests.questions.cases import program

NOW = datetime(2026, 4, 10, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("would 60k be too much for Search?", "Yes: "),
        ("would 40k be too much for Search?", "No: "),
        ("is €1,000 too little for Search?", "Yes: "),
        ("could we ask 70k from Private Messaging?", "Yes: "),
        ("can we ask for more than 80k from Private Messaging?", "No: "),
        ("does Search pay 60k?", "No: "),
    ],
)
def test_whether_an_amount_is_in_the_range(question: str, begins: str) -> None:
    given = answer(question, program("commons"), NOW)
    assert given.intent == "track_amount"
    assert given.text.startswith(begins)


def test_an_amount_of_the_past_is_no_range() -> None:
    assert answer("did Search ever give 60k?", program("commons"), NOW).intent == "awards"


def test_tracks_are_compared_by_what_they_give() -> None:
    commons = program("commons")
    assert "Private" in answer("which track has the highest ceiling?", commons, NOW).text
    lowest = answer("which track has the lowest maximum?", commons, NOW).text
    assert lowest.startswith("Small Grants")


@pytest.mark.parametrize(
    "question",
    [
        "amount and date of the grant to OML?",
        "when did OML get it and how much?",
        "what is OML working on?",
    ],
)
def test_two_things_at_once(question: str) -> None:
    text = answer(question, program("commons"), NOW).text
    assert "€4,500" in text
    assert "15 January 2026" in text
    assert "Polish" in text


def test_sums_of_all_of_them_only_where_the_number_is_right() -> None:
    commons = program("commons")
    assert answer("average of the two Rookery awards", commons, NOW).answered
    assert not answer("average of the three Rookery awards", commons, NOW).answered


@pytest.mark.parametrize(
    "question",
    [
        "who do I email about a broken upload form",
        "whom can I ask if I get stuck?",
        "where can I get help from a human",
    ],
)
def test_whom_to_ask_whatever_for(question: str) -> None:
    assert answer(question, program("commons"), NOW).intent == "contact"


@pytest.mark.parametrize(
    "question",
    ["what sort of things can I ask you", "which topics can you help me with?"],
)
def test_what_can_be_asked_at_all(question: str) -> None:
    assert answer(question, program("commons"), NOW).intent == "help"


def test_thanks_may_have_any_praise_but_no_question() -> None:
    assert answer("cheers mate, super useful!", program("commons"), NOW).intent == "thanks"
    assert not answer("thanks, results?", program("commons"), NOW).answered


def test_who_applies_matters_only_where_that_is_asked() -> None:
    kitsune = program("kitsune")
    assert answer("where do students submit for Robotics?", kitsune, NOW).intent == "apply"
    assert not answer("can students apply for Robotics?", kitsune, NOW).answered
    assert "suggest" in answer("can a student apply to Travel Bursaries?", kitsune, NOW).text


@pytest.mark.parametrize(
    ("question", "tracks"),
    [
        ("is there a track where I could ask for 60k?", {"private-messaging"}),
        ("which tracks give up to 40k", {"search-and-discovery", "private-messaging"}),
    ],
)
def test_tracks_that_give_an_amount(question: str, tracks: set[str]) -> None:
    facts = answer(question, program("commons"), NOW).facts["tracks"]
    assert isinstance(facts, list)
    assert {fact["key"] for fact in facts if isinstance(fact, dict)} == tracks


@pytest.mark.parametrize(
    "question", ["get 60k", "who is Polish?", "how much more did Rookery get?"]
)
def test_half_a_question_is_none(question: str) -> None:
    assert not answer(question, program("commons"), NOW).answered


def test_the_currency_of_the_program_by_any_of_its_names() -> None:
    for sum_of_money in ("12 million yen", "¥12m", "12m JPY", "jpy 12000000"):
        text = answer(f"who got {sum_of_money}?", program("kitsune"), NOW).text
        assert "on record" in text or "Hoshino Lab" in text
    assert "€2,000" in answer("who got 2000 euros?", program("commons"), NOW).text
    assert "in 2018" in answer("awards of 2018", program("commons"), NOW).text


@pytest.mark.parametrize(
    "question",
    ["who got money besides Rookery?", "apart from Rookery, who got money?", "all except Rookery"],
)
def test_what_is_left_out_is_not_what_is_answered(question: str) -> None:
    assert not answer(question, program("commons"), NOW).answered


def test_a_word_for_many_is_no_name_of_one() -> None:
    harakeke = program("harakeke")
    assert answer("how much went to dunes?", harakeke, NOW).intent == "ambiguous"


def test_two_extremes_at_once() -> None:
    text = answer("the largest and the smallest award?", program("commons"), NOW).text
    assert "Chatterbox" in text
    assert "Papierkorb" in text


def test_a_period_said_once_is_meant_for_both() -> None:
    text = answer("how many awards and how much money in 2025?", program("commons"), NOW).text
    assert text.startswith("There are four awards in 2025, €184,000.50 in all.")


@pytest.mark.parametrize(
    ("question", "begins"),
    [("is 50k the maximum for Search?", "Yes: "), ("is 40k the maximum for Search?", "No: ")],
)
def test_whether_an_amount_is_the_bound_itself(question: str, begins: str) -> None:
    assert answer(question, program("commons"), NOW).text.startswith(begins)


def test_who_may_apply_is_on_no_record() -> None:
    assert not answer("who can apply for Search?", program("commons"), NOW).answered


def test_what_a_track_paid_for_is_not_what_it_is_for() -> None:
    commons = program("commons")
    assert answer("which projects did Search pay for?", commons, NOW).intent == "awards"
    assert answer("what does Search pay for?", commons, NOW).intent == "track"


def test_one_word_about_is_no_award() -> None:
    given = answer("tell me about cryptography", program("commons"), NOW)
    assert given.intent != "awards"
