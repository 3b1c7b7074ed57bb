"""Whether a permit fits the products and the business it is put on: warnings that never block.

`fit_warnings` is pure. `fit_of_certificates` and `fit_of_draft` gather its facts in a fixed number of queries, whatever
the number of papers. Source: DOMAIN §0, §1, §4 and §5, and the editable tables behind `requirements`.

A warning `is_sure` where the record contradicts a rule of high confidence; everything else asks people to compare.

Whose number it is: within one IKM every live number is compared with every other (one IRTP has one maker number in its
kabupaten, one factory one BPOM company code). Against other IKM only the very same number is looked for, by the index
on (kind, number): the maker number stands in the middle of a P-IRT number, behind packaging, food type and product
serial, so looking for it elsewhere would read every P-IRT of the province.
"""

import re
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.enums import CertificateState, Confidence, Obligation
from certification.models import Certificate
from certification.permits import PIRT_PACKAGING, read_permit
from certification.requirements import exclusion_book, exclusions_of, facts_of, rule_book, rule_for
from certification.workflow import SHARED_KINDS
from products.enums import PackagingKind
from reference.enums import AXIS_OF_KIND, Axis, PermitKind
from reference.regions import official_name

CLOSED = (CertificateState.REVOKED, CertificateState.SUPERSEDED)
DEAD_STATES = (*CLOSED, CertificateState.REFUSED)
PIRT_LAW = "PerBPOM 22/2018; PerBPOM 4/2024"
MD_LAW = "PerBPOM 23/2023"
HALAL_LAW = "UU 33/2014 jo. UU 6/2023; PP 42/2024"
NIB_DIGITS, PB_UMKU_DIGITS = 13, 21
PB_UMKU_KINDS = (PermitKind.SLHS, PermitKind.OTHER)
PIRT_KINDS_OF_PACKAGING = {
    "1": PackagingKind.GLASS, "2": PackagingKind.PLASTIC, "3": PackagingKind.PAPER, "4": PackagingKind.CAN,
    "5": PackagingKind.FOIL, "6": PackagingKind.OTHER, "7": PackagingKind.COMPOSITE, "8": PackagingKind.DOUBLE,
}  # fmt: skip
# Food types of P-IRT numbers that are plausible for a category: (list of PerBPOM 22/2018, list of 4/2024). Generous on
# purpose, since kabupaten differ in how they file a product; a category that is not here is not compared.
FOOD_TYPES = {
    "kerupuk": ("02 04 06 11 14 15", "02 04 05 11"),
    "kacang": ("06 15", "05 11"),
    "keripik-buah": ("04 06 14 15", "04 05 11"),
    "dodol": ("05 06 09 14 15", "04 05 07 11"),
    "kue-kering": ("05 06 09 15", "05 07 11"),
    "abon": ("01 02 03 04 14", "01 02 03 04"),
    "ikan-kering": ("02", "02"),
    "telur-asin": ("03", "03"),
    "sambal-bumbu": ("02 04 11 12", "02 04 09"),
    "gula-aren": ("05 09 13", "07 10"),
    "madu": ("09", "07"),
    "kopi": ("10 13", "08 10"),
    "teh-herbal": ("04 10 12 13 14", "04 08 10"),
    "minuman-serbuk": ("10 12 13 14 15", "08 10 11"),
}
# Numbers ending in these years were given while both lists were in use.
BOTH_LISTS = (2027, 2028)


@dataclass(frozen=True)
class FitWarning:
    """One thing that does not fit; `products` are the (pk, name) it is about, empty when it is about the paper."""

    code: str
    sentence: str
    is_sure: bool
    legal_basis: str = ""
    products: tuple = ()

    @property
    def label(self):
        return _("Tidak cocok") if self.is_sure else _("Cocokkan")

    @property
    def names(self):
        return ", ".join(name for _pk, name in self.products)


@dataclass(frozen=True)
class Goods:
    """One product on the paper: `facts` of `requirements.facts_of`, `rule` the `Rule` of the paper's axis or None."""

    pk: int
    name: str
    category: str
    category_name: str
    facts: dict
    rule: object = None


@dataclass(frozen=True)
class Paper:
    """A permit as typed, with what its number says and who holds it. `own` are the other live papers of the same IKM
    as (kind, number, decoded); `is_elsewhere`: another IKM has entered the very same number."""

    kind: str
    number: str
    decoded: dict
    goods: tuple
    regency: str = ""
    nib: str = ""
    valid_until: object = None
    own: tuple = ()
    is_elsewhere: bool = False


def fit_warnings(paper, exclusions, on):
    """[FitWarning] of a `Paper` on a day, the sure ones first; what is said of several products is said once."""
    found = [warning for goods in paper.goods for warning in _goods_warnings(paper, goods, exclusions)]
    found += [warning for check in PAPER_CHECKS for warning in check(paper, on)]
    return sorted(_merged(found), key=lambda warning: not warning.is_sure)


def for_product(warnings, pk):
    """Those about one product or the whole paper."""
    return [w for w in warnings if not w.products or any(product == pk for product, _name in w.products)]


def fit_of_certificates(certificates, on, book=None, exclusions=None):
    """{certificate pk: [FitWarning]}; select `ikm` and prefetch `products` with their category. Closed papers get none.

    One query for the other papers, and one each for the two tables where they are not given.
    """
    entries = [(paper.pk, paper, list(paper.products.all())) for paper in certificates if paper.state not in CLOSED]
    return _judged(entries, on, book=book, exclusions=exclusions)


def fit_of_draft(ikm, kind, number_raw, products, on, *, valid_until=None, but=None):
    """[FitWarning] of a paper that is being typed; `but` is the stored paper it changes or replaces."""
    draft = Certificate(
        ikm=ikm, kind=kind, number_raw=number_raw, number=read_permit(number_raw, kind).number, valid_until=valid_until
    )
    return _judged([(None, draft, products)], on, but=but)[None]


def _judged(entries, on, *, but=None, book=None, exclusions=None):
    if not entries:
        return {}
    book = rule_book(on) if book is None else book
    exclusions = exclusion_book(on) if exclusions is None else exclusions
    others = _others([certificate for _key, certificate, _products in entries], but)
    return {
        key: fit_warnings(_paper(certificate, products, book, others, but), exclusions, on)
        for key, certificate, products in entries
    }


def _others(certificates, but):
    """[(pk, IKM, kind, number)] of live papers of the same IKM, or with one of the same numbers."""
    numbers = {c.number for c in certificates if c.number and c.kind not in SHARED_KINDS}
    kinds = {c.kind for c in certificates}
    wanted = Q(ikm__in={c.ikm_id for c in certificates}) | Q(kind__in=kinds, number__in=numbers)
    found = Certificate.objects.filter(wanted, kind__in=kinds).exclude(state__in=DEAD_STATES).exclude(number="")
    return list(found.exclude(pk=but.pk if but else None).order_by("pk").values_list("pk", "ikm_id", "kind", "number"))


def _paper(certificate, products, book, others, but):
    ikm, kind = certificate.ikm, certificate.kind
    axis = AXIS_OF_KIND.get(kind)
    goods = []
    for product in products:
        product.ikm = ikm
        facts = facts_of(product)
        rule = rule_for(book, product.category_id, axis, facts, ikm.business_scale) if axis else None
        category = product.category
        code, category_name = (category.pk, str(category)) if category else ("", "")
        goods.append(Goods(product.pk, str(product), code, category_name, facts, rule))
    own = tuple(
        (of, number, _decoded(number, of))
        for pk, owner, of, number in others
        if owner == ikm.pk and pk != certificate.pk and of == kind
    )
    is_elsewhere = certificate.number != "" and any(
        (of, number) == (kind, certificate.number) and owner != ikm.pk for _pk, owner, of, number in others
    )
    return Paper(
        kind, certificate.number, _decoded(certificate.number_raw or certificate.number, kind), tuple(goods),
        ikm.regency_id or "", ikm.nib, certificate.valid_until, own, is_elsewhere,
    )  # fmt: skip


def _decoded(number, kind):
    numbers = read_permit(number, kind).numbers
    return numbers[0].decoded if len(numbers) == 1 else {}


def _merged(warnings):
    """The same sentence about several products becomes one warning that names them."""
    merged = {}
    for warning in warnings:
        key = (warning.code, warning.sentence, warning.is_sure, warning.legal_basis)
        known = merged.get(key)
        merged[key] = replace(known, products=known.products + warning.products) if known else warning
    return list(merged.values())


def _goods_warnings(paper, goods, exclusions):
    about = ((goods.pk, goods.name),)
    excluded = list(_not_allowed(paper, goods, exclusions, about))
    mismatch = list(_kind_mismatch(paper, goods, about))
    if any(warning.is_sure for warning in excluded):
        yield from excluded
    else:
        yield from mismatch or excluded
    if paper.kind == PermitKind.PIRT:
        yield from _packaging_mismatch(paper, goods, about)
        yield from _food_type_mismatch(paper, goods, about)


def _not_allowed(paper, goods, exclusions, about):
    """The first reason in force, with what is asked instead; an unsure reason only where none is sure."""
    rows = exclusions_of(exclusions, paper.kind, goods.category, goods.facts)
    sure = [row for row in rows if row.confidence == Confidence.HIGH]
    for row in (sure or rows)[:1]:
        sentence = row.sentence
        if sure and not any(re.search(rf"\b{kind}\b", sentence, re.I) for kind in _accepted(goods)):
            sentence = " ".join(filter(None, [sentence, _asked_instead(goods)]))
        yield FitWarning("not_allowed", sentence, bool(sure), row.legal_basis, about)
    if not rows and goods.rule and goods.rule.obligation == Obligation.IMPOSSIBLE:
        is_sure = goods.rule.confidence == Confidence.HIGH
        yield FitWarning("not_allowed", goods.rule.sentence, is_sure, goods.rule.legal_basis, about)


def _kind_mismatch(paper, goods, about):
    rule = goods.rule
    if rule is None or paper.kind in rule.accepted_permits or AXIS_OF_KIND.get(paper.kind) != Axis.LICENCE:
        return
    if rule.accepted_permits:
        sentence = _("%(kind)s bukan izin untuk produk ini. %(asked)s") % {
            "kind": PermitKind(paper.kind).label,
            "asked": _asked_instead(goods),
        }
    elif rule.obligation in (Obligation.NOT_APPLICABLE, Obligation.EXEMPT):
        sentence = _("%(kind)s tidak diminta untuk produk ini.") % {"kind": PermitKind(paper.kind).label}
    else:
        return
    yield FitWarning("kind_mismatch", sentence, rule.confidence == Confidence.HIGH, rule.legal_basis, about)


def _accepted(goods):
    return goods.rule.accepted_permits if goods.rule else ()


def _asked_instead(goods):
    kinds = [str(PermitKind(kind).label) for kind in _accepted(goods)]
    return _("Yang diminta: %(kinds)s.") % {"kinds": _(" atau ").join(kinds)} if kinds else ""


def _packaging_mismatch(paper, goods, about):
    digit = paper.number[:1]
    wanted, recorded = PIRT_KINDS_OF_PACKAGING.get(digit), goods.facts.get("packaging_kind")
    if wanted and recorded and recorded not in (wanted, PackagingKind.NONE):
        sentence = _(
            "Angka pertama P-IRT ini berarti kemasan %(number)s, sedangkan pada produk tercatat: %(product)s. "
            "Tiap jenis kemasan punya nomor sendiri."
        ) % {"number": PIRT_PACKAGING[digit], "product": str(PackagingKind(recorded).label).lower()}
        yield FitWarning("packaging_mismatch", sentence, False, PIRT_LAW, about)


def _food_type_mismatch(paper, goods, about):
    """Never sure: the lists changed about 2022, and nothing on the number tells which one was used."""
    code, plausible = paper.decoded.get("food_type_code"), FOOD_TYPES.get(goods.category)
    food = paper.decoded.get("food_type")
    if not plausible or not code or not food:
        return
    lists = {"old": plausible[:1], "new": plausible[1:]}.get(paper.decoded.get("food_list"), plausible)
    if paper.decoded.get("expiry_year") in (None, *BOTH_LISTS):
        lists = plausible
    if not any(code in codes.split() for codes in lists):
        sentence = _("Menurut nomornya izin ini untuk %(food)s, sedangkan kategori produk: %(category)s.")
        sentence %= {"food": food, "category": goods.category_name}
        yield FitWarning("food_type_mismatch", sentence, False, PIRT_LAW, about)


def _other_regency(paper, on):
    code = paper.decoded.get("region_code") or ""
    if not code or not paper.regency or not paper.decoded.get("region"):
        return
    if paper.kind == PermitKind.PIRT and code != paper.regency:
        sentence = _("Kode wilayah P-IRT ini %(theirs)s, sedangkan usaha tercatat di %(ours)s. Cocokkan nomornya.")
        sentence %= {"theirs": official_name(code), "ours": official_name(paper.regency)}
        yield FitWarning("other_regency", sentence, True, PIRT_LAW)
    if paper.kind == PermitKind.HALAL and code not in ("00", paper.regency[:2]):
        sentence = _("Nomor halal ini terdaftar di provinsi %(theirs)s, sedangkan usaha tercatat di %(ours)s.")
        sentence %= {"theirs": official_name(code), "ours": official_name(paper.regency[:2])}
        yield FitWarning("other_regency", sentence, False, HALAL_LAW)


def _other_company(paper, on):
    if paper.is_elsewhere:
        yield FitWarning(
            "other_company",
            _("Nomor yang sama sudah dicatat oleh usaha lain. Cocokkan nama usaha pada sertifikatnya."),
            True,
        )
    if paper.kind == PermitKind.PIRT:
        yield from _differs_from_own(
            paper, "maker_number", ("region_code",), PIRT_LAW,
            gettext_lazy("Nomor urut usaha pada P-IRT ini %(this)s, pada P-IRT lain usaha ini %(other)s (%(number)s). "
                         "Satu usaha satu nomor urut."),
        )  # fmt: skip
    if paper.kind in (PermitKind.MD, PermitKind.ML):
        yield from _differs_from_own(
            paper, "company_code", ("province_code",), MD_LAW,
            gettext_lazy("Kode perusahaan pada nomor ini %(this)s, pada nomor lain usaha ini %(other)s (%(number)s). "
                         "Cocokkan nama perusahaannya."),
        )  # fmt: skip
    if paper.kind in PB_UMKU_KINDS:
        digits = re.sub(r"\D", "", paper.number)
        if paper.nib and len(digits) == PB_UMKU_DIGITS and digits[:NIB_DIGITS] != paper.nib:
            sentence = _("Nomor PB-UMKU memuat NIB %(theirs)s, sedangkan NIB usaha ini %(ours)s.")
            sentence %= {"theirs": digits[:NIB_DIGITS], "ours": paper.nib}
            yield FitWarning("other_company", sentence, False, "PP 28/2025")


def _differs_from_own(paper, part, same, law, sentence):
    """Compares one part of the number with the IKM's other numbers of the same length, region and kind."""
    mine = paper.decoded.get(part)
    for kind, number, decoded in paper.own if mine else ():
        theirs = decoded.get(part)
        alike = len(number) == len(paper.number) and all(decoded.get(n) == paper.decoded.get(n) for n in same)
        if kind == paper.kind and alike and theirs and theirs != mine:
            yield FitWarning(
                "other_company", str(sentence) % {"this": mine, "other": theirs, "number": number}, False, law
            )
            return


def _expired_year(paper, on):
    """A later date that a person typed is believed, and asked about."""
    year = paper.decoded.get("expiry_year") if paper.kind == PermitKind.PIRT else None
    if year and year < on.year:
        is_sure = paper.valid_until is None or paper.valid_until < on
        sentence = _("Menurut dua angka terakhirnya P-IRT ini berakhir tahun %(year)d.") % {"year": year}
        more = _("Perbarui lalu masukkan nomor yang baru.") if is_sure else _("Tanggal berlakunya diisi lebih lambat.")
        yield FitWarning("expired_year", f"{sentence} {more}", is_sure, PIRT_LAW)
    elif paper.valid_until and paper.valid_until < on and paper.kind != PermitKind.HALAL:
        sentence = _("Masa berlakunya sudah habis pada %(day)s. Perbarui lalu masukkan yang baru.")
        yield FitWarning("expired_year", sentence % {"day": date_format(paper.valid_until, "j F Y")}, True)


def _too_many_products(paper, on):
    categories = list(dict.fromkeys(goods.category_name for goods in paper.goods if goods.category))
    if paper.kind == PermitKind.PIRT and len(categories) > 1:
        sentence = _(
            "Satu nomor P-IRT untuk satu jenis produk, sedangkan yang dipilih di sini beberapa jenis (%(categories)s). "
            "Jenis lain punya nomor sendiri."
        ) % {"categories": "; ".join(categories)}
        yield FitWarning("too_many_products", sentence, False, PIRT_LAW)


def _old_mui(paper, on):
    if paper.kind == PermitKind.HALAL_MUI:
        sentence = _("Sertifikat MUI lama tidak dipakai lagi. Ajukan sertifikat halal ke BPJPH.")
        yield FitWarning("old_mui", sentence, False, HALAL_LAW)


PAPER_CHECKS = (_other_company, _other_regency, _expired_year, _too_many_products, _old_mui)
