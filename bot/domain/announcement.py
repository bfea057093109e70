"""What is announced, and the fingerprint that an approval binds to."""

import hashlib
import json
from datetime import datetime

from bot.domain.model import Award, Program
from bot.domain.money import money

# The posts of an announcement by the code of their destination: {"slack:#moss": ["…"], "x": …}.
Posts = dict[str, list[str]]


def award_subject(key: str) -> str:
    """What ledger and announcements call the announcement of an award."""
    return f"award/{key}"


def award_text(
    program: Program, award: Award, *, with_track: bool = True, with_purpose: bool = True
) -> str:
    """The words of an award's announcement; the track and the purpose can be left out."""
    amount = money(award.amount, program.currency, program.locale)
    if award.original:
        amount += f" ({money(award.original.amount, award.original.currency, program.locale)})"
    track = program.tracks_by_key.get(award.track or "")
    text = f"{program.short_name} has awarded {amount} to {award.recipient}"
    if with_purpose and award.purpose:
        text += purpose_clause(award.purpose)
    if with_track and track:
        text += f" ({track.name})"
    return f"{text}." + (f"\n{award.url}" if award.url else "")


def purpose_clause(purpose: str) -> str:
    """A purpose as the end of a sentence: " to improve …", or ": a discussion system …"."""
    bare = purpose.rstrip(".")
    return f" {bare}" if bare.startswith(("to ", "for ")) else f": {bare}"


def digest(posts: Posts, due: datetime | None) -> str:
    """The fingerprint of everything that an approval is given to: texts, places and time."""
    content = json.dumps([posts, due.isoformat() if due else None], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
