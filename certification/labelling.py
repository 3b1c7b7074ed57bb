"""What a packaged food's label must show, filled from what the portal knows: pure functions, no queries.

Source: PerBPOM 31/2018 jo. 20/2021 (parts of a label), DOMAIN §4 and §5 for permit and halal numbers, §6 for the
nutrition table. What rests on a doubtful source guides with "perlu dicek" and never says "belum ada".
"""

import re
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.enums import CertificateState, Confidence, Obligation
from products.enums import PackagingKind, Storage, WeightUnit
from reference.enums import Axis, CategoryGroup, PermitKind

LABEL_LAW = "PerBPOM 31/2018 jo. 20/2021"
PIRT_LAW = "PerBPOM 31/2018 Pasal 36 ayat (4)"
NON_HALAL_LAW = "UU 33/2014 Pasal 26"
NON_HALAL_CATEGORY = "pangan-nonhalal"
FOOD_GROUPS = (CategoryGroup.FOOD, CategoryGroup.DRINK)
# How the number of each permit is printed; anything else (SLHS) is not printed on a label.
PERMIT_WORDS = {
    PermitKind.PIRT: "P-IRT",
    PermitKind.MD: "BPOM RI MD",
    PermitKind.ML: "BPOM RI ML",
    PermitKind.TR: "POM TR",
    PermitKind.HT: "POM HT",
    PermitKind.FF: "POM FF",
    PermitKind.SD: "POM SD",
}
PERMIT_DIGITS = {PermitKind.PIRT: (15,), PermitKind.MD: (12, 15), PermitKind.ML: (12, 15)}
HALAL_NUMBER = re.compile(r"ID\d{17}")
BETTER_FIRST = [CertificateState.VERIFIED, CertificateState.CLAIMED]
SENT_BACK = (CertificateState.RETURNED, CertificateState.REFUSED, CertificateState.REVOKED)
FORBIDDEN = re.compile(
    r"(?<!\w)(?:menyembuhkan|penyembuh|(?:meng)?obat(?:i|an)?|(?:mencegah|melawan) (?:\w+ )?penyakit"
    r"|berkhasiat|ampuh|mujarab"
    r"|tanpa efek samping|100 ?% (?:aman|sehat|alami)|paling (?:sehat|aman|bergizi|baik)|ter(?:sehat|baik)"
    r"|nomor (?:1|satu))(?!\w)"
)
NOT_A_CLAIM = re.compile(r"\bbukan (?:untuk )?(?:meng)?obat(?:i)?\b")
# Foods that commonly cause allergy, with the words that give them away in a list of ingredients.
ALLERGENS = (
    (gettext_lazy("ikan"), ("ikan", "tenggiri", "haruan", "gabus", "bandeng", "tuna", "tongkol", "patin", "teri")),
    (gettext_lazy("udang dan kepiting"), ("udang", "ebi", "terasi", "kepiting", "rajungan")),
    (gettext_lazy("cumi dan kerang"), ("cumi", "sotong", "gurita", "kerang")),
    (gettext_lazy("telur"), ("telur", "telor", "mayones")),
    (gettext_lazy("susu"), ("susu", "keju", "mentega", "krim", "yoghurt", "whey", "laktosa")),
    (gettext_lazy("kacang"), ("kacang", "mete", "mede", "almon", "almond", "kenari")),
    (gettext_lazy("kedelai"), ("kedelai", "kedele", "kecap", "tempe", "tahu", "tauco", "lesitin")),
    (gettext_lazy("gandum"), ("gandum", "terigu", "gluten", "roti", "mi", "mie")),
    (gettext_lazy("sulfit"), ("sulfit", "sulfur")),
)


class Panel(TextChoices):
    FRONT = "depan", gettext_lazy("Bagian depan")
    BACK = "belakang", gettext_lazy("Bagian belakang")
    TEXT = "teks", gettext_lazy("Kata-kata")


class Status(TextChoices):
    PRESENT = "ada", gettext_lazy("Sudah ada")
    MISSING = "kurang", gettext_lazy("Belum ada")
    CHECK = "perlu_dicek", gettext_lazy("Perlu dicek")
    NOT_NEEDED = "tidak_perlu", gettext_lazy("Tidak perlu")


@dataclass(frozen=True)
class Scope:
    """Whether the food label rule holds for a product at all, and why not."""

    applies: bool
    sentence: str = ""
    legal_basis: str = ""
    confidence: str = Confidence.HIGH


@dataclass(frozen=True)
class Item:
    """One part of a label: `value` is what will be printed, `sentence` what is to be done or known.

    `where` is (name of the page that repairs it, its arguments); `field` the field on that page, if known.
    """

    key: str
    title: str
    panel: str
    status: str
    value: str = ""
    sentence: str = ""
    where: tuple = ()
    field: str = ""
    legal_basis: str = LABEL_LAW
    confidence: str = Confidence.HIGH


def scope_of(product):
    """The `Scope` of a product with its category."""
    group = product.category.group if product.category_id else ""
    if not group:
        return Scope(False, _("Pilih dulu kategori produk, supaya aturan labelnya bisa ditentukan."))
    if group == CategoryGroup.HERBAL:
        sentence = _("Jamu dan suplemen memakai aturan label obat bahan alam dan suplemen, bukan label pangan.")
        return Scope(False, sentence, "UU 17/2023; PerBPOM 25/2023", Confidence.MEDIUM)
    if group == CategoryGroup.TEXTILE:
        sentence = _(
            "Aturan label pangan tidak berlaku untuk produk ini. Pakaian dan kain yang dijual umumnya diminta berlabel "
            "bahasa Indonesia oleh Kementerian Perdagangan; tanyakan petugas kabupaten/kota."
        )
        return Scope(False, sentence, "", Confidence.LOW)
    if group not in FOOD_GROUPS:
        sentence = _(
            "Aturan label pangan tidak berlaku untuk produk ini. Barang lain pun umumnya diminta berlabel bahasa "
            "Indonesia; tanyakan petugas kabupaten/kota."
        )
        return Scope(False, sentence, "", Confidence.LOW)
    if product.packaging_kind == PackagingKind.NONE:
        sentence = _(
            "Produk ini dicatat tanpa kemasan berlabel, jadi tidak memerlukan label. Ubah jenis kemasannya bila "
            "sekarang dijual dalam kemasan."
        )
        return Scope(False, sentence, LABEL_LAW, Confidence.MEDIUM)
    return Scope(True, legal_basis=LABEL_LAW)


def label_check(product, label, certificates, facts, rules, on):
    """The `Item`s of a label in the order they stand on it.

    `product` with ikm (regency, region) and category; `label` a `FoodLabel` or None; `certificates` those covering the
    product; `facts` its `NutritionFacts` or None; `rules` = {axis: Rule} of `requirements.required`; `on` the day.
    """
    certificates = list(certificates)
    return [
        _trade_name(product, label),
        _name(product),
        _net_weight(product),
        _halal(product, certificates, rules[Axis.HALAL]),
        _producer(product),
        _production_code(product, label),
        _best_before(product, label),
        _permit(product, certificates, rules[Axis.LICENCE], on),
        _ingredients(product, label),
        _allergens(product, label),
        _nutrition(product, facts, rules[Axis.NUTRITION]),
        _origin(product, label),
        _sweetener(product, label),
        _pork(product, label, certificates),
        _storage(product, label),
        _usage(product, label),
        _words(product, label),
    ]


def progress(items):
    """(how many are there, how many are asked for); what is not needed does not count."""
    asked = [item for item in items if item.status != Status.NOT_NEEDED]
    return sum(item.status == Status.PRESENT for item in asked), len(asked)


def is_non_halal(product):
    return product.category_id == NON_HALAL_CATEGORY


def reminders():
    """[(title, sentence)] of what no field can tell."""
    return [
        (
            _("Bahasa Indonesia"),
            _("Keterangan wajib ditulis dalam bahasa Indonesia, angka Arab, dan huruf Latin."),
        ),
        (
            _("Ukuran huruf"),
            _("Tinggi huruf kecil paling sedikit 1 mm (huruf “o” pada Arial 6). Rancangan di sini sudah memenuhinya."),
        ),
        (_("Logo BPOM"), _("Logo BPOM tidak boleh dipasang; yang dicantumkan hanya nomor izin edarnya.")),
    ]


def _text(label, field):
    return getattr(label, field).strip() if label is not None else ""


def _on_label(product, field):
    return {"where": ("certification:label_edit", (product.pk,)), "field": field}


def _on_product(product, field):
    return {"where": ("desk:path_product", (product.ikm_id, product.pk)), "field": field}


def _on_certificates(product):
    return {"where": ("desk:path_product_certificates", (product.ikm_id, product.pk))}


def _name(product):
    name = product.name.strip()
    return Item(
        "name",
        _("Nama jenis pangan"),
        Panel.FRONT,
        Status.PRESENT if name else Status.MISSING,
        name,
        "" if name else _("Tulis nama yang menjelaskan pangannya, misalnya “Amplang ikan tenggiri”."),
        **_on_product(product, "name"),
    )


def _trade_name(product, label):
    name = _text(label, "trade_name") or product.brand.strip()
    return Item(
        "trade_name",
        _("Nama dagang"),
        Panel.FRONT,
        Status.PRESENT if name else Status.NOT_NEEDED,
        name,
        "" if name else _("Boleh kosong. Isi bila produk dijual dengan merek."),
        **_on_label(product, "trade_name"),
    )


def _net_weight(product):
    where = _on_product(product, "net_weight")
    title = _("Berat atau isi bersih")
    if not product.net_weight or not product.net_weight_unit:
        sentence = _("Isi berat bersih dalam gram, atau isi bersih dalam mililiter untuk cairan.")
        return Item("net_weight", title, Panel.FRONT, Status.MISSING, "", sentence, **where)
    amount = number_format(product.net_weight, force_grouping=True)
    if product.net_weight_unit == WeightUnit.PIECE:
        sentence = _("Jumlah buah saja biasanya belum cukup: timbang isinya dan tulis berat bersih dalam gram.")
        value = _("Isi %(amount)s buah") % {"amount": amount}
        return Item(
            "net_weight", title, Panel.FRONT, Status.CHECK, value, sentence, **where, confidence=Confidence.MEDIUM
        )
    liquid = product.net_weight_unit == WeightUnit.MILLILITRE
    value = (_("Isi bersih %(amount)s ml") if liquid else _("Berat bersih %(amount)s g")) % {"amount": amount}
    return Item("net_weight", title, Panel.FRONT, Status.PRESENT, value, **where)


def _producer(product):
    ikm = product.ikm
    where = {"where": ("desk:path_profile", (ikm.pk,))}
    title = _("Nama dan alamat produsen")
    if not ikm.name.strip() or ikm.regency_id is None:
        sentence = _("Lengkapi nama usaha dan kabupaten/kota di profil usaha.")
        return Item("producer", title, Panel.FRONT, Status.MISSING, "", sentence, **where)
    town = ikm.regency.name.removeprefix("Kabupaten ").removeprefix("Kota ")
    if ikm.region_id and ikm.region.postcode:
        town = f"{town} {ikm.region.postcode}"
    parts = [ikm.name.strip(), ikm.address.strip().rstrip(".,"), town, "Indonesia"]
    value = _("Diproduksi oleh: %(producer)s") % {"producer": ", ".join(part for part in parts if part)}
    sentence = "" if ikm.address.strip() else _("Alamat jalan belum diisi; yang tercetak kabupaten/kota saja.")
    return Item("producer", title, Panel.FRONT, Status.PRESENT, value, sentence, **where)


def _halal(product, certificates, rule):
    title = _("Keterangan halal")
    where = _on_certificates(product)
    if is_non_halal(product):
        sentence = _("Produk dengan bahan tidak halal wajib memuat keterangan tidak halal, yang mudah dilihat.")
        return Item(
            "halal",
            _("Keterangan tidak halal"),
            Panel.FRONT,
            Status.PRESENT,
            _("TIDAK HALAL"),
            sentence,
            legal_basis=NON_HALAL_LAW,
        )
    basis = {"legal_basis": rule.legal_basis, "confidence": rule.confidence}
    papers = [paper for paper in certificates if paper.kind == PermitKind.HALAL]
    for paper in _best(papers):
        if HALAL_NUMBER.fullmatch(paper.number):
            return Item("halal", title, Panel.FRONT, Status.PRESENT, paper.number, _unverified(paper), **where, **basis)
    sentence = _halal_problem(papers, certificates) or rule.sentence
    if rule.obligation == Obligation.MANDATORY and rule.confidence == Confidence.HIGH:
        status = Status.MISSING
    elif rule.obligation in (Obligation.MANDATORY, Obligation.ADVISED, Obligation.UNKNOWN):
        status = Status.CHECK
    else:
        status = Status.NOT_NEEDED
        sentence = f"{sentence} {_('Jangan memasang logo halal sebelum ada sertifikatnya.')}"
    return Item("halal", title, Panel.FRONT, status, "", sentence, **where, **basis)


def _halal_problem(papers, certificates):
    if _best(papers):
        return _(
            "Yang dicantumkan adalah nomor sertifikat halal BPJPH, ID dan 17 angka. Nomor KH (ketetapan halal) bukan "
            "nomor sertifikat. Perbaiki nomornya."
        )
    if any(paper.state in SENT_BACK for paper in papers):
        return _("Sertifikat halal ini dikembalikan atau ditolak petugas. Perbaiki dulu.")
    if any(paper.kind == PermitKind.HALAL_MUI for paper in certificates):
        return _("Nomor sertifikat MUI yang lama tidak dicantumkan lagi. Urus sertifikat halal BPJPH.")
    return ""


def _permit(product, certificates, rule, on):
    title = _("Nomor izin edar")
    where = _on_certificates(product)
    basis = {"legal_basis": rule.legal_basis, "confidence": rule.confidence}
    papers = [paper for paper in certificates if paper.kind in PERMIT_WORDS]
    running = [paper for paper in _best(papers) if paper.valid_until is None or paper.valid_until >= on]
    fitting = [paper for paper in running if not rule.accepted_permits or paper.kind in rule.accepted_permits]
    for paper in fitting or running:
        value = permit_text(paper)
        if not value:
            continue
        if paper.kind == PermitKind.PIRT:
            basis = {"legal_basis": PIRT_LAW}
        if paper in fitting:
            return Item("permit", title, Panel.FRONT, Status.PRESENT, value, _unverified(paper), **where, **basis)
        sentence = _("Jenis izin ini tidak cocok dengan produknya. %(rule)s") % {"rule": rule.sentence}
        return Item("permit", title, Panel.FRONT, Status.CHECK, value, sentence, **where, **basis)
    printed = [kind for kind in rule.accepted_permits if kind in PERMIT_WORDS]
    if rule.accepted_permits and not printed:
        sentence = _("%(rule)s Nomor izin edar tidak dicantumkan.") % {"rule": rule.sentence}
        return Item("permit", title, Panel.FRONT, Status.NOT_NEEDED, "", sentence, **where, **basis)
    sentence = _permit_problem(papers, running, on) or rule.sentence
    if rule.obligation in (Obligation.NOT_APPLICABLE, Obligation.EXEMPT, Obligation.VOLUNTARY):
        status = Status.NOT_NEEDED
    elif rule.obligation == Obligation.MANDATORY and rule.confidence == Confidence.HIGH:
        status = Status.MISSING
    else:
        status = Status.CHECK
    return Item("permit", title, Panel.FRONT, status, "", sentence, **where, **basis)


def _permit_problem(papers, running, on):
    if running:
        return _("Nomor izin edar yang tercatat tidak lengkap. Ketik ulang seperti pada sertifikatnya.")
    if _best(papers):
        return _("Izin edar yang tercatat sudah habis masa berlakunya. Perpanjang sebelum mencetak label.")
    if any(paper.state in SENT_BACK for paper in papers):
        return _("Izin edar ini dikembalikan atau ditolak petugas. Perbaiki dulu.")
    return ""


def permit_text(paper):
    """As a label prints it: “P-IRT 2056302010001-31”, “BPOM RI MD 224510107115”; "" when the number is not whole."""
    digits = re.sub(r"\D", "", paper.number)
    if len(digits) not in PERMIT_DIGITS.get(paper.kind, (9,)):
        return ""
    if paper.kind == PermitKind.PIRT:
        digits = f"{digits[:13]}-{digits[13:]}"
    return f"{PERMIT_WORDS[paper.kind]} {digits}"


def _best(papers):
    """Those that may be printed, verified before claimed, the newest first."""
    usable = [paper for paper in papers if paper.state in BETTER_FIRST]
    return sorted(usable, key=lambda paper: (BETTER_FIRST.index(paper.state), -paper.pk))


def _unverified(paper):
    if paper.state == CertificateState.VERIFIED:
        return ""
    return _("Belum diperiksa petugas. Tunggu hasilnya sebelum mencetak label.")


def _ingredients(product, label):
    listed = ingredients_of(label)
    sentence = (
        _("Urutkan dari bahan yang paling banyak; sebutkan juga bahan tambahan pangan.")
        if listed
        else _("Tulis semua bahan, mulai dari yang paling banyak, termasuk air dan bahan tambahan pangan.")
    )
    return Item(
        "ingredients",
        _("Daftar bahan"),
        Panel.BACK,
        Status.PRESENT if listed else Status.MISSING,
        _("Komposisi: %(list)s") % {"list": listed} if listed else "",
        sentence,
        **_on_label(product, "ingredients"),
    )


def ingredients_of(label):
    """The list on one line, without the heading people tend to type themselves."""
    lines = [line.strip(" \t,;•-") for line in _text(label, "ingredients").splitlines()]
    listed = ", ".join(line for line in lines if line)
    return re.sub(r"^(?:komposisi|daftar bahan|bahan(?:-bahan)?)\s*:[\s,]*", "", listed, flags=re.IGNORECASE)


def _allergens(product, label):
    title = _("Alergen")
    where = {**_on_label(product, "allergens"), "confidence": Confidence.MEDIUM}
    named, listed = _text(label, "allergens"), ingredients_of(label)
    value = _("Mengandung alergen: %(list)s") % {"list": named} if named else ""
    if not listed:
        sentence = "" if named else _("Isi daftar bahan dulu; alergen dibaca dari sana.")
        status = Status.PRESENT if named else Status.CHECK
        return Item("allergens", title, Panel.BACK, status, value, sentence, **where)
    unnamed = [str(group) for group, words in ALLERGENS if _has(listed, words) and not _has(named, words)]
    if unnamed:
        sentence = _("Di daftar bahan terbaca %(list)s. Sebutkan sebagai alergen bila benar.") % {
            "list": ", ".join(unnamed)
        }
        return Item("allergens", title, Panel.BACK, Status.CHECK, value, sentence, **where)
    status = Status.PRESENT if named else Status.NOT_NEEDED
    sentence = "" if named else _("Tidak terbaca bahan yang lazim menyebabkan alergi. Isi bila ada.")
    return Item("allergens", title, Panel.BACK, status, value, sentence, **where)


def _has(text, words):
    return not set(words).isdisjoint(re.findall(r"\w+", text.casefold()))


def _nutrition(product, facts, rule):
    title = _("Informasi nilai gizi")
    basis = {
        "where": ("desk:path_nutrition", (product.ikm_id, product.pk)),
        "legal_basis": rule.legal_basis,
        "confidence": rule.confidence,
    }
    if facts is not None and facts.state in SENT_BACK:
        sentence = _("Tabel gizi dikembalikan atau ditolak petugas. Perbaiki dulu.")
        return Item("nutrition", title, Panel.BACK, Status.CHECK, "", sentence, **basis)
    if facts is not None:
        value = _("Tabel informasi nilai gizi")
        return Item("nutrition", title, Panel.BACK, Status.PRESENT, value, _unverified(facts), **basis)
    if rule.obligation in (Obligation.EXEMPT, Obligation.NOT_APPLICABLE, Obligation.VOLUNTARY):
        status = Status.NOT_NEEDED
    elif rule.obligation == Obligation.MANDATORY and rule.confidence == Confidence.HIGH:
        status = Status.MISSING
    else:
        status = Status.CHECK
    return Item("nutrition", title, Panel.BACK, status, "", rule.sentence, **basis)


def _origin(product, label):
    origin = _text(label, "origin")
    where = {**_on_label(product, "origin"), "confidence": Confidence.MEDIUM}
    title = _("Asal-usul bahan tertentu")
    if origin:
        return Item("origin", title, Panel.BACK, Status.PRESENT, origin, **where)
    if is_non_halal(product):
        sentence = _("Sebutkan bahan yang membuatnya tidak halal, misalnya “Mengandung babi”.")
        return Item("origin", title, Panel.BACK, Status.CHECK, "", sentence, **where)
    if product.animal_material:
        sentence = _("Produk memakai bahan dari hewan: sebutkan asalnya, misalnya “gelatin sapi”.")
        return Item("origin", title, Panel.BACK, Status.CHECK, "", sentence, **where)
    sentence = _("Isi bila ada bahan dari hewan tertentu, rekayasa genetik, atau yang diiradiasi.")
    return Item("origin", title, Panel.BACK, Status.NOT_NEEDED, "", sentence, **where)


def _sweetener(product, label):
    title = _("Peringatan pemanis buatan")
    where = _on_label(product, "has_sweetener")
    if label is None:
        sentence = _("Jawab apakah produk memakai pemanis buatan.")
        return Item("sweetener", title, Panel.BACK, Status.CHECK, "", sentence, **where)
    if not label.has_sweetener:
        return Item(
            "sweetener", title, Panel.BACK, Status.NOT_NEEDED, "", _("Dinyatakan tanpa pemanis buatan."), **where
        )
    value = _(
        "Mengandung pemanis buatan, disarankan tidak dikonsumsi oleh anak di bawah 5 (lima) tahun, ibu hamil, dan ibu "
        "menyusui."
    )
    return Item("sweetener", title, Panel.BACK, Status.PRESENT, value, **where)


def _pork(product, label, certificates):
    title = _("Peringatan fasilitas bersama babi")
    where = _on_label(product, "shares_with_pork")
    if label is None:
        sentence = _("Jawab apakah tempat membuatnya juga mengolah babi.")
        return Item("pork", title, Panel.BACK, Status.CHECK, "", sentence, **where)
    if not label.shares_with_pork:
        sentence = _("Dinyatakan tidak memakai tempat yang juga mengolah babi.")
        return Item("pork", title, Panel.BACK, Status.NOT_NEEDED, "", sentence, **where)
    value = _(
        "Pada proses pembuatannya bersinggungan dan/atau menggunakan fasilitas bersama dengan bahan bersumber babi."
    )
    if _best(paper for paper in certificates if paper.kind == PermitKind.HALAL):
        sentence = _("Ini bertentangan dengan sertifikat halal yang tercatat. Periksa jawaban dan sertifikatnya.")
        return Item("pork", title, Panel.BACK, Status.CHECK, value, sentence, **where)
    return Item("pork", title, Panel.BACK, Status.PRESENT, value, **where)


def _best_before(product, label):
    day = _text(label, "best_before")
    where = _on_label(product, "best_before")
    title = _("Kedaluwarsa")
    if day:
        begun = day.casefold().startswith(("baik digunakan", "kedaluwarsa"))
        value = day if begun else _("Baik digunakan sebelum: %(day)s") % {"day": day}
        return Item("best_before", title, Panel.FRONT, Status.PRESENT, value, **where)
    sentence = _("Tulis bulan dan tahunnya, atau letaknya, misalnya “lihat bagian atas kemasan”.")
    if product.shelf_life_days:
        sentence = _("%(sentence)s Produk ini tahan %(days)s hari sejak dibuat.") % {
            "sentence": sentence,
            "days": number_format(product.shelf_life_days, force_grouping=True),
        }
    return Item("best_before", title, Panel.FRONT, Status.MISSING, "", sentence, **where)


def _production_code(product, label):
    code = _text(label, "production_code")
    return Item(
        "production_code",
        _("Tanggal dan kode produksi"),
        Panel.FRONT,
        Status.PRESENT if code else Status.MISSING,
        _("Kode produksi: %(code)s") % {"code": code} if code else "",
        "" if code else _("Tulis tanggal atau kode tiap kali produksi, misalnya “241126-A”, atau letaknya di kemasan."),
        **_on_label(product, "production_code"),
    )


def _storage(product, label):
    note = _text(label, "storage_note")
    where = _on_label(product, "storage_note")
    title = _("Cara menyimpan")
    if note:
        begun = note.casefold().startswith("simpan")
        value = note if begun else _("Cara menyimpan: %(note)s") % {"note": note}
        return Item("storage", title, Panel.BACK, Status.PRESENT, value, **where)
    cold = {
        Storage.CHILLED: _("Produk disimpan dingin: tulis suhunya, misalnya “Simpan pada suhu 0–5 °C”."),
        Storage.FROZEN: _("Produk disimpan beku: tulis suhunya, misalnya “Simpan beku pada suhu -18 °C”."),
    }
    if product.storage in cold:
        return Item("storage", title, Panel.BACK, Status.MISSING, "", cold[product.storage], **where)
    sentence = _("Boleh kosong untuk produk suhu ruang. Baik diisi, misalnya “Simpan di tempat sejuk dan kering”.")
    return Item("storage", title, Panel.BACK, Status.NOT_NEEDED, "", sentence, **where)


def _usage(product, label):
    note = _text(label, "usage_note")
    return Item(
        "usage",
        _("Cara menyajikan"),
        Panel.BACK,
        Status.PRESENT if note else Status.NOT_NEEDED,
        _("Cara menyajikan: %(note)s") % {"note": note} if note else "",
        "" if note else _("Boleh kosong. Isi bila produk perlu digoreng, diseduh, atau disiapkan dulu."),
        **_on_label(product, "usage_note"),
        confidence=Confidence.MEDIUM,
    )


def _words(product, label):
    title = _("Kata yang tidak boleh")
    texts = (
        (_("nama produk"), product.name, _on_product(product, "name")),
        (_("merek dagang"), product.brand, _on_product(product, "brand")),
        (_("keterangan produk"), product.description, _on_product(product, "description")),
        (_("nama dagang di label"), _text(label, "trade_name"), _on_label(product, "trade_name")),
        (_("cara menyajikan"), _text(label, "usage_note"), _on_label(product, "usage_note")),
    )
    found = [(word, place, where) for place, text, where in texts for word in forbidden_words(text)]
    if found:
        named = ", ".join(_("“%(word)s” pada %(place)s") % {"word": word, "place": place} for word, place, _w in found)
        sentence = _("Terbaca %(words)s. Label pangan tidak boleh menjanjikan kesembuhan atau melebih-lebihkan.") % {
            "words": named
        }
        return Item("words", title, Panel.TEXT, Status.CHECK, "", sentence, **found[0][2], confidence=Confidence.MEDIUM)
    if product.health_claim:
        sentence = _("Produk dicatat memakai klaim kesehatan. Klaim pada label pangan harus disetujui BPOM lebih dulu.")
        where = _on_product(product, "health_claim")
        return Item("words", title, Panel.TEXT, Status.CHECK, "", sentence, **where, confidence=Confidence.MEDIUM)
    sentence = _("Tidak terbaca janji kesembuhan atau kata yang melebih-lebihkan.")
    return Item("words", title, Panel.TEXT, Status.NOT_NEEDED, "", sentence, confidence=Confidence.MEDIUM)


def forbidden_words(text):
    """The words of a text that a food label may not use, as written, each once."""
    cleared = NOT_A_CLAIM.sub(" ", text.casefold())
    return list(dict.fromkeys(found.group() for found in FORBIDDEN.finditer(cleared)))
