"""Letters: which font has which, how wide a line is, and how it is drawn.

The fonts are Noto Sans, shipped beside this file with their licence. The first that has a letter
draws it, so that "Тракт 3: Ελλάδα, עברית" is one line.
"""

import struct
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import regex
from PIL import ImageDraw, ImageFont, features

from bot.render.colors import Color

BOLD = ("NotoSans-Bold",)
REGULAR = ("NotoSans-Regular",)
# Further scripts, in bold alone; Arabic, Hebrew and those of India need their letters joined.
_FURTHER = (
    "NotoSansArmenian-Bold", "NotoSansGeorgian-Bold", "NotoSansHebrew-Bold", "NotoSansArabic-Bold",
    "NotoSansDevanagari-Bold", "NotoSansThai-Bold",
)  # fmt: skip
_SHAPED = {"NotoSansHebrew-Bold", "NotoSansArabic-Bold", "NotoSansDevanagari-Bold",
           "NotoSansThai-Bold"}  # fmt: skip
_CLUSTER = regex.compile(r"\X")
# Marks that say how letters join or look; they need no drawing of their own.
_UNSEEN = regex.compile(r"\p{Default_Ignorable_Code_Point}|\s")

Weight = tuple[str, ...]
Run = tuple[str, str]


@lru_cache(maxsize=16)
def _data(name: str) -> bytes:
    return (files("bot.render") / "fonts" / f"{name}.ttf").read_bytes()


@lru_cache(maxsize=256)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(_data(name)), size)


@lru_cache(maxsize=1)
def _further() -> tuple[str, ...]:
    """The fonts of scripts that can be drawn here: some need Pillow's raqm."""
    if features.check("raqm"):
        return _FURTHER
    return tuple(name for name in _FURTHER if name not in _SHAPED)


@lru_cache(maxsize=16)
def _letters(name: str) -> tuple[range, ...]:
    """The code points that a font has, by its table `cmap`
    (https://learn.microsoft.com/typography/opentype/spec/cmap)."""
    data = _data(name)
    (tables,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * n) for n in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    found: list[range] = []
    for n in range(count):
        (offset,) = struct.unpack_from(">L", data, start + 4 + 8 * n + 4)
        found += _subtable(data, start + offset)
    return tuple(found)


def _subtable(data: bytes, at: int) -> Iterator[range]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 4:
        (double,) = struct.unpack_from(">H", data, at + 6)
        ends = struct.unpack_from(f">{double // 2}H", data, at + 14)
        starts = struct.unpack_from(f">{double // 2}H", data, at + 16 + double)
        yield from (
            range(first, last + 1)
            for first, last in zip(starts, ends, strict=True)
            if last != 0xFFFF
        )
    elif form == 12:
        (groups,) = struct.unpack_from(">L", data, at + 12)
        for n in range(groups):
            first, last, _ = struct.unpack_from(">LLL", data, at + 16 + 12 * n)
            yield range(first, last + 1)


def _has(name: str, cluster: str) -> bool:
    return all(
        any(ord(letter) in part for part in _letters(name))
        for letter in cluster
        if not _UNSEEN.fullmatch(letter)
    )


@lru_cache(maxsize=4096)
def _drawn_by(cluster: str, weight: Weight) -> str | None:
    return next((name for name in (*weight, *_further()) if _has(name, cluster)), None)


def lacking(text: str) -> str:
    """The letters of a text that no font here has, each once."""
    clusters = dict.fromkeys(_CLUSTER.findall(unicodedata.normalize("NFC", text)))
    return "".join(one for one in clusters if _drawn_by(one, BOLD) is None)


@lru_cache(maxsize=1024)
def _runs(text: str, weight: Weight) -> tuple[Run, ...]:
    """The text in pieces of one font each, in the order in which they are drawn."""
    found: list[tuple[str, list[str]]] = []
    for cluster in _CLUSTER.findall(unicodedata.normalize("NFC", text)):
        # What stands between letters stays with those before it.
        if (
            found
            and (_UNSEEN.fullmatch(cluster) or not cluster.isalnum())
            and _has(found[-1][0], cluster)
        ):
            found[-1][1].append(cluster)
            continue
        name = _drawn_by(cluster, weight) or weight[0]
        if found and found[-1][0] == name:
            found[-1][1].append(cluster)
        else:
            found.append((name, [cluster]))
    runs = tuple(("".join(clusters), name) for name, clusters in found)
    return runs[::-1] if _leads_left(text) else runs


def _leads_left(text: str) -> bool:
    """Whether a line is read from right to left: its first letter with a direction says so."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    first = next((one for one in directions if one in {"L", "R", "AL"}), "L")
    return first != "L"


@lru_cache(maxsize=8192)
def width(text: str, weight: Weight, size: int) -> float:
    """How wide a line is, in pixels."""
    return sum(_font(name, size).getlength(piece) for piece, name in _runs(text, weight))


def draw_line(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, weight: Weight, size: int,
    color: Color,
) -> None:  # fmt: skip
    """Draws a line from its left end on its base line."""
    x, y = at
    for piece, name in _runs(text, weight):
        font = _font(name, size)
        draw.text((x, y), piece, font=font, fill=color, anchor="ls")
        x += font.getlength(piece)


def fitted(text: str, weight: Weight, sizes: range, room: int, most: int) -> tuple[int, list[str]]:
    """The largest size at which a text has at most so many lines of that width, and these lines.
    `sizes` begins with the largest. What does not fit at the smallest ends at its last whole word
    with "…"; a word is broken where even that is too long for a line, and nowhere else."""
    words = text.split()

    def is_too_large(size: int) -> bool:
        lines = _wrapped(text, weight, size, room)
        return len(lines) > most or any(width(word, weight, size) > room for word in words)

    # What fits at a size fits at each smaller one.
    size = sizes[
        min(bisect_left(sizes, True, key=lambda size: not is_too_large(size)), len(sizes) - 1)
    ]
    lines = _wrapped(text, weight, size, room)
    if len(lines) <= most:
        return size, lines
    return size, [*lines[: most - 1], _cut(lines[most - 1], weight, size, room)]


def _cut(line: str, weight: Weight, size: int, room: int) -> str:
    words = line.split(" ")
    while len(words) > 1 and width(" ".join(words) + " …", weight, size) > room:
        words.pop()
    return " ".join(words) + " …"


def _wrapped(text: str, weight: Weight, size: int, room: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, weight, size) <= room:
            lines[-1] = longer
        else:
            lines += _broken(word, weight, size, room)
    return lines


def _broken(word: str, weight: Weight, size: int, room: int) -> list[str]:
    """A word in pieces that fit, where it is too long for a line; between letters, never in one."""
    pieces = [""]
    for cluster in _CLUSTER.findall(word):
        if pieces[-1] and width(pieces[-1] + cluster, weight, size) > room:
            pieces.append("")
        pieces[-1] += cluster
    return pieces
