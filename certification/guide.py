"""“Butuh izin apa?”: at most six questions, and what the answers mean under the tables in force. Pure functions.

Answers travel in the query string of the page, {part key: value}; a value nobody offers counts as not answered.
A question is asked only where a rule of the chosen category looks at it.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from certification import guide_table
from certification.enums import Confidence, Obligation, Topic
from certification.requirements import LICENCES, exclusions_of, permit_options, rule_for
from ikm.enums import BusinessScale, LegalForm
from products.completeness import FOOD_GROUPS
from products.enums import MadeAt, PackagingKind, Process, Storage
from reference.enums import CategoryGroup, PermitKind

UNKNOWN = "tidak-tahu"
CATEGORY = "produk"
NON_HALAL_CATEGORY = "pangan-nonhalal"
# An exclusion naming more categories than this speaks of a whole kind of goods and explains nothing about one.
NAMED_CATEGORIES = 5
SMALL_SCALES = (BusinessScale.MICRO, BusinessScale.SMALL)
# Facts that decide between the accepted permits of food.
DEPENDS_ON = ("made_at", "storage", "shelf_life_days", "health_claim", "process")

# What a fact is while nobody knows it, as on an empty product form; whether animal matter is used stays open.
EMPTY_FACTS = {
    "made_at": "", "process": "", "storage": "", "shelf_life_days": None, "packaging_kind": "", "ready_to_eat": False,
    "health_claim": False, "animal_material": None, "legal_form": "", "business_scale": BusinessScale.UNKNOWN.value,
    "haram": False,
}  # fmt: skip
PRODUCT_FACTS = (
    "made_at", "process", "storage", "shelf_life_days", "packaging_kind", "ready_to_eat", "health_claim",
    "animal_material",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    fact: object
    hint: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Part:
    """One choice among few; `ask` is what to find out, and from whom, while the answer is not known."""

    key: str
    fact: str
    label: str
    ask: str
    choices: tuple
    help: str = ""
    is_short: bool = False

    def choice(self, value):
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True)
class Question:
    key: str
    title: str
    parts: tuple


def yes_no(yes="", no=""):
    return (Choice("ya", yes or _("Ya"), True, icon="check"), Choice("tidak", no or _("Tidak"), False, icon="close"))


QUESTIONS = (
    Question(
        "pembuatan",
        _("Dibuat di mana dan bagaimana?"),
        (
            Part(
                "tempat", "made_at", _("Tempat membuat"),
                _("Lihat tempat Anda bekerja: menyatu dengan rumah tinggal atau terpisah?"),
                (
                    Choice("rumah", _("Di rumah"), MadeAt.HOME.value, _("Dapur atau ruang di rumah tinggal"), "home"),
                    Choice(
                        "terpisah", _("Tempat terpisah"), MadeAt.SEPARATE.value,
                        _("Bangunan atau ruang produksi sendiri"), "workshop",
                    ),
                ),
            ),
            Part(
                "cara", "process", _("Cara membuat"),
                _("Tanyakan orang yang memasak: bagaimana langkah terakhir sebelum dikemas?"),
                (
                    Choice("kering", _("Dikeringkan atau digoreng"), Process.DRY.value,
                           _("Juga dipanggang, disangrai, dijemur"), "sun"),
                    Choice("masak", _("Direbus atau dikukus"), Process.COOKED.value, _("Masih basah atau lembap"),
                           "pot"),
                    Choice("fermentasi", _("Difermentasi"), Process.FERMENTED.value, _("Misalnya terasi, wadi, tapai"),
                           "jar"),
                    Choice("pasteurisasi", _("Dipasteurisasi"), Process.PASTEURISED.value,
                           _("Dipanaskan sebentar agar awet"), "heat"),
                    Choice("steril", _("Disterilkan"), Process.STERILISED.value,
                           _("Dalam kaleng, botol, atau retort"), "can"),
                    Choice("kemas-ulang", _("Dikemas ulang"), Process.REPACKED.value,
                           _("Membeli curah, lalu mengemas"), "box"),
                    Choice("lain", _("Cara lain"), Process.OTHER.value, icon="gear"),
                ),
            ),
        ),
    ),
    Question(
        "penyimpanan",
        _("Disimpan bagaimana, tahan berapa lama?"),
        (
            Part(
                "simpan", "storage", _("Cara menyimpan"),
                _("Lihat di toko atau di rumah: di rak, kulkas, atau pembeku?"),
                (
                    Choice("ruang", _("Suhu ruang"), Storage.ROOM.value, _("Di rak atau lemari biasa"), "shelf"),
                    Choice("kulkas", _("Kulkas"), Storage.CHILLED.value, _("Dingin, tidak beku"), "fridge"),
                    Choice("beku", _("Pembeku"), Storage.FROZEN.value, _("Keras membeku"), "snow"),
                ),
            ),
            Part(
                "tahan", "shelf_life_days", _("Tahan berapa lama sebelum dibuka"),
                _("Simpan satu kemasan dan catat hari ke berapa rasanya berubah."),
                (
                    Choice("7", _("Paling lama 7 hari"), 7, icon="clock"),
                    Choice("30", _("Lebih dari 7 hari sampai 1 bulan"), 30, icon="clock"),
                    Choice("180", _("1 sampai 6 bulan"), 180, icon="clock"),
                    Choice("365", _("Lebih dari 6 bulan"), 365, icon="clock"),
                ),
            ),
        ),
    ),
    Question(
        "kemasan",
        _("Dijual dalam kemasan apa?"),
        (
            Part(
                "kemasan", "packaging_kind", _("Kemasan yang menyentuh produk"),
                _("Lihat bahan kemasan yang menyentuh makanannya."),
                (
                    Choice("tanpa", _("Tanpa kemasan berlabel"), PackagingKind.NONE.value, _("Langsung di pasar"),
                           "basket"),
                    Choice("plastik", _("Plastik"), PackagingKind.PLASTIC.value, icon="bag"),
                    Choice("kaca", _("Botol atau gelas kaca"), PackagingKind.GLASS.value, icon="bottle"),
                    Choice("kertas", _("Kertas atau karton"), PackagingKind.PAPER.value, icon="box"),
                    Choice("kaleng", _("Kaleng"), PackagingKind.CAN.value, icon="can"),
                    Choice("foil", _("Aluminium foil"), PackagingKind.FOIL.value, icon="bag"),
                    Choice("daun", _("Daun atau lainnya"), PackagingKind.OTHER.value, icon="leaf"),
                ),
            ),
            Part(
                "siap", "ready_to_eat", _("Langsung dimakan, tanpa dimasak lagi?"),
                _("Bayangkan pembeli membuka kemasan: langsung dimakan atau digoreng dulu?"),
                yes_no(_("Ya, langsung dimakan"), _("Tidak, dimasak dulu")),
                is_short=True,
            ),
        ),
    ),
    Question(
        "isi",
        _("Apa isi dan tulisan kemasannya?"),
        (
            Part(
                "klaim", "health_claim", _("Kemasannya menyebut khasiat?"),
                _("Baca semua tulisan pada kemasan. Tulisan tentang khasiat mengubah jenis izinnya."),
                yes_no(), _("Misalnya “menurunkan gula darah” atau “memperlancar ASI”."), is_short=True,
            ),
            Part(
                "hewan", "animal_material", _("Ada bahan dari hewan?"),
                _("Tanyakan pemasok asal setiap bahan, juga lem, lemak, dan gelatin."),
                yes_no(), _("Daging, ikan, telur, susu, gelatin, kulit, tulang, sutra."), is_short=True,
            ),
            Part(
                "haram", "haram", _("Ada bahan haram?"),
                _("Periksa label setiap bahan. Bahan bersertifikat halal aman dipakai."),
                yes_no(), _("Misalnya babi, arak, atau angciu."), is_short=True,
            ),
        ),
    ),
    Question(
        "usaha",
        _("Seperti apa usahanya?"),
        (
            Part(
                "skala", "business_scale", _("Penjualan setahun"),
                _("Kalikan penjualan sebulan dengan 12."),
                (
                    Choice("mikro", _("Sampai Rp2 miliar"), BusinessScale.MICRO.value,
                           _("Kira-kira sampai Rp160 juta sebulan"), "user"),
                    Choice("kecil", _("Rp2 sampai 15 miliar"), BusinessScale.SMALL.value, _("Usaha kecil"), "people"),
                    Choice("menengah", _("Rp15 sampai 50 miliar"), BusinessScale.MEDIUM.value, _("Usaha menengah"),
                           "workshop"),
                    Choice("besar", _("Lebih dari Rp50 miliar"), BusinessScale.LARGE.value, _("Usaha besar"),
                           "workshop"),
                ),
            ),
            Part(
                "bentuk", "legal_form", _("Bentuk usaha"),
                _("Lihat NIB Anda. Tanpa akta pendirian, usaha Anda perorangan."),
                (
                    Choice("perorangan", _("Perorangan"), LegalForm.PERORANGAN.value, _("Tanpa akta"), "user"),
                    Choice("pt", _("PT"), LegalForm.PT.value, icon="file"),
                    Choice("pt-perorangan", _("PT Perorangan"), LegalForm.PT_PERORANGAN.value, icon="file"),
                    Choice("cv", _("CV"), LegalForm.CV.value, icon="file"),
                    Choice("koperasi", _("Koperasi"), LegalForm.KOPERASI.value, icon="people"),
                    Choice("lain", _("Bentuk lain"), LegalForm.OTHER.value, _("UD, firma, kelompok"), "list"),
                ),
            ),
        ),
    ),
)  # fmt: skip
PARTS = {part.key: part for question in QUESTIONS for part in question.parts}
# With the question about the product itself.
MOST_QUESTIONS = len(QUESTIONS) + 1

WORDS = {
    Obligation.MANDATORY: (gettext_lazy("Wajib"), "must"),
    Obligation.ADVISED: (gettext_lazy("Wajib (belum pasti)"), "wait"),
    Obligation.VOLUNTARY: (gettext_lazy("Sukarela"), "none"),
    Obligation.EXEMPT: (gettext_lazy("Dikecualikan"), "ok"),
    Obligation.IMPOSSIBLE: (gettext_lazy("Tidak mungkin"), "back"),
    Obligation.NOT_APPLICABLE: (gettext_lazy("Tidak perlu"), "ok"),
    Obligation.UNKNOWN: (gettext_lazy("Tanyakan petugas"), "sent"),
}
TOPICS = (
    (Topic.LICENCE, gettext_lazy("Izin edar"), "shield"),
    (Topic.HALAL, gettext_lazy("Sertifikat halal"), "check"),
    (Topic.NUTRITION, gettext_lazy("Informasi nilai gizi"), "table"),
    (Topic.SNI, gettext_lazy("SNI dan lainnya"), "star"),
)
ANCHORS = {Topic.LICENCE: "izin-edar", Topic.HALAL: "halal", Topic.NUTRITION: "gizi"}
ASKED = (Obligation.MANDATORY, Obligation.ADVISED)


@dataclass(frozen=True)
class TopicAdvice:
    """One line of the answer."""

    topic: str
    label: str
    icon: str
    obligation: str
    sentence: str
    legal_basis: str
    confidence: str
    begins_on: object = None
    anchor: str = ""

    @property
    def word(self):
        return WORDS[Obligation(self.obligation)][0]

    @property
    def kind(self):
        return WORDS[Obligation(self.obligation)][1]

    @property
    def confidence_label(self):
        return Confidence(self.confidence).label


@dataclass(frozen=True)
class PermitAdvice:
    """The way to one accepted permit; the first is the one to begin with."""

    guide: guide_table.Guide
    cautions: tuple


@dataclass(frozen=True)
class Check:
    """Something the person did not know: what to find out, and [(answer, sentence)] that would change the advice."""

    part: Part
    outcomes: tuple


@dataclass(frozen=True)
class Advice:
    headline: str
    topics: tuple
    permits: tuple
    halal: tuple
    is_halal_asked: bool
    is_halal_impossible: bool
    has_animal_food: bool
    nutrition: object
    has_label: bool
    why_not: tuple
    checks: tuple = field(default=())


def read(query, categories):
    """{key: value} of what was answered with a value that is offered; `categories` are the known codes."""
    answers = {
        key: value
        for key, part in PARTS.items()
        for value in [query.get(key)]
        if value == UNKNOWN or part.choice(value) is not None
    }
    if query.get(CATEGORY) in categories:
        answers = {CATEGORY: query.get(CATEGORY)} | answers
    return answers


def query_string(answers, **changes):
    """“produk=kerupuk&tempat=rumah…” in the order of the questions."""
    wanted = {**answers, **changes}
    return urlencode({key: wanted[key] for key in (CATEGORY, *PARTS, "ubah") if wanted.get(key)})


def questions_for(category, book, exclusions):
    """The questions whose answer changes something for this `ProductCategory` (or None), with only those parts."""
    if category is None:
        return QUESTIONS
    wanted = facts_that_matter(category, book, exclusions)
    asked = []
    for question in QUESTIONS:
        parts = tuple(part for part in question.parts if part.fact in wanted)
        if parts:
            is_plain = len(parts) == 1 and parts[0].is_short
            asked.append(Question(question.key, parts[0].label if is_plain else question.title, parts))
    return tuple(asked)


def facts_that_matter(category, book, exclusions):
    """Facts a rule or an exclusion of this category looks at, and those the halal path depends on."""
    rows = [row for topic in Topic.values for row in book.get((category.code, topic), ())]
    permits = {kind for row in rows if row.axis == Topic.LICENCE for kind in row.accepted_permits}
    keys = {key for row in rows for key in row.conditions}
    for row in exclusions:
        if row.kind in permits and (not row.categories or category.code in row.categories):
            keys |= set(row.conditions)
    facts = {"shelf_life_days" if key.endswith("shelf_life") else key for key in keys}
    if any(row.business_scale for row in rows):
        facts.add("business_scale")
    if any(row.axis == Topic.HALAL and PermitKind.HALAL in row.accepted_permits for row in rows):
        facts.add("business_scale")
        if category.group in FOOD_GROUPS:
            facts |= {"animal_material", "haram"}
    return facts


def asked_answers(questions, answers):
    """The answers to these questions only; others were left from another product."""
    keys = {part.key for question in questions for part in question.parts}
    return {key: value for key, value in answers.items() if key == CATEGORY or key in keys}


def open_question(questions, answers):
    """The first question with a part not answered, or None."""
    return next((q for q in questions if any(part.key not in answers for part in q.parts)), None)


def facts_of_answers(answers):
    """{fact: value}; what is not known or not asked is as on an empty product form."""
    facts = dict(EMPTY_FACTS)
    for key, value in answers.items():
        choice = PARTS[key].choice(value) if key in PARTS else None
        if choice is not None:
            facts[PARTS[key].fact] = choice.fact
    return facts


def product_data(answers):
    """Fields of a draft product that the answers fill; a category is a code."""
    facts = facts_of_answers(answers)
    data = {name: facts[name] for name in PRODUCT_FACTS if facts[name] not in (None, "")}
    category = answers.get(CATEGORY, "")
    return {"category": NON_HALAL_CATEGORY if facts["haram"] else category, **data}


def legal_form(answers):
    """The legal form answered, or ""; “bentuk lain” leaves the choice to the form."""
    form = facts_of_answers(answers)["legal_form"]
    return "" if form == LegalForm.OTHER else form


def told(questions, answers):
    """[(question key, label, answer)] of every part that was answered, for reading it over."""
    lines = []
    for question in questions:
        for part in question.parts:
            if part.key in answers:
                choice = part.choice(answers[part.key])
                lines.append((question.key, part.label, choice.label if choice else gettext("Saya tidak tahu")))
    return lines


def advise(category, answers, book, exclusions):
    """The `Advice` for a `ProductCategory` and its answers; the books are those of one day."""
    facts = facts_of_answers(answers)
    rules = _rules(category, facts, book)
    licence, halal = rules[Topic.LICENCE], rules[Topic.HALAL]
    is_food = category.group in FOOD_GROUPS
    has_licence = licence.obligation in ASKED
    return Advice(
        headline=_headline(rules, answers),
        topics=tuple(_topic(topic, label, icon, rules[topic]) for topic, label, icon in TOPICS),
        permits=_permits(category, facts, licence, exclusions) if has_licence else (),
        halal=_halal_paths(facts) if halal.obligation in (*ASKED, Obligation.VOLUNTARY) else (),
        is_halal_asked=halal.obligation in ASKED,
        is_halal_impossible=halal.obligation == Obligation.IMPOSSIBLE,
        has_animal_food=is_food and facts["animal_material"] is True,
        nutrition=guide_table.NUTRITION if rules[Topic.NUTRITION].obligation in ASKED else None,
        has_label=is_food and PermitKind.SLHS not in licence.accepted_permits and has_licence,
        why_not=_why_not(category, facts, licence, exclusions),
        checks=_checks(category, answers, facts, rules, book),
    )


def _topic(topic, label, icon, rule):
    """A line of the answer; its anchor is the part of the page that says how, where there is one."""
    has_how = rule.obligation in ASKED or (topic == Topic.HALAL and rule.obligation == Obligation.IMPOSSIBLE)
    return TopicAdvice(
        topic.value, label, icon, rule.obligation, rule.sentence, rule.legal_basis, rule.confidence, rule.begins_on,
        ANCHORS.get(topic, "") if has_how else "",
    )  # fmt: skip


def _rules(category, facts, book):
    """{topic: Rule}; food with a haram ingredient is judged by the halal rows of its own category."""
    rules = {}
    for topic in Topic:
        code = NON_HALAL_CATEGORY if topic == Topic.HALAL and facts["haram"] else category.code
        rules[topic] = rule_for(book, code, topic.value, facts, facts["business_scale"])
    return rules


def _headline(rules, answers):
    """One sentence: what is mandatory, or that nothing is."""
    names = {
        Topic.LICENCE: _licence_name(rules[Topic.LICENCE], answers),
        Topic.HALAL: gettext("sertifikat halal"),
        Topic.NUTRITION: gettext("informasi nilai gizi"),
        Topic.SNI: "SNI",
    }
    asked = [
        names[topic] if rules[topic].obligation == Obligation.MANDATORY else gettext("%s (belum pasti)") % names[topic]
        for topic in names
        if rules[topic].obligation in ASKED
    ]
    if rules[Topic.HALAL].obligation == Obligation.IMPOSSIBLE:
        asked.append(gettext("keterangan “tidak halal” pada label"))
    if asked:
        return gettext("Yang wajib: %(names)s.") % {"names": _listed(asked)}
    if rules[Topic.LICENCE].obligation == Obligation.UNKNOWN:
        return gettext("Tanyakan petugas: belum ada aturan yang cocok untuk produk ini.")
    return gettext("Tidak ada izin yang wajib untuk produk ini.")


def _licence_name(licence, answers):
    """The first accepted permit, or all of them while the answer depends on what is not known."""
    kinds = [PermitKind(kind) for kind in licence.accepted_permits if kind in guide_table.PERMITS]
    open_facts = {PARTS[key].fact for key, value in answers.items() if value == UNKNOWN}
    names = [guide_table.PERMITS[kind].short for kind in kinds]
    if len(names) > 1 and not open_facts & set(DEPENDS_ON):
        names = names[:1]
    return gettext(" atau ").join(names) or gettext("izin edar")


def _listed(names):
    """“a”, “a dan b”, “a, b, dan c”."""
    if len(names) < 3:
        return gettext(" dan ").join(names)
    return gettext("%(first)s, dan %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _permits(category, facts, licence, exclusions):
    options = {option.kind: option for option in permit_options(licence, exclusions, category.code, facts)}
    return tuple(
        PermitAdvice(guide_table.PERMITS[kind], options[kind].cautions)
        for kind in licence.accepted_permits
        if kind in guide_table.PERMITS
    )


def _halal_paths(facts):
    """The guides that fit the scale: small makers may declare themselves, others take the regular way."""
    if facts["business_scale"] in (BusinessScale.MEDIUM, BusinessScale.LARGE):
        return (guide_table.REGULAR,)
    return (guide_table.SELF_DECLARE, guide_table.REGULAR)


def _why_not(category, facts, licence, exclusions):
    """[(permit, [sentence])] of permits that cannot be had, where a row speaks of this very product."""
    found = []
    for kind in LICENCES:
        if kind in licence.accepted_permits:
            continue
        rows = [
            row
            for row in exclusions_of(exclusions, kind, category.code, facts)
            if row.conditions or 0 < len(row.categories) <= NAMED_CATEGORIES
        ]
        if rows and (kind != PermitKind.PIRT or category.group in (*FOOD_GROUPS, CategoryGroup.HERBAL)):
            found.append((guide_table.PERMITS[kind].short, [row.sentence for row in rows]))
    return tuple(found)


def _checks(category, answers, facts, rules, book):
    checks = []
    for key, value in answers.items():
        if value != UNKNOWN:
            continue
        part = PARTS[key]
        outcomes = []
        for choice in part.choices:
            other = _rules(category, facts | {part.fact: choice.fact}, book)
            changed = [
                other[topic].sentence
                for topic in (Topic.LICENCE, Topic.HALAL)
                if _gist(other[topic]) != _gist(rules[topic])
            ]
            if changed:
                outcomes.append((choice.label, " ".join(changed)))
        checks.append(Check(part, tuple(outcomes)))
    return tuple(checks)


def _gist(rule):
    return rule.obligation, rule.accepted_permits, rule.sentence
