"""A person's picture made safe: what is taken, what goes out, and what is refused with which words."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.render.uploads import MOST, MOST_READ, SIDE, made_safe


def encoded(
    form: str, size: tuple[int, int] = (320, 200), mode: str = "RGB", **more: object
) -> bytes:
    out = BytesIO()
    Image.new(mode, size, (200, 30, 30) if mode == "RGB" else None).save(out, form, **more)
    return out.getvalue()


def noise(width: int, height: int) -> bytes:
    """A picture that hardly gets smaller."""
    out = BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_what_is_taken_goes_out_as_png_or_jpeg(form: str) -> None:
    found = made_safe(encoded(form))
    image = opened(found.data)
    assert (found.width, found.height) == image.size == (320, 200)
    assert found.type == {"PNG": "image/png", "JPEG": "image/jpeg"}[str(image.format)]


def test_of_a_moving_picture_the_first_is_taken() -> None:
    out = BytesIO()
    frames = [Image.new("RGB", (64, 64), color) for color in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    image = opened(made_safe(out.getvalue()).data)
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_nothing_but_the_picture_goes_out_and_it_stands_upright() -> None:
    source = Image.new("RGB", (300, 100), "red")
    source.paste("blue", (0, 0, 150, 100))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Camera of Mia"
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 29.0)}
    out = BytesIO()
    source.save(out, "JPEG", exif=exif, comment=b"secret comment", quality=95)
    assert b"Camera of Mia" in out.getvalue()
    found = made_safe(out.getvalue())
    assert b"Camera" not in found.data
    assert b"secret" not in found.data
    assert b"Exif" not in found.data
    image = opened(found.data).convert("RGB")
    assert image.size == (100, 300)
    red, _, blue = image.getpixel((50, 10))  # type: ignore[misc]
    assert blue > 200 > 60 > red


def test_text_in_a_png_and_bytes_behind_it_do_not_go_out() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "secret comment")
    found = made_safe(encoded("PNG", pnginfo=info) + b"<script>alert(1)</script>")
    assert b"secret" not in found.data
    assert b"script" not in found.data


def test_see_through_parts_stay() -> None:
    out = BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(out, "PNG")
    found = made_safe(out.getvalue())
    assert found.type == "image/png"
    assert opened(found.data).mode == "RGBA"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_pictures_of_any_colours(mode: str) -> None:
    out = BytesIO()
    form = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (40, 40)).save(out, form)
    assert made_safe(out.getvalue()).width == 40


def test_what_is_large_is_made_small_enough_for_every_network() -> None:
    data = noise(3600, 2400)
    assert MOST < len(data) < MOST_READ
    found = made_safe(data)
    assert len(found.data) <= MOST
    assert max(found.width, found.height) <= SIDE
    assert found.width / found.height == pytest.approx(1.5, abs=0.01)
    assert opened(found.data).size == (found.width, found.height)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it has that many pixels, in some hundred bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        whole = name + data
        return struct.pack(">L", len(data)) + whole + struct.pack(">L", zlib.crc32(whole))

    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no picture that is known here; give a PNG, JPEG, WebP or GIF picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that is known here"),
        (b"%PDF-1.7 ...", "no picture that is known here"),
        (encoded("TIFF"), "no picture that is known here"),
        (encoded("BMP"), "no picture that is known here"),
        (encoded("PNG")[:200], "broken"),
        (encoded("JPEG")[:400], "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
        (bomb(30_000, 30_000), "too many"),
        (bomb(7_000, 7_000), "too many"),
        (bomb(2_000_000_000, 2_000_000_000), "picture"),
        (encoded("PNG", (8, 400)), "8 by 400 pixels; give a larger"),
        (b"\xff\xd8" + b"\0" * MOST_READ, "more than 10 MB"),
    ],
)  # fmt: skip
def test_what_is_refused_and_how(data: bytes, says: str) -> None:
    with pytest.raises(ValueError) as refused:
        made_safe(data)
    assert says in str(refused.value)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([encoded(form) for form in ("PNG", "JPEG", "WEBP", "GIF")]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=8),
    st.integers(0, 3000),
)
def test_a_damaged_file_is_a_picture_or_a_sentence(
    data: bytes, changes: list[tuple[int, int]], end: int
) -> None:
    damaged = bytearray(data)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    try:
        found = made_safe(bytes(damaged[: max(end, 1)]))
    except ValueError as refused:
        assert "picture" in str(refused).lower()  # noqa: PT017
    else:
        assert opened(found.data).size == (found.width, found.height)
