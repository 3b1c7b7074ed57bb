"""Advice about poor photos, on drawn ones."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from core.photo_advice import judge, sentences


def pack(size=(1600, 1200), has_print=True):
    """A pack on a light cloth, with the grain of a camera."""
    width, height = size
    picture = Image.new("RGB", size, "#e8dfce")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((width * 0.3, height * 0.12, width * 0.7, height * 0.92), 40, fill="#c98a2b")
    if has_print:
        for line in range(9):
            place = (width * 0.38, height * (0.43 + 0.028 * line))
            draw.text(place, "Amplang ikan tenggiri", fill="#222", font_size=int(height * 0.018))
    return Image.blend(picture, Image.effect_noise(size, 14).convert("RGB"), 0.06)


def stored(picture):
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85)
    return ContentFile(written.getvalue(), name="foto.jpg")


def blurred(picture, radius):
    return picture.filter(ImageFilter.GaussianBlur(radius))


def lit(picture, factor):
    return ImageEnhance.Brightness(picture).enhance(factor)


def spot():
    """A lit pot on a black cloth: dark on the whole, and a good photo."""
    picture = Image.new("RGB", (1600, 1200), "#0a0a0a")
    ImageDraw.Draw(picture).ellipse((600, 350, 1000, 850), fill="#e8c070", outline="#ffffff", width=8)
    return picture


@pytest.mark.parametrize(
    ("picture", "codes"),
    [
        (pack(), []),
        (pack(has_print=False), []),
        (lit(pack(), 0.5), []),
        (lit(pack(), 1.3), []),
        (blurred(pack(), 1), []),
        (spot(), []),
        (pack((1600, 500)), []),
        (pack((599, 800)), ["small"]),
        (pack((600, 800)), []),
        (lit(pack(), 0.25), ["dark"]),
        (lit(pack(has_print=False), 0.35), ["dark"]),
        (lit(blurred(pack(), 8), 0.25), ["dark"]),
        (blurred(pack(), 5), ["blurred"]),
        (blurred(pack(has_print=False), 5), ["blurred"]),
        (blurred(lit(pack(), 0.6), 6), ["blurred"]),
        (blurred(pack((500, 400)), 5), ["small", "blurred"]),
        (Image.new("RGB", (1, 1), "#000"), ["small", "dark"]),
        (Image.new("RGB", (2, 2), "#fff"), ["small", "blurred"]),
    ],
)
def test_what_is_said_about_a_photo(picture, codes):
    assert judge(stored(picture)) == codes


def test_the_file_is_left_at_its_start():
    file = stored(pack())
    file.seek(9)
    judge(file)
    assert file.tell() == 0


def test_sentences_keep_the_order_and_pass_over_unknown_codes():
    assert sentences(["dark", "from-a-later-version", "small"]) == [
        "Foto agak gelap. Coba foto di dekat jendela.",
        "Foto ini kecil. Kirim foto aslinya dari kamera, bukan yang diteruskan lewat pesan.",
    ]
