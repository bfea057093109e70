"""What is announced, and the fingerprint that an approval binds to."""

import hashlib
import json
from datetime import datetime

from bot.domain.model import Award, Program
from bot.domain.money import money

# The posts of an announcement by the code of their destination: {"slack:#moss": ["…"], "x": …}.
Posts = dict[str, list[str]]


def award_subject(award: Award) -> str:
    """What ledger and announcements call the announcement of an award."""
    return f"award/{award.key}"


def award_text(program: Program, award: Award) -> str:
    """The words of an award's announcement, before any network's limits."""
    amount = money(award.amount, program.currency, program.locale)
    if award.original:
        amount += f" ({money(award.original.amount, award.original.currency, program.locale)})"
    track = program.tracks_by_key.get(award.track or "")
    parts = [f"{program.short_name} has awarded {amount} to {award.recipient}"]
    if award.purpose:
        parts.append(f" {award.purpose.rstrip('.')}")
    if track:
        parts.append(f" ({track.name})")
    return "".join(parts) + "." + (f"\n{award.url}" if award.url else "")


def digest(posts: Posts, due: datetime | None) -> str:
    """The fingerprint of everything that an approval is given to: texts, places and time."""
    content = json.dumps([posts, due.isoformat() if due else None], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
