"""Colours that can be read: contrast as WCAG counts it.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

Color = tuple[int, int, int]

WHITE: Color = (255, 255, 255)
BLACK: Color = (0, 0, 0)
# What text needs at least (WCAG 1.4.3, level AA, small text).
READABLE = 4.5
# Of a program that names none.
USUAL = "#0f766e"


def parse_color(text: str) -> Color:
    """The colour "#0f766e" names. Raises ValueError."""
    digits = text.removeprefix("#")
    if len(digits) != 6 or not text.startswith("#"):
        raise ValueError(f"{text!r} is not a colour; write {USUAL}")
    try:
        value = int(digits, 16)
    except ValueError:
        raise ValueError(f"{text!r} is not a colour; write {USUAL}") from None
    return value >> 16, value >> 8 & 255, value & 255


def contrast(one: Color, other: Color) -> float:
    """From 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (_linear(part / 255) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def text_on(background: Color) -> Color:
    """White where it can be read on the background, else black, which then can: one of the two
    always has a contrast of more than 4.5."""
    return WHITE if contrast(WHITE, background) >= READABLE else BLACK


def mixed(color: Color, other: Color, share: float) -> Color:
    """The colour with a share of another in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(color, other, strict=True))
    return red, green, blue
