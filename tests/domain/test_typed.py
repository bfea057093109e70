"""What people type is kept without what nobody can see or store."""

import pytest

from bot.domain.typed import typed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" A\x00 note\r\nin two\tlines\x1b. ", "A note\nin two\tlines."),
        ("half\ud83d a pair", "half a pair"),
        ("👩\u200d🚀 stays whole", "👩\u200d🚀 stays whole"),
        ("\u200b", ""),
        ("\u2060 \ufeff\u3164\u2800", ""),
        ("\u0301", ""),
        ("!", "!"),
    ],
)
def test_what_is_kept(text: str, kept: str) -> None:
    assert typed(text) == kept
