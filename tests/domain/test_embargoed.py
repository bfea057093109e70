"""Awards under embargo that a text of something else names."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.domain.embargoed import named
from bot.domain.model import Award, Handles
from tests.domain.samples import program

PROGRAM = program("  - {key: seed, name: Seed}\n")
NOW = datetime(2018, 1, 10, tzinfo=UTC)
ENDS = datetime(2018, 2, 5, tzinfo=UTC)
AWARD = Award(
    key="secret", recipient="Linked Rust", aliases=("Ferris", "LR"), amount=Decimal(1234),
    publish_at=ENDS, handles=Handles(x="@linkedrust"), awarded=NOW.date(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("See what we did for Linked Rust.", True),
        ("See what we did for linked  rust.", True),
        ("See what FERRIS does.", True),
        ("Thanks, @LinkedRust!", True),
        ("The page is linked, and rust is gone.", False),
        ("A ferris wheel, Ferrissimo.", False),
        ("LR", False),
        ("Read https://example.org/Ferris", False),
    ],
)
def test_whole_names_count(text: str, is_named: bool) -> None:
    one = replace(PROGRAM, awards=(AWARD,))
    assert bool(named(one, [text], NOW)) is is_named
    assert named(one, [text], ENDS) == []
    assert named(one, [text], NOW, own=["secret"]) == []


def test_unpublished_awards_count_at_any_time() -> None:
    one = replace(PROGRAM, awards=(replace(AWARD, published=False, publish_at=None),))
    assert named(one, ["Ferris"], ENDS)


@pytest.mark.parametrize(
    ("text", "is_named"),
    [("Linked Rust", False), ("$1,234 for Linked Rust", True), ("$12,345, Linked Rust", False)],
)
def test_who_has_a_public_award_may_be_named_without_the_other(text: str, is_named: bool) -> None:
    public = replace(AWARD, key="public", publish_at=None, amount=Decimal(50))
    both = replace(PROGRAM, awards=(AWARD, public))
    assert bool(named(both, [text], NOW)) is is_named
