"""A picture, as the networks are given it."""

import io
from functools import cache

from PIL import Image as Pillow

from bot.networks.base import Image

ALT = "A card: Zappa, $65,000"


@cache
def png(color: str = "#0f766e") -> bytes:
    held = io.BytesIO()
    Pillow.new("RGB", (160, 90), color).save(held, "PNG")
    return held.getvalue()


def picture(alt: str = ALT, color: str = "#0f766e") -> Image:
    return Image(data=png(color), type="image/png", alt=alt, width=160, height=90)
