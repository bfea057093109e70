"""What authors hear of what became of their announcement."""

from tests.services.conftest import OLIVE
from tests.services.everywhere import BEN, SHORT, Everywhere, everywhere

__all__ = ["everywhere"]


def told(everywhere: Everywhere, user: str) -> list[str]:
    """What stands in somebody's direct messages."""
    everywhere.house.send()
    workspace = everywhere.box.workspace
    return [message.text for message in workspace.messages(workspace.dm(user).id)]


def test_the_author_hears_of_changes_that_are_asked_for_and_of_the_approval(
    everywhere: Everywhere,
) -> None:
    found = everywhere.news(SHORT)
    deciding = everywhere.services.deciding
    deciding.ask_changes(found.id, found.digest[:16], "Name the <engine>.", BEN)
    (asked,) = told(everywhere, "U0OLIVE")
    assert asked.startswith("Changes are asked for in “News”: Name the &lt;engine&gt;.")
    assert "<@U0BEN" in asked
    deciding.take_back(found.id, BEN)
    everywhere.approve(found.id, wait=False)
    assert told(everywhere, "U0OLIVE")[1:] == ["Approved: “News”. By <@U0BEN|U0BEN>"]


def test_the_author_hears_that_it_was_withdrawn_and_not_what_they_do(
    everywhere: Everywhere,
) -> None:
    for actor in (BEN, OLIVE):
        found = everywhere.news(SHORT)
        everywhere.services.deciding.withdraw(found.id, found.digest[:16], actor)
    assert told(everywhere, "U0OLIVE") == ["Withdrawn: “News”. By <@U0BEN|U0BEN>"]
    assert told(everywhere, "U0BEN") == []
