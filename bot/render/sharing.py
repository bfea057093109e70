"""The buttons under an announcement in Slack by which anybody shares it on a network of theirs."""

import re
from collections.abc import Sequence

from bot.domain.model import Award
from bot.render.share import share_links
from bot.render.slack import Block, actions, button

# https://docs.slack.dev/reference/block-kit/block-elements/button-element
ADDRESS = 3000
_LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]]")


def share_row(text: str, awards: Sequence[Award] = ()) -> list[Block]:
    """The row of buttons for an announcement in these words, which only open an address: the award
    is shared by its own page, all else by the first link in the text. Empty where the addresses
    are too long for buttons."""
    found = _LINK.search(text)
    url = awards[0].url if len(awards) == 1 and awards[0].url else found[0] if found else None
    said = text.replace(url, "") if url else text
    links = [
        button(f"Share on {name}", f"share:{name.casefold()}", url=address)
        for name, address in share_links(said, url)
        if len(address) <= ADDRESS
    ]
    return [actions(*links)] if links else []
