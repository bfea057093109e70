"""The buttons under an announcement in Slack by which anybody shares it on a network of theirs."""

from bot.render.share import share_links
from bot.render.slack import Block, actions, button

# https://docs.slack.dev/reference/block-kit/block-elements/button-element
ADDRESS = 3000


def share_row(text: str, url: str | None) -> Block | None:
    """The buttons, which only open an address; `url` is what is shared. None where no address is
    short enough for a button."""
    links = share_links(text, url)
    found = [
        button(f"Share on {name}", f"share:{name.casefold()}", url=address)
        for name, address in links
        if len(address) <= ADDRESS
    ]
    return actions(*found) if found else None


def bare(text: str, url: str | None) -> str:
    """A text without the address that is shared beside it."""
    return text.replace(url, "").strip() if url else text
