"""What machines are told of an announcement."""

from bot.domain.announcement import Kind
from bot.domain.model import Program
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
        "awards": [
            {
                "key": award.key,
                "recipient": award.recipient,
                "amount": str(award.amount),
                "currency": program.currency,
                "original": None
                if award.original is None
                else {"amount": str(award.original.amount), "currency": award.original.currency},
                "track": award.track,
                "purpose": award.purpose,
                "url": award.url,
                "awarded": award.awarded.isoformat(),
            }
            for award in awards
        ],
    }


def _public_title(found: Announcement, program: Program) -> str:
    """What everybody may read over an announcement: the title of news and round-ups, which staff
    wrote to be read, else the program's name. Other titles are for staff."""
    return found.title if found.kind in {Kind.NEWS, Kind.ROUNDUP} else program.name
