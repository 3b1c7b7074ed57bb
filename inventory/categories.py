"""Which category a product of a sheet most likely belongs to; a person corrects it on the dossier."""

import re

from rapidfuzz import fuzz

from reference.models import ProductCategory

FALLBACK = "lainnya"
LIKENESS = 90
# Words that say nothing about which category is meant.
STOPWORDS = {
    "olahan",
    "makanan",
    "produk",
    "lain",
    "minuman",
    "siap",
    "saji",
    "tahan",
    "lama",
    "bahan",
    "dengan",
    "tidak",
    "dalam",
}


class CategoryGuess:
    """Reads the categories once and remembers every answer."""

    def __init__(self):
        self.words, self.by_kbli, self.answers = {}, {}, {}
        for category in ProductCategory.objects.active():
            self.words[category.code] = words_of(f"{category.name} {category.code.replace('-', ' ')}") - STOPWORDS
            for kbli in {*category.kbli_2020.split(","), *category.kbli_2025.split(",")} - {""}:
                self.by_kbli.setdefault(kbli, category.code)

    def guess(self, name, commodity="", kbli=""):
        key = (name, commodity, kbli)
        if key not in self.answers:
            self.answers[key] = (
                self.best(words_of(name)) or self.best(words_of(commodity)) or self.by_kbli.get(kbli, FALLBACK)
            )
        return self.answers[key]

    def best(self, words):
        """The category sharing most words with the text, or "" when none shares any."""
        shares = {
            code: sum(any(fuzz.ratio(word, other) >= LIKENESS for other in words) for word in known)
            for code, known in self.words.items()
        }
        code = max(shares, key=lambda code: (shares[code], -len(self.words[code])))
        return code if shares[code] else ""


def words_of(text):
    return set(re.findall(r"[a-z]{4,}", text.casefold()))
