"""A card drawn: PNG, 1600×900, the same bytes for the same card."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from bot.render.card import Card
from bot.render.colors import BLACK, WHITE, Color, mixed, parse_color, text_on
from bot.render.typeface import BOLD, REGULAR, Weight, draw_line, fitted

WIDTH, HEIGHT = 1600, 900
_MARGIN = 110
_ROOM = WIDTH - 2 * _MARGIN
_TOP = 210
# From one base line to the next, by the size of the letters.
_LEADING = 1.22


def drawn(card: Card) -> bytes:
    """The card as PNG."""
    background = parse_color(card.color)
    color = text_on(background)
    image = Image.new("RGB", (WIDTH, HEIGHT), background)
    draw = ImageDraw.Draw(image)
    _decorate(draw, background, color)
    _line(draw, card.name, BOLD, range(46, 23, -2), 128, color)
    draw.rectangle((_MARGIN, 160, _MARGIN + 120, 167), fill=color)
    _middle(draw, card, color)
    if card.foot:
        _line(draw, card.foot, REGULAR, range(44, 23, -2), HEIGHT - 96, color)
    saved = BytesIO()
    image.save(saved, "PNG", compress_level=6)
    return saved.getvalue()


def _decorate(draw: ImageDraw.ImageDraw, background: Color, color: Color) -> None:
    """Rings in the corner. They go away from the letters' colour, so that what stands on them can
    be read the better."""
    away = BLACK if color == WHITE else WHITE
    for radius, share in ((620, 0.10), (430, 0.20), (240, 0.30)):
        x, y = WIDTH - 60, HEIGHT - 20
        shade = mixed(background, away, share)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=shade)


def _line(
    draw: ImageDraw.ImageDraw, text: str, weight: Weight, sizes: range, base: int, color: Color
) -> None:
    size, (first, *_) = fitted(text, weight, sizes, _ROOM, 1)
    draw_line(draw, (_MARGIN, base), first, weight, size, color)


def _middle(draw: ImageDraw.ImageDraw, card: Card, color: Color) -> None:
    """Headline, figure and lines, in the middle of what is left between name and foot."""
    room = HEIGHT - (190 if card.foot else 100) - _TOP
    for scale in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4):
        parts = _parts(card, scale)
        height = sum(part.gap + part.size * _LEADING for part in parts)
        if height <= room:
            break
    y = _TOP + (room - height) / 2
    for part in parts:
        y += part.gap
        draw_line(
            draw, (_MARGIN, round(y + part.size * 0.95)), part.text, part.weight, part.size, color
        )
        y += part.size * _LEADING


@dataclass(frozen=True, slots=True)
class _Part:
    """A line of letters; `gap` is what is left free above it."""

    text: str
    weight: Weight
    size: int
    gap: float


def _parts(card: Card, scale: float) -> list[_Part]:
    many = len(card.lines) > 2
    parts = _sized(card.headline, BOLD, (92 if many else 140, 44), scale, 2 if many else 5)
    if card.figure:
        # However long a name is, the amount can be read from afar.
        enough = max(scale, 0.7)
        parts += _sized(card.figure, BOLD, (80 if many else 104, 44), enough, 2, gap=0.15)
    for index, line in enumerate(card.lines):
        gap = 0.6 if index == 0 else 0.1
        parts += _sized(line, REGULAR, (46 if many else 54, 30), scale, 1 if many else 3, gap=gap)
    return parts


def _sized(
    text: str, weight: Weight, sizes: tuple[int, int], scale: float, most: int, gap: float = 0.0
) -> list[_Part]:
    """The lines that a text has, between two sizes; `gap` is a share of the size."""
    largest, smallest = (max(round(size * scale), 24) for size in sizes)
    # One line of somewhat smaller letters looks better than two.
    size, lines = fitted(text, weight, range(largest, max(largest * 3 // 4, smallest) - 1, -6),
                         _ROOM, 1)  # fmt: skip
    if " ".join(text.split()) != lines[0]:
        size, lines = fitted(text, weight, range(largest, smallest - 1, -6), _ROOM, most)
    return [_Part(line, weight, size, 0 if n else gap * size) for n, line in enumerate(lines)]
