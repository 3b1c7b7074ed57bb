"""Draws the portal's icons in static/img: teeth of the haruan fish, a motif of sasirangan cloth."""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img"
LEAF, TURMERIC, MINT, CREAM = "#0e5a4b", "#e8a317", "#8fc7b1", "#fbf6ec"
# A square of 64 units: lines (colour, width, points), dots and diamonds (colour, radius, centres).
LINES = [
    (MINT, 2.2, [(10, 34), (21, 12), (32, 34), (43, 12), (54, 34)]),
    (TURMERIC, 4.6, [(10, 44), (21, 22), (32, 44), (43, 22), (54, 44)]),
]
DOTS = [(CREAM, 3.2, [(21, 40), (43, 40), (32, 22)])]
DIAMONDS = [(TURMERIC, 2.6, [(10, 54), (32, 54), (54, 54)]), (MINT, 2, [(21, 54), (43, 54)])]
CORNER = 15
FINE = 4


def svg():
    parts = [f'<rect width="64" height="64" rx="{CORNER}" fill="{LEAF}"/>']
    for color, width, points in LINES:
        way = " ".join(f"{x},{y}" for x, y in points)
        parts.append(
            f'<polyline points="{way}" fill="none" stroke="{color}" stroke-width="{width}" '
            'stroke-linejoin="round" stroke-linecap="round"/>'
        )
    for color, radius, centres in DOTS:
        parts += [f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{color}"/>' for x, y in centres]
    for color, radius, centres in DIAMONDS:
        parts += [f'<path d="M{x - radius} {y}l{radius}-{radius} {radius} {radius}-{radius} {radius}z" fill="{color}"/>'
                  for x, y in centres]  # fmt: skip
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{"".join(parts)}</svg>\n'


def png(side, *, scale=1.0, corner=CORNER):
    """`scale` draws the motif smaller, inside the circle that phones may cut out; no corner means no transparency."""
    unit = side * FINE / 64
    picture = Image.new("RGBA", (side * FINE, side * FINE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, side * FINE - 1, side * FINE - 1), corner * unit, fill=LEAF)

    def place(point):
        return tuple((32 + (value - 32) * scale) * unit for value in point)

    def disc(point, radius, color):
        (x, y), reach = place(point), radius * scale * unit
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=color)

    for color, width, points in LINES:
        draw.line([place(point) for point in points], fill=color, width=round(width * scale * unit))
        for point in points:
            disc(point, width / 2, color)
    for color, radius, centres in DOTS:
        for centre in centres:
            disc(centre, radius, color)
    for color, radius, centres in DIAMONDS:
        for x, y in centres:
            corners = [(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)]
            draw.polygon([place(point) for point in corners], fill=color)
    picture = picture.resize((side, side), Image.Resampling.LANCZOS)
    return picture.quantize(64, Image.Quantize.FASTOCTREE)


def main():
    (FOLDER / "icon.svg").write_text(svg())
    png(192).save(FOLDER / "icon-192.png", optimize=True)
    png(512).save(FOLDER / "icon-512.png", optimize=True)
    png(512, scale=0.72, corner=0).save(FOLDER / "icon-maskable-512.png", optimize=True)
    png(180, scale=0.9, corner=0).save(FOLDER / "apple-touch-icon.png", optimize=True)


if __name__ == "__main__":
    main()
