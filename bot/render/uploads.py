"""A person's picture made safe to hand on: decoded, turned upright, freed of all that is not
picture, and made small enough for every network.

What it is, its content says; names and declared types are not believed.
"""

import warnings
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

# Bytes that are read at most, and that go out: Bluesky takes 2,000,000 of an image.
# https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/embed/images.json
MOST_READ = 10_000_000
MOST = 1_900_000
# Pixels that are decoded at most: a file of some kB can hold billions of them.
MOST_PIXELS = 40_000_000
# Pixels of a side that go out at most; networks show less.
SIDE = 2400
TAKEN = ("PNG", "JPEG", "WEBP", "GIF")
_SMALLEST = 16
HOW = "give a PNG, JPEG, WebP or GIF picture"


@dataclass(frozen=True, slots=True)
class Upright:
    """A picture that is ready to go out. `type` is its media type."""

    data: bytes = field(repr=False)
    type: str
    width: int
    height: int


def made_safe(data: bytes) -> Upright:
    """The picture in a file, encoded anew as PNG or JPEG; of a moving one, the first. Raises
    ValueError with a sentence that says what to do."""
    if len(data) > MOST_READ:
        raise ValueError(f"That picture has more than {MOST_READ // 1_000_000} MB; {HOW} of less.")
    image = _upright(data)
    if min(image.size) < _SMALLEST:
        raise ValueError(f"That picture has {image.width} by {image.height} pixels; give a larger.")
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    encoded, kind = _encoded(image)
    return Upright(encoded, kind, image.width, image.height)


def _upright(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Pillow warns of what it takes for a bomb, twice as far it refuses; here it is counted.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=TAKEN) as opened:
                width, height = opened.size
                if width * height > MOST_PIXELS:
                    raise ValueError(
                        f"That picture has {width} by {height} pixels, which is too many; give one "
                        f"of {MOST_PIXELS // 1_000_000} million at most."
                    )
                opened.seek(0)
                opened.load()
                return _bare(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError:
        raise ValueError("That picture has too many pixels; give a smaller one.") from None
    except UnidentifiedImageError:
        raise ValueError(f"That file is no picture that is known here; {HOW}.") from None
    except (OSError, SyntaxError, EOFError, MemoryError, OverflowError, IndexError):
        raise ValueError(f"That picture is broken, it cannot be decoded; {HOW}.") from None


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone: no place, no camera, no comment, nothing behind them."""
    clear = image.mode in {"LA", "PA", "RGBA", "RGBa", "La"} or "transparency" in image.info
    plain = image.convert("RGBA" if clear else "RGB")
    plain.info = {}
    return plain


def _encoded(image: Image.Image) -> tuple[bytes, str]:
    """PNG where it is small enough or has see-through parts, else JPEG; smaller until it fits."""
    png = _saved(image, "PNG", optimize=False)
    if len(png) <= MOST // 2:
        return png, "image/png"
    flat = image if image.mode == "RGB" else _on_white(image)
    for quality in (90, 80, 65):
        jpeg = _saved(flat, "JPEG", quality=quality)
        if len(jpeg) <= MOST:
            return jpeg, "image/jpeg"
    image.thumbnail((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
    return _encoded(image)


def _on_white(image: Image.Image) -> Image.Image:
    flat = Image.new("RGB", image.size, (255, 255, 255))
    flat.paste(image, mask=image.getchannel("A"))
    return flat


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()
