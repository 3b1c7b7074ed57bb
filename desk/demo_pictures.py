"""Product pictures of the demonstration, drawn here: a cloth ground and the product's shape. No photographs."""

import io
import random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

SIZE = (1200, 900)


def draw_picture(seed, color):
    """A JPEG as ContentFile: sasirangan-like zigzag and rings on the category's colour, a package in front."""
    source = random.Random(seed)
    ground = _rgb(color)
    image = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(image, "RGBA")
    for top in range(-60, SIZE[1], 150):
        _zigzag(pen, top + source.randint(-8, 8), _mix(ground, (255, 255, 255), 0.45))
        for left in range(60, SIZE[0], 150):
            _ring(pen, left + source.randint(-9, 9), top + 110, _mix(ground, (255, 255, 255), 0.35))
    _package(pen, source, ground)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=82)
    return ContentFile(target.getvalue(), name="foto.jpg")


def draw_label(seed, lines):
    """A picture of a label with a few printed lines, for label photos and certificates."""
    image = Image.new("RGB", (1000, 1300), (252, 249, 240))
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 40, 960, 1260), outline=(14, 90, 75), width=8)
    for number, line in enumerate(lines):
        pen.text((110, 140 + number * 90), line, fill=(28, 36, 48), font_size=44 if number else 60)
    source = random.Random(seed)
    for number in range(6):
        width = source.randint(420, 760)
        pen.rectangle((110, 900 + number * 46, 110 + width, 918 + number * 46), fill=(205, 205, 196))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=82)
    return ContentFile(target.getvalue(), name="dokumen.jpg")


def _package(pen, source, ground):
    left, top, right, bottom = 400, 190, 800, 760
    pen.rounded_rectangle((left + 18, top + 24, right + 18, bottom + 24), 34, fill=(20, 24, 30, 70))
    pen.rounded_rectangle((left, top, right, bottom), 34, fill=_mix(ground, (255, 250, 240), 0.82))
    pen.rectangle((left, top + 90, right, top + 150), fill=_mix(ground, (20, 30, 40), 0.25))
    middle = (left + right) // 2
    for radius in (118, 84, 48):
        shade = _mix(ground, (232, 163, 23), source.uniform(0.35, 0.75))
        pen.ellipse((middle - radius, 460 - radius, middle + radius, 460 + radius), outline=shade, width=14)
    pen.rectangle((left + 70, bottom - 110, right - 70, bottom - 88), fill=_mix(ground, (20, 30, 40), 0.45))
    pen.rectangle((left + 110, bottom - 68, right - 110, bottom - 54), fill=_mix(ground, (20, 30, 40), 0.3))


def _zigzag(pen, top, color):
    points = [(x, top + (40 if (x // 60) % 2 else 0)) for x in range(-60, SIZE[0] + 61, 60)]
    pen.line(points, fill=color, width=7, joint="curve")


def _ring(pen, x, y, color):
    pen.ellipse((x - 17, y - 17, x + 17, y + 17), outline=color, width=5)
    pen.ellipse((x - 5, y - 5, x + 5, y + 5), fill=color)


def _rgb(color):
    return tuple(int(color[place : place + 2], 16) for place in (1, 3, 5))


def _mix(one, other, share):
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
