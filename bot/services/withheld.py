"""What keeps an announcement from going out: awards of others that it names too early."""

from datetime import datetime

from bot.domain import embargoed
from bot.domain.announcement import Kind
from bot.domain.model import Award, Program
from bot.services.board import award_keys
from bot.store.announcements import Announcement


def awards(program: Program, found: Announcement, at: datetime) -> list[Award]:
    """The awards that it would give away if it went out at `at`; what takes posts down gives
    nothing away."""
    if found.kind is Kind.TAKEDOWN:
        return []
    said = [*found.texts.values(), *(picture.alt for picture in found.pictures)]
    return embargoed.named(program, said, at, award_keys(found))


def reasons(program: Program, found: Announcement, at: datetime) -> list[str]:
    """Why it may not go out at `at`, a sentence each without a capital or a full stop."""
    return [embargoed.sentence(award, program) for award in awards(program, found, at)]
