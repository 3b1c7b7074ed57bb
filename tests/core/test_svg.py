from xml.etree import ElementTree

import pytest

from core import svg

LEVELS = [(None, "q0"), (0, "q1"), (24.9, "q1"), (25, "q2"), (45, "q3"), (65, "q4"), (140, "q4")]


def texts(picture, name):
    return [node.text for node in ElementTree.fromstring(picture).iter(name)]


@pytest.mark.parametrize(("percent", "level"), LEVELS)
def test_tile_level(percent, level):
    assert svg.tile_level(percent) == level


def test_every_kabupaten_has_its_own_place():
    assert len(set(svg.KALSEL_TILES.values())) == len(svg.KALSEL_TILES) == 13


def test_tile_places_falls_back_to_a_grid_for_another_province():
    assert svg.tile_places(["62.01", "62.02", "62.03", "62.04", "62.05"]) == {
        "62.01": (1, 1),
        "62.02": (1, 2),
        "62.03": (1, 3),
        "62.04": (1, 4),
        "62.05": (2, 1),
    }


def test_tile_map_escapes_names_and_links():
    picture = svg.tile_map([{"code": "63.71", "name": "Kota <b>&", "percent": 12.4, "url": "/a?b=1&c=2"}])
    link = ElementTree.fromstring(picture).find("a")
    assert link.attrib == {"href": "/a?b=1&c=2", "aria-label": "Kota <b>&: 12%"}
    assert texts(picture, "text") == ["<b>&", "12%"]


def test_tile_map_shows_a_dash_where_nothing_is_known():
    assert texts(svg.tile_map([{"code": "63.71", "name": "Kota Banjarmasin", "percent": None}]), "text") == [
        "Banjarmasin",
        "–",
    ]


def test_wrap_keeps_words_whole():
    assert svg.wrap("Hulu Sungai Selatan") == ["Hulu Sungai", "Selatan"]


def test_stacked_bar_fills_its_width_and_leaves_out_empty_parts():
    parts = [
        {"label": "Ada", "value": 3, "kind": "ok"},
        {"label": "Proses", "value": 0, "kind": "wait"},
        {"label": "Belum", "value": 1, "kind": "none"},
    ]
    drawn = ElementTree.fromstring(svg.stacked_bar(parts)).findall("rect")
    assert [(rect.get("class"), rect.get("x"), rect.get("width")) for rect in drawn] == [
        ("k-empty", "0", "400"),
        ("k-ok", "0.0", "300.0"),
        ("k-none", "300.0", "100.0"),
    ]


@pytest.mark.parametrize(("share", "width"), [(None, "0.0"), (-5, "0.0"), (50, "200.0"), (250, "400.0")])
def test_share_bar_stays_within_its_frame(share, width):
    assert ElementTree.fromstring(svg.share_bar(share)).findall("rect")[1].get("width") == width


def test_funnel_measures_against_the_largest_value():
    rows = [{"label": "Diajukan", "value": 200}, {"label": "Diterima", "value": 50}]
    drawn = [rect.get("width") for rect in ElementTree.fromstring(svg.funnel(rows)).iter("rect")]
    assert drawn == ["290.0", "72.5"]


def test_pictures_without_figures_are_still_pictures():
    for picture in (svg.tile_map([]), svg.funnel([]), svg.trend([]), svg.stacked_bar([])):
        assert ElementTree.fromstring(picture).tag == "svg"


def test_trend_of_one_point():
    assert texts(svg.trend([("Nov", 7)]), "circle") == [None]


def test_placeholder_picture_is_the_same_for_the_same_seed():
    assert svg.placeholder_picture("Amplang") == svg.placeholder_picture("Amplang")
    assert svg.placeholder_picture("Amplang") != svg.placeholder_picture("Dodol")


def test_no_picture_carries_a_style_attribute():
    pictures = [
        svg.tile_map([{"code": "63.71", "name": "Banjarmasin", "percent": 5, "url": "/"}]),
        svg.funnel([{"label": "a", "value": 1, "note": "b", "url": "/"}]),
        svg.trend([("a", 1), ("b", 2)]),
        svg.stacked_bar([{"label": "a", "value": 1, "kind": "ok"}]),
        svg.placeholder_picture("x"),
    ]
    for picture in pictures:
        assert all("style" not in node.attrib for node in ElementTree.fromstring(picture).iter())
