"""Product pictures of the demonstration, drawn here: a cloth ground and the product's shape. No photographs."""

import io
import random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

SIZE = (1200, 900)


def draw_picture(seed, color, kind="package"):
    """A JPEG as ContentFile: sasirangan-like zigzag and rings on the category's colour, the product in front."""
    source = random.Random(seed)
    ground = _rgb(color)
    image = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(image, "RGBA")
    for top in range(-60, SIZE[1], 150):
        _zigzag(pen, top + source.randint(-8, 8), _mix(ground, (255, 255, 255), 0.45))
        for left in range(60, SIZE[0], 150):
            _ring(pen, left + source.randint(-9, 9), top + 110, _mix(ground, (255, 255, 255), 0.35))
    _shape(pen, source, ground, kind)
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


def _shape(pen, source, ground, kind):
    """The product in front of the cloth: its outline by kind, in tones of the category's colour."""
    shapes = {"bag": _bag, "cloth": _cloth, "jar": _jar, "mat": _mat, "blade": _blade}
    shapes.get(kind, _package)(pen, source, ground)


def _package(pen, source, ground):
    left, top, right, bottom = 400, 190, 800, 760
    pen.rounded_rectangle((left + 18, top + 24, right + 18, bottom + 24), 34, fill=(20, 24, 30, 70))
    pen.rounded_rectangle((left, top, right, bottom), 34, fill=_mix(ground, (255, 250, 240), 0.82))
    pen.rectangle((left, top + 90, right, top + 150), fill=_mix(ground, (20, 30, 40), 0.25))
    _sun(pen, source, ground, 460)
    pen.rectangle((left + 70, bottom - 110, right - 70, bottom - 88), fill=_mix(ground, (20, 30, 40), 0.45))
    pen.rectangle((left + 110, bottom - 68, right - 110, bottom - 54), fill=_mix(ground, (20, 30, 40), 0.3))


def _bag(pen, source, ground):
    body = [(360, 380), (840, 380), (780, 780), (420, 780)]
    pen.arc((470, 190, 730, 570), 180, 360, fill=_mix(ground, (255, 250, 240), 0.7), width=26)
    pen.polygon([(x + 18, y + 22) for x, y in body], fill=(20, 24, 30, 70))
    pen.polygon(body, fill=_mix(ground, (255, 246, 225), 0.8))
    _weave(pen, source, ground, 380, 780, lambda y: (360 + (y - 380) * 0.15, 840 - (y - 380) * 0.15))


def _mat(pen, source, ground):
    pen.rectangle((318, 248, 918, 718), fill=(20, 24, 30, 70))
    pen.rectangle((300, 230, 900, 700), fill=_mix(ground, (255, 246, 225), 0.78))
    _weave(pen, source, ground, 250, 690, lambda y: (320, 880))


def _weave(pen, source, ground, top, bottom, edges):
    for row, y in enumerate(range(top + 14, bottom - 20, 44)):
        left, right = edges(y)
        shade = _mix(ground, (20, 30, 40), 0.2) if row % 3 else _mix(ground, (232, 163, 23), 0.75)
        for x in range(int(left) + 14 + 22 * (row % 2), int(right) - 30, 44):
            pen.rectangle((x, y, x + 22, y + 22), fill=shade)


def _cloth(pen, source, ground):
    fold = [(330, 240), (870, 240), (910, 740), (290, 740)]
    pen.polygon([(x + 18, y + 22) for x, y in fold], fill=(20, 24, 30, 70))
    pen.polygon(fold, fill=_mix(ground, (40, 46, 110), 0.55))
    for y in range(300, 720, 88):
        points = [(x, y + (26 if (x // 45) % 2 else 0)) for x in range(315, 890, 45)]
        pen.line(points, fill=_mix(ground, (255, 246, 225), 0.85), width=8, joint="curve")
        for x in range(337, 880, 90):
            pen.ellipse((x - 9, y + 44, x + 9, y + 62), fill=(232, 163, 23))


def _jar(pen, source, ground):
    pen.rounded_rectangle((428, 244, 808, 804), 60, fill=(20, 24, 30, 70))
    pen.rounded_rectangle((410, 220, 790, 780), 60, fill=_mix(ground, (255, 250, 240), 0.55))
    pen.rounded_rectangle((430, 170, 770, 260), 22, fill=_mix(ground, (20, 30, 40), 0.45))
    pen.rectangle((410, 370, 790, 640), fill=_mix(ground, (255, 252, 244), 0.9))
    _sun(pen, source, ground, 500)


def _blade(pen, source, ground):
    pen.polygon([(330, 620), (760, 300), (850, 250), (800, 350), (380, 670)], fill=(214, 220, 224))
    pen.polygon([(330, 620), (760, 300), (770, 320), (345, 645)], fill=(170, 178, 184))
    pen.polygon([(240, 690), (330, 610), (392, 680), (300, 760)], fill=_mix(ground, (90, 52, 24), 0.75))


def _sun(pen, source, ground, middle):
    for radius in (106, 76, 44):
        shade = _mix(ground, (232, 163, 23), source.uniform(0.35, 0.75))
        pen.ellipse((600 - radius, middle - radius, 600 + radius, middle + radius), outline=shade, width=13)


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
