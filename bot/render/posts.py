"""An announcement's text for each network, within what the network takes."""

from collections.abc import Iterable

from bot.domain.announcement import Posts, award_text
from bot.domain.ledger import Destination
from bot.domain.lengths import LIMITS, length
from bot.domain.model import Award, Program


def award_posts(program: Program, award: Award, destinations: Iterable[Destination]) -> Posts:
    """What an award's announcement says at each of these destinations."""
    return {
        destination.code: [award_post(program, award, destination.network)]
        for destination in destinations
    }


def award_post(program: Program, award: Award, network: str) -> str:
    """The longest of an award's texts that the network takes; never a cut word."""
    shorter = (
        award_text(program, award),
        award_text(program, award, with_track=False),
        award_text(program, award, with_track=False, with_purpose=False),
    )
    fitting = (text for text in shorter if length(text, network) <= LIMITS[network])
    return next(fitting, shorter[-1])
