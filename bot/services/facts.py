"""What machines are told of an announcement."""

from bot.domain.announcement import Kind
from bot.domain.model import Award, Program
from bot.services.board import award_keys
from bot.store.announcements import Announcement


def facts_of(found: Announcement, program: Program) -> dict[str, object]:
    """What machines are told of an announcement."""
    awards = [program.awards_by_key[k] for k in award_keys(found) if k in program.awards_by_key]
    return {
        "announcement": found.id,
        "kind": found.kind.value,
        "title": _public_title(found, program),
        "target": found.target,
        "program": {"name": program.name, "short_name": program.short_name, "url": program.url},
        "awards": [{**told_of(award), "currency": program.currency} for award in awards],
    }


def told_of(award: Award) -> dict[str, object]:
    """What machines are told of an award. An approval is given to that, too: whoever changes any of
    it takes the approval away (`Redrafting`)."""
    original = award.original
    return {
        "key": award.key,
        "recipient": award.recipient,
        "amount": str(award.amount),
        "original": original and {"amount": str(original.amount), "currency": original.currency},
        "track": award.track,
        "purpose": award.purpose,
        "url": award.url,
        "awarded": award.awarded.isoformat(),
    }


def _public_title(found: Announcement, program: Program) -> str:
    """What everybody may read over an announcement: the title of news and round-ups, which staff
    wrote to be read, else the program's name. Other titles are for staff."""
    return found.title if found.kind in {Kind.NEWS, Kind.ROUNDUP} else program.name
