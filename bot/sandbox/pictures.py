"""Pictures that were given to a network, checked by decoding them."""

import base64
import io
from dataclasses import dataclass, field

from PIL import Image, UnidentifiedImageError

TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}


@dataclass(frozen=True)
class Shown:
    """A picture on a timeline."""

    data: bytes = field(repr=False)
    type: str
    width: int
    height: int
    alt: str = ""

    @property
    def url(self) -> str:
        """The picture as an address that holds it."""
        return f"data:{self.type};base64,{base64.b64encode(self.data).decode()}"


def decoded(data: bytes, alt: str = "") -> Shown:
    """The picture in some bytes. Raises ValueError where they are none."""
    try:
        with Image.open(io.BytesIO(data), formats=list(TYPES)) as image:
            kind = TYPES[image.format or ""]
            image.load()
            return Shown(data, kind, image.width, image.height, alt)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, KeyError) as exc:
        raise ValueError("this is no picture") from exc
