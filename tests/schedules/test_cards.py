"""A review card that cannot be redrawn holds up no other."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.networks.base import NetworkError, PermanentError, TemporaryError
from bot.services.reviewing import StaleCard
from bot.workers import Workers
from schedules.cards import Cards


class Reviewing:
    """Three stale cards; what is noted as redrawn is stale no more."""

    def __init__(self) -> None:
        self.cards = [
            StaleCard(number, f"C:{number}", {"text": "", "blocks": []}) for number in (1, 2, 3)
        ]

    def adopt(self) -> None:
        return

    def unseen(self) -> list[Any]:
        return []

    def stale(self) -> list[StaleCard]:
        return list(self.cards)

    def redrawn(self, card: StaleCard) -> None:
        self.cards.remove(card)


class Slack:
    """Takes every card but those it has an error for."""

    def __init__(self, **errors: NetworkError) -> None:
        self.errors = errors
        self.asked: list[str] = []

    def update(self, external_id: str, _text: str, _blocks: list[Any]) -> None:
        number = external_id.removeprefix("C:")
        self.asked.append(number)
        if error := self.errors.get(f"card{number}"):
            raise error


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    found = Workers()
    yield found
    found.close()


async def test_what_fails_for_now_is_tried_at_the_next_round(workers: Workers) -> None:
    reviewing, slack = Reviewing(), Slack(card1=TemporaryError("away"))
    cards = Cards(reviewing, slack, workers)  # type: ignore[arg-type]
    await cards.run()
    assert [card.announcement for card in reviewing.cards] == [1]
    await cards.run()
    assert slack.asked == ["1", "2", "3", "1"]


async def test_what_is_refused_for_good_is_not_tried_again(workers: Workers) -> None:
    reviewing, slack = Reviewing(), Slack(card1=PermanentError("message_not_found"))
    cards = Cards(reviewing, slack, workers)  # type: ignore[arg-type]
    await cards.run()
    await cards.run()
    assert slack.asked == ["1", "2", "3"]
