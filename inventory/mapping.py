"""Which column means what: proposed from the headings people write and from what stands below them."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from rapidfuzz import fuzz

from inventory.fields import BY_NAME, fields_for, hide, is_empty, plain
from reference import numbers

SAMPLE_ROWS = 200
SHOWN = 3
LIKENESS = 90
REMEMBERED, EXACT, ALIKE, INSIDE, BY_CONTENT = 1.0, 0.95, 0.8, 0.6, 0.5
THOUSANDS = re.compile(
    r"rp\.?\s*[.,]?\s*000|\(\s*0?00\s*\)|ribu(an)?\s*(rp|rupiah)|rp\.?\s*ribu|[x×]\s*(rp\.?\s*)?1[.,]?000", re.I
)
UNIT_IN_HEADER = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True)
class Guess:
    """One column: `field` is a field name or None, `confidence` 0 to 1, `samples` are safe to show."""

    header: str
    field: str | None
    confidence: float
    samples: tuple


def key_of(header):
    """“Nilai Investasi (Rp.000)” → “nilai investasi”."""
    text = UNIT_IN_HEADER.sub(" ", plain(header).casefold())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def in_thousands(header):
    """Does the heading say that its rupiah are counted in thousands?"""
    return bool(THOUSANDS.search(plain(header)))


def propose(headers, rows, kind, remembered=None):
    """[Guess] in the order of `headers`. Each field goes to the column that fits it best, and to no second one."""
    offers = []
    columns = [column(rows, index) for index in range(len(headers))]
    for index, header in enumerate(headers):
        key = key_of(header)
        if remembered and key in remembered:
            offers.append((REMEMBERED, index, remembered[key] or None))
            continue
        for field in fields_for(kind):
            confidence = fit(field, key, columns[index])
            if confidence:
                offers.append((confidence, index, field.name))
    taken, given = {}, set()
    allowed = {field.name for field in fields_for(kind)}
    for confidence, index, name in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        if index in taken or (name and (name in given or name not in allowed)):
            continue
        taken[index] = (name, confidence)
        given.add(name)
    return [
        Guess(header, *taken.get(index, (None, 0.0)), samples_of(columns[index]))
        for index, header in enumerate(headers)
    ]


def fit(field, key, values):
    """How well a heading and its values suit a field."""
    if key in field.synonyms:
        found = EXACT
    elif any(fuzz.ratio(key, synonym) >= LIKENESS for synonym in field.synonyms if len(synonym) > 4):
        found = ALIKE
    elif any(f" {synonym} " in f" {key} " for synonym in field.synonyms if len(synonym) > 5):
        found = INSIDE
    else:
        return BY_CONTENT if recognised(field.name, values) else 0.0
    readable = share_read(field, values)
    return round(found * (0.4 + 0.6 * readable), 2) if readable < 0.5 else found


def recognised(name, values):
    """Fields whose values give themselves away."""
    checks = {"phone": numbers.check_phone, "nib": numbers.check_nib, "nik": numbers.check_nik}
    if name not in checks or len(values) < 3:
        return False
    return sum(passes(checks[name], value) for value in values) >= 0.6 * len(values)


def passes(check, value):
    try:
        check(plain(value))
    except ValidationError:
        return False
    return True


def share_read(field, values):
    """The part of the filled cells that the field's reader understands."""
    if not values:
        return 1.0
    return sum(passes(lambda value: field.read(value, []), value) for value in values) / len(values)


def column(rows, index):
    cells = (row[index] for row in rows[:SAMPLE_ROWS] if index < len(row))
    return [cell for cell in cells if not is_empty(plain(cell))]


def samples_of(values):
    return tuple(dict.fromkeys(hide(plain(value))[:60] for value in values[:20]))[:SHOWN]


def unknown_in(mapping, headers, kind):
    """(headings the sheet does not have, names that are no field of this kind, fields given twice)."""
    allowed = {field.name for field in fields_for(kind)}
    named = [name for name in mapping.values() if name]
    return (
        [header for header in mapping if header not in headers],
        [name for name in named if name not in allowed],
        sorted({name for name in named if named.count(name) > 1}),
    )


def label_of(name):
    return BY_NAME[name].label
