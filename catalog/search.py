"""Finds listings by what a buyer types: every word, in any usual spelling; near matches only when nothing fits."""

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.db import connection, transaction
from django.db.models import Q, TextField
from rapidfuzz import fuzz, process

TextField.register_lookup(TrigramWordSimilar)

# Phrases people use for the same thing, each group in casefolded words.
SYNONYMS = (
    ("keripik", "kripik", "chips"),
    ("amplang", "kerupuk ikan", "krupuk ikan", "kuku macan"),
    ("kerupuk", "krupuk", "crackers"),
    ("sasirangan", "jumputan banjar"),
    ("anyaman", "anyam", "woven"),
    ("kopi", "coffee"),
    ("madu", "honey"),
    ("kain", "fabric"),
    ("tas", "bag"),
    ("kue", "cake", "wadai"),
    ("sambal", "sambel"),
    ("abon", "meat floss"),
)
MOST_SPELLINGS = 16
MOST_WORDS = 8
LIKENESS = 80
BOUNDED_SET = 5000
# A letter left out of a short word leaves four of seven trigrams.
WORD_SIMILARITY = 0.5
MOST_NEAR = 200


def search(listings, text):
    """(listings that fit, whether they are only near matches)."""
    text = " ".join(text.casefold().split()[:MOST_WORDS])
    if not text:
        return listings, False
    exact = listings.filter(fits(text))
    if exact.exists():
        return exact, False
    return (near_by_trigram if connection.vendor == "postgresql" else near_by_words)(listings, text), True


def fits(text):
    """All words of one of the spellings stand in the stored, casefolded text."""
    condition = Q(pk__in=[])
    for spelling in spellings(text):
        words = Q()
        for word in spelling.split():
            words &= Q(search_text__contains=word)
        condition |= words
    return condition


def spellings(text):
    """The text itself first, then with each phrase replaced by those that mean the same."""
    found = [text]
    for group in SYNONYMS:
        for phrase in group:
            for known in list(found):
                if f" {phrase} " in f" {known} ":
                    found += [f" {known} ".replace(f" {phrase} ", f" {other} ").strip() for other in group]
    return list(dict.fromkeys(found))[:MOST_SPELLINGS]


def near_by_trigram(listings, text):
    """PostgreSQL: every word resembles a piece of the text, found through the trigram index."""
    near = listings
    for word in text.split():
        near = near.filter(search_text__trigram_word_similar=word)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = %s", [WORD_SIMILARITY])
        found = list(near.order_by("-listed_at", "-pk").values_list("pk", flat=True)[:MOST_NEAR])
    return listings.filter(pk__in=found)


def near_by_words(listings, text):
    """Elsewhere: every word corrected to the words of the newest listings that look like it."""
    newest = listings.order_by("-listed_at", "-pk").values_list("search_text", flat=True)[:BOUNDED_SET]
    known = sorted({word for line in newest for word in line.split()})
    condition = Q()
    for word in text.split():
        alike = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=5)
        one = Q(pk__in=[])
        for match, _score, _index in alike:
            one |= Q(search_text__contains=match)
        condition &= one
    return listings.filter(condition)
