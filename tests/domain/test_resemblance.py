"""What reviewers are warned of."""

from dataclasses import replace

import pytest

from bot.domain.announcement import Content, Kind
from bot.domain.building import read_program
from bot.domain.resemblance import mentions_on_x, warnings
from bot.render.posts import places_of, texts_of

PROGRAM = read_program("""\
program:
  name: Mozilla Open Source Support
  short_name: MOSS
  timezone: America/Los_Angeles
  currency: USD
awards:
  - recipient: Zappa
    amount: 65000
    original: {amount: 51000, currency: EUR}
    purpose: to scale better
    url: https://zappa.example.org/
    handles: {x: "@zappa"}
    awarded: 2018-01-23
  - {recipient: Kappa, amount: 65000, purpose: to scale better, awarded: 2018-01-23}
""")
ZAPPA, KAPPA = PROGRAM.awards
PLACES = places_of(["slack:#moss", "x", "mastodon"])
CONTENT = Content(kind=Kind.AWARD, awards=(ZAPPA,))
TEXTS = texts_of(CONTENT, PROGRAM, PLACES)


def said(old: str, new: str) -> list[str]:
    """The warnings where X's text is put otherwise."""
    assert old in TEXTS["x"]
    return warnings(CONTENT, {**TEXTS, "x": TEXTS["x"].replace(old, new)}, PROGRAM, [])


def test_what_is_drafted_from_the_record_is_as_the_record() -> None:
    assert warnings(CONTENT, TEXTS, PROGRAM, []) == []
    both = Content(kind=Kind.AWARDS, awards=PROGRAM.awards)
    assert warnings(both, texts_of(both, PROGRAM, PLACES), PROGRAM, []) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            "$65,000",
            "$56,000",
            [
                "X: $56,000 is not a sum of the record.",
                "X: the amount of the record, $65,000, is not in it.",
            ],
        ),
        ("$65,000", "€65,000", ["X: €65,000 is in another currency than the record's $65,000."]),
        ("$65,000", "USD 65,000", []),
        ("$65,000", "$65,000.00", []),
        ("(€51,000)", "", []),
        (
            "Zappa (@zappa)",
            "Zapper",
            ["X: the recipient of the record, Zappa, is not named."],
        ),
        ("@zappa", "@zapa", ["X: @zapa is not a handle of the record."]),
        (
            "https://zappa.example.org/",
            "https://zapa.example.org/",
            [
                "X: https://zapa.example.org/ is not a link of the record.",
                "X: the link of the record, https://zappa.example.org/, is not in it.",
            ],
        ),
        ("https://zappa.example.org/", "http://zappa.example.org", []),
        ("scale better", "scale better in 2018, by 30%, with 3 people", []),
        ("scale better", "follow RFC 2119 and PR 12 of MOSS 2018", []),
        ("scale better", "scale for CHF 12", ["X: CHF 12 is not a sum of the record."]),
        ("scale better", "scale for 1,200.50 €", ["X: 1,200.50 € is not a sum of the record."]),
    ],
)
def test_what_differs_from_the_record_is_told_with_its_place(
    old: str, new: str, found: list[str]
) -> None:
    assert said(old, new) == found


def test_what_differs_everywhere_is_told_once() -> None:
    texts = {code: text.replace("$65,000", "$56,000") for code, text in TEXTS.items()}
    assert warnings(CONTENT, texts, PROGRAM, []) == [
        "$56,000 is not a sum of the record.",
        "The amount of the record, $65,000, is not in it.",
    ]


def test_the_same_award_once_more() -> None:
    earlier = [
        ("award to Kappa", {"x": "MOSS has awarded $65,000 to Kappa to scale better."}),
        ("award to Zappa", {"x": "Hooray, Zappa! You get $65,000 from us."}),
        ("other award to Zappa", {"x": "MOSS has awarded $12,000 to Zappa to scale better."}),
    ]
    assert warnings(CONTENT, TEXTS, PROGRAM, earlier) == [
        "This looks like an earlier announcement: award to Zappa."
    ]


@pytest.mark.parametrize(
    ("before", "is_like"),
    [
        ("Applications for spring are open now. Tell your friends!", True),
        ("Applications for spring are open now! Tell your friend. #MOSS", True),
        ("Applications for Autumn are closed. Tell your friends!", False),
        ("Applications for the 2 tracks of spring are open now. Tell your friends!", False),
        ("", False),
    ],
)
def test_news_that_were_told_before(before: str, is_like: bool) -> None:
    text = "Applications for spring are open now. Tell your friends!"
    content = Content(kind=Kind.NEWS, text=text)
    found = warnings(content, {"x": text, "slack": text}, PROGRAM, [("news of May", {"x": before})])
    assert found == ["This looks like an earlier announcement: news of May."] * is_like


def test_a_date_that_moved_is_not_what_was_said_before() -> None:
    content = Content(kind=Kind.DEADLINE)
    text = "Small Grants: Spring closes on Friday 15 May 2026."
    before = {"x": text.replace("15 May", "22 May")}
    assert warnings(content, {"x": text}, PROGRAM, [("deadline", before)]) == []
    assert warnings(content, {"x": text}, PROGRAM, [("deadline", {"x": text})]) != []


def test_where_the_comma_is_the_decimal_sign() -> None:
    program = replace(PROGRAM, locale="de_DE", currency="EUR")
    award = replace(KAPPA, amount=ZAPPA.amount)
    content = Content(kind=Kind.AWARD, awards=(award,))
    texts = texts_of(content, program, places_of(["x"]))
    assert "65.000\xa0€" in texts["x"]
    assert warnings(content, texts, program, []) == []


def test_a_mention_on_x_is_pointed_out() -> None:
    (said,) = mentions_on_x({"x": "MOSS has awarded $65,000 to @zappa.", "slack:#moss": "Zappa"})
    assert "X may refuse mentions" in said
    elsewhere = {"mastodon": "To @zappa@fosstodon.org", "x": "Zappa; ask moss@example.org"}
    assert mentions_on_x(elsewhere) == []
