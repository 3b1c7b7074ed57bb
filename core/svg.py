"""Pictures drawn on the server: no script, no style attribute, a title and a description in each."""

import zlib

from django.utils.formats import number_format
from django.utils.html import conditional_escape as escape
from django.utils.translation import gettext as _

KALSEL_TILES = {
    "63.09": (1, 3),
    "63.08": (2, 2),
    "63.11": (2, 3),
    "63.06": (3, 2),
    "63.07": (3, 3),
    "63.04": (4, 1),
    "63.05": (4, 2),
    "63.02": (4, 4),
    "63.71": (5, 1),
    "63.03": (5, 2),
    "63.10": (5, 3),
    "63.72": (6, 1),
    "63.01": (6, 2),
}
COLUMNS = 4
TILE_WIDTH, TILE_HEIGHT, GAP = 84, 72, 5
LINE_LENGTH = 11
FUNNEL_SHADES = ["#9ccbb0", "#67af90", "#3f9475", "#1f7a60", "#0e5a4b"]
CLOTH_COLORS = ["#0e5a4b", "#2b2f6b", "#8d2620", "#8a5a00", "#31607f", "#5b3a6b", "#5d6b2a", "#7b4a2a"]
CLOTH_GLOWS = ["#e8a317", "#f2c14e", "#f6d9a0", "#ffb48a"]


def frame(kind, width, height, title, description, body):
    """A whole picture; without a title it is decoration and stays silent."""
    if not title:
        return (
            f'<svg class="svg-{kind}" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false">{body}</svg>'
        )
    about = f"<desc>{escape(description)}</desc>" if description else ""
    return (
        f'<svg class="svg-{kind}" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{about}{body}</svg>"
    )


def amount(value):
    return number_format(value, use_l10n=True, force_grouping=True)


def short_name(name):
    """The name as it fits a tile: without Kabupaten or Kota."""
    return str(name).removeprefix("Kabupaten ").removeprefix("Kota ").removeprefix("Kab. ")


def wrap(text, length=LINE_LENGTH):
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > length:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def fit(line):
    """Long lines are pressed into the tile, whatever typeface the reader has."""
    return f' textLength="{TILE_WIDTH - 14}" lengthAdjust="spacingAndGlyphs"' if len(line) >= LINE_LENGTH else ""


def tile_level(percent):
    """Colour class of a percentage: q0 unknown, q1 low … q4 high."""
    if percent is None:
        return "q0"
    return "q1" if percent < 25 else "q2" if percent < 45 else "q3" if percent < 65 else "q4"


def tile_places(codes):
    """Row and column of each code: the geographic places of Kalimantan Selatan, else a plain grid in order."""
    if codes and all(code in KALSEL_TILES for code in codes):
        return {code: KALSEL_TILES[code] for code in codes}
    return {code: (index // COLUMNS + 1, index % COLUMNS + 1) for index, code in enumerate(codes)}


def tile_map(tiles, title="", description=""):
    """Tiles are dicts: code, name, percent (or None), url; optional note read to screen readers."""
    tiles = list(tiles)
    places = tile_places([tile["code"] for tile in tiles])
    rows = max((row for row, _column in places.values()), default=0)
    width = COLUMNS * TILE_WIDTH + (COLUMNS - 1) * GAP
    height = max(rows * (TILE_HEIGHT + GAP) - GAP, 1)
    body = "".join(one_tile(tile, places[tile["code"]]) for tile in tiles)
    return frame("tiles", width, height, title or _("Peta kabupaten/kota"), description, body)


def one_tile(tile, place):
    row, column = place
    x, y = (column - 1) * (TILE_WIDTH + GAP), (row - 1) * (TILE_HEIGHT + GAP)
    percent = tile.get("percent")
    shown = "–" if percent is None else "<1%" if 0 < percent < 1 else f"{round(percent)}%"
    spoken = f"{tile['name']}: {shown}" + (f". {tile['note']}" if tile.get("note") else "")
    lines = "".join(
        f'<text class="tile-name" x="{x + 7}" y="{y + 17 + 13 * index}"{fit(line)}>{escape(line)}</text>'
        for index, line in enumerate(wrap(short_name(tile["name"])))
    )
    drawn = (
        f'<g class="tile {tile_level(percent)}"><title>{escape(spoken)}</title>'
        f'<rect x="{x}" y="{y}" width="{TILE_WIDTH}" height="{TILE_HEIGHT}" rx="10"/>{lines}'
        f'<text class="tile-value" x="{x + 7}" y="{y + TILE_HEIGHT - 9}">{escape(shown)}</text></g>'
    )
    if not tile.get("url"):
        return drawn
    return f'<a href="{escape(tile["url"])}" aria-label="{escape(spoken)}">{drawn}</a>'


def stacked_bar(parts, title="", description=""):
    """One bar cut into parts: dicts with label, value, kind (ok, wait, back, none, sent)."""
    parts = [part for part in parts if part["value"] > 0]
    total = sum(part["value"] for part in parts)
    body, x = '<rect class="k-empty" x="0" y="0" width="400" height="14" rx="7"/>', 0.0
    for part in parts:
        width = 400 * part["value"] / total
        words = escape(f"{part['label']}: {amount(part['value'])}")
        body += (
            f'<rect class="k-{escape(part["kind"])}" x="{x:.1f}" y="0" width="{width:.1f}" height="14">'
            f"<title>{words}</title></rect>"
        )
        x += width
    spoken = description or ", ".join(f"{part['label']} {amount(part['value'])}" for part in parts)
    return frame("bar", 400, 14, title, spoken, body)


def share_bar(share, title=""):
    """A thin bar filled to share percent (0–100)."""
    width = 400 * min(max(float(share or 0), 0), 100) / 100
    body = (
        '<rect class="k-empty" x="0" y="0" width="400" height="9" rx="4.5"/>'
        f'<rect class="k-leaf" x="0" y="0" width="{width:.1f}" height="9" rx="4.5"/>'
    )
    return frame("share", 400, 9, title, "", body)


def funnel(rows, title="", description=""):
    """Rows are dicts: label, value; optional note (right) and url. Widths are against the largest value."""
    rows = list(rows)
    most = max((row["value"] for row in rows), default=0) or 1
    body = ""
    for index, row in enumerate(rows):
        y, width = index * 40, max(290 * row["value"] / most, 3)
        shade = FUNNEL_SHADES[min(index, len(FUNNEL_SHADES) - 1)]
        note = f'<text class="f-note" x="360" y="{y + 11}">{escape(row["note"])}</text>' if row.get("note") else ""
        drawn = (
            f'<g><text class="f-label" x="0" y="{y + 11}">{escape(row["label"])}</text>'
            f'<rect x="0" y="{y + 16}" width="{width:.1f}" height="15" rx="5" fill="{shade}"/>'
            f'<text class="f-value" x="{width + 7:.1f}" y="{y + 28}">{amount(row["value"])}</text>{note}</g>'
        )
        if row.get("url"):
            spoken = escape(f"{row['label']}: {amount(row['value'])}")
            drawn = f'<a href="{escape(row["url"])}" aria-label="{spoken}">{drawn}</a>'
        body += drawn
    spoken = description or ", ".join(f"{row['label']} {amount(row['value'])}" for row in rows)
    return frame("funnel", 360, max(len(rows) * 40 - 6, 1), title or _("Corong"), spoken, body)


def trend(points, title="", description=""):
    """A line through (label, value) pairs with the first and last label and the last value written."""
    points = list(points)
    if not points:
        return frame("trend", 400, 120, title or _("Perkembangan"), _("Belum ada angka."), "")
    most = max(value for _label, value in points) or 1
    step = 360 / max(len(points) - 1, 1)
    places = [(10 + step * index, 90 - 74 * value / most) for index, (_label, value) in enumerate(points)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    last_x, last_y = places[-1]
    dots = "".join(
        f'<circle class="t-dot" cx="{x:.1f}" cy="{y:.1f}" r="3">'
        f"<title>{escape(label)}: {amount(value)}</title></circle>"
        for (x, y), (label, value) in zip(places, points, strict=True)
    )
    body = (
        '<path class="t-base" d="M10 90H370"/>'
        f'<polygon class="t-area" points="10,90 {line} {last_x:.1f},90"/>'
        f'<polyline class="t-line" points="{line}"/>{dots}'
        f'<text class="t-label" x="10" y="110">{escape(points[0][0])}</text>'
        f'<text class="t-label t-end" x="390" y="110">{escape(points[-1][0])}</text>'
        f'<text class="t-value t-end" x="390" y="{max(last_y - 8, 12):.1f}">{amount(points[-1][1])}</text>'
    )
    spoken = description or ", ".join(f"{label} {amount(value)}" for label, value in points)
    return frame("trend", 400, 120, title or _("Perkembangan"), spoken, body)


def placeholder_picture(seed, color=""):
    """A small cloth for something without a photo: the same seed always gives the same cloth."""
    mark = zlib.crc32(str(seed).encode())
    ground = color or CLOTH_COLORS[mark % len(CLOTH_COLORS)]
    glow = CLOTH_GLOWS[(mark >> 5) % len(CLOTH_GLOWS)]
    motif = CLOTH_MOTIFS[(mark >> 9) % len(CLOTH_MOTIFS)].replace("GLOW", glow)
    name = f"k{mark:08x}"
    return (
        '<svg class="svg-cloth" viewBox="0 0 240 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true" '
        f'focusable="false"><defs><pattern id="{name}" width="48" height="60" patternUnits="userSpaceOnUse">'
        f'{motif}</pattern></defs><rect width="240" height="180" fill="{escape(ground)}"/>'
        f'<rect width="240" height="180" fill="url(#{name})"/></svg>'
    )


CLOTH_MOTIFS = [
    '<g fill="none" stroke="#fff"><path d="M0 26 12 8l12 18L36 8l12 18" stroke-opacity=".5" stroke-width="2"/>'
    '<path d="M0 33 12 15l12 18 12-18 12 18" stroke-opacity=".25" stroke-width="1.6"/></g>'
    '<g fill="GLOW"><circle cx="12" cy="23" r="2.2"/><circle cx="36" cy="23" r="2.2"/></g>'
    '<g fill="#fff" fill-opacity=".4"><circle cx="24" cy="48" r="2"/><circle cx="10" cy="48" r="1.2"/>'
    '<circle cx="38" cy="48" r="1.2"/></g>',
    '<g fill="none" stroke="#fff" stroke-width="1.8"><path d="M24 5 38 30 24 55 10 30z" stroke-opacity=".5"/>'
    '<path d="M24 17 31 30 24 43 17 30z" stroke-opacity=".3"/></g><circle cx="24" cy="30" r="2.6" fill="GLOW"/>'
    '<g fill="#fff" fill-opacity=".4"><circle cx="0" cy="0" r="2"/><circle cx="48" cy="0" r="2"/>'
    '<circle cx="0" cy="60" r="2"/><circle cx="48" cy="60" r="2"/><circle cx="0" cy="30" r="1.3"/>'
    '<circle cx="48" cy="30" r="1.3"/></g>',
    '<g fill="none" stroke="#fff" stroke-width="1.8"><path d="M6 0c12 15-12 15 0 30s-12 15 0 30" stroke-opacity=".5"/>'
    '<path d="M30 0c12 15-12 15 0 30s-12 15 0 30" stroke-opacity=".28"/></g>'
    '<g fill="GLOW"><circle cx="18" cy="15" r="2"/><circle cx="18" cy="45" r="2"/></g>'
    '<g fill="#fff" fill-opacity=".42"><circle cx="42" cy="8" r="1.4"/><circle cx="42" cy="30" r="2"/>'
    '<circle cx="42" cy="52" r="1.4"/></g>',
]
