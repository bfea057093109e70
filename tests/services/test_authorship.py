"""Who wrote the records counts as an author of what is announced of them."""

import pytest

from bot.errors import NotAllowedError
from tests.domain.samples import MOSS
from tests.services.conftest import OLIVE
from tests.services.everywhere import BEN, Everywhere, everywhere

__all__ = ["everywhere"]


def test_whoever_moved_a_deadline_does_not_approve_its_announcement(
    everywhere: Everywhere,
) -> None:
    moved = MOSS.replace("closes: 2018-04-30", "closes: 2018-05-31")
    everywhere.services.programs.import_text(moved, "moss.yaml", BEN)
    found = everywhere.services.drafting.deadline("mission-partners/april-2018-batch", OLIVE)
    assert {BEN.id, OLIVE.id} <= set(found.authors)
    with pytest.raises(NotAllowedError, match="somebody else of staff"):
        everywhere.approve(found.id, BEN)
