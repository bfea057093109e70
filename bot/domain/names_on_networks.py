"""Hashtags, handles and colors in the program file: checks for pydantic, which raise ValueError."""

import re
from typing import Any

from pydantic import ValidationInfo


def hashtag(value: Any) -> Any:
    """A tag without its #, as X, Mastodon and Bluesky all take it."""
    if value is None:
        raise ValueError("a bare # begins a comment in YAML; write [MOSS], without the #")
    bare = value.removeprefix("#") if isinstance(value, str) else value
    if isinstance(bare, str) and not re.fullmatch(r"(?=\w*[^\W\d_])[^\W\d]\w*", bare):
        raise ValueError(
            f"expected a hashtag of letters and digits, a letter first, MOSS; not {value!r}"
        )
    return bare


def color(value: Any) -> Any:
    """A color of six hexadecimal figures."""
    if value is None:
        raise ValueError('a bare # begins a comment in YAML; write it in quotes, "#0f766e"')
    if isinstance(value, str) and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError(f'expected a color of six hexadecimal figures, "#0f766e"; not {value!r}')
    return value.lower() if isinstance(value, str) else value


_DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
# Of each network: what a handle looks like, and an example.
_HANDLES = {
    "x": (r"@[A-Za-z0-9_]{1,15}", "@zappa"),
    "mastodon": (rf"(?i)@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*@{_DOMAIN}", "@zappa@fosstodon.org"),
    "bluesky": (rf"(?i)@{_DOMAIN}", "zappa.bsky.social"),
}


def handle(value: Any, info: ValidationInfo) -> Any:
    """What somebody is called on the network that the field is named after, with its @."""
    if not isinstance(value, str):
        return value
    form, example = _HANDLES[info.field_name or ""]
    whole = f"@{value.removeprefix('@')}"
    if not re.fullmatch(form, whole):
        raise ValueError(f'expected a handle, "{example}"; not {value!r}')
    return whole
