"""Friendly advice about a poor photo. It never refuses one: a dark photo today is better than none.

Thresholds were measured on drawn product photos (a pack with and without print on it) and on real ones, at 1600 px:

- small: both sides together tell a thumbnail or a picture forwarded by chat; a wide panorama that was shrunk to
  1600 px is none.
- dark: mean of the grey values and their 95th percentile. At full light the means were 194 and 199, at half of it
  97 to 99, at a third (0.35) 67 to 70 with nothing above 90. A lit product on black has a low mean (66 and 75 measured)
  but bright parts, so both must be low.
- blurred: variance of the Laplacian at 640 px after stretching the contrast (else every dull photo would look
  blurred), in the sharpest of 16 tiles (a soft background is good practice). Sharp photos gave 530 to 4,000, a blur of
  2 px 340 and more, of 4 px 74 to 193, of 6 px 18 to 64. A dark photo is not judged: its noise looks sharp.

Too much light is not judged: a good photo on white paper cannot be told from it.
"""

from django.utils.translation import gettext as _
from PIL import Image, ImageFilter, ImageOps, ImageStat

SHORT_SIDE, LONG_SIDE = 600, 1600
DARK_MEAN, DARK_HIGHLIGHT = 75, 140
SHARP_FROM = 150
JUDGED_AT = 640
TILES = 4
EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def judge(image_file):
    """Codes among "small", "dark", "blurred" about a stored photo (core.files.clean_image), read from its start."""
    image_file.seek(0)
    with Image.open(image_file) as image:
        found = ["small"] if min(image.size) < SHORT_SIDE and max(image.size) < LONG_SIDE else []
        grey = image.convert("L")
    image_file.seek(0)
    grey.thumbnail((JUDGED_AT, JUDGED_AT), Image.Resampling.LANCZOS)
    if _is_dark(grey):
        found.append("dark")
    elif _sharpness(grey) < SHARP_FROM:
        found.append("blurred")
    return found


def sentences(codes):
    """What to try, in the order of the codes; codes of an older version say nothing."""
    known = {
        "small": _("Foto ini kecil. Kirim foto aslinya dari kamera, bukan yang diteruskan lewat pesan."),
        "dark": _("Foto agak gelap. Coba foto di dekat jendela."),
        "blurred": _("Foto agak buram. Pegang HP dengan dua tangan, sentuh produknya di layar, lalu foto lagi."),
    }
    return [known[code] for code in codes if code in known]


def _is_dark(grey):
    if ImageStat.Stat(grey).mean[0] >= DARK_MEAN:
        return False
    counts, left = grey.histogram(), grey.width * grey.height // 20
    return sum(counts[DARK_HIGHLIGHT:]) <= left


def _sharpness(grey):
    edges = ImageOps.autocontrast(grey, cutoff=1).filter(EDGES)
    # The filter leaves the outermost pixels as they were.
    width, height = edges.width - 2, edges.height - 2
    sharpest = 0
    for column in range(TILES):
        for row in range(TILES):
            left, top = 1 + width * column // TILES, 1 + height * row // TILES
            right, bottom = 1 + width * (column + 1) // TILES, 1 + height * (row + 1) // TILES
            if right > left and bottom > top:
                sharpest = max(sharpest, ImageStat.Stat(edges.crop((left, top, right, bottom))).var[0])
    return sharpest
