"""What people say and hand in about a product's proofs: answers, certificates, nutrition facts.

Every function writes in one transaction, keeps who touched the paper (four eyes), audits attached documents and
announces the products whose readiness follows. Who may call them is asked by the views. A change of what an officer
checks puts a returned, refused or verified paper back to `claimed`.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from certification.enums import Answer, CertificateState, Confidence, Obligation
from certification.models import Certificate, CertificateAnswer, NutritionFacts
from certification.permits import read_permit
from certification.readiness import words
from certification.requirements import required, rule_book
from certification.validity import end_to_store, typed_end
from certification.workflow import CERTIFICATE, NUTRITION, SHARED_KINDS
from core import audit
from core.changes import announce
from core.models import Touch
from core.touches import has_touched, inherit_codes, preload, touch
from core.workflow import TransitionRefused, available, perform
from products.models import Product
from reference.enums import AXIS_OF_KIND, Axis, PermitKind

# Fields an officer compares with the paper; `issuer` alone may be put right without a new check.
CHECKED_FIELDS = ("kind", "number", "issued_on", "valid_until")
NUTRITION_FIELDS = (
    "basis", "source", "per", "unit", "serving_milli", "pack_milli", "stated_energy_kcal", "fat_mg", "saturated_fat_mg",
    "protein_mg", "carbohydrate_mg", "sugar_mg", "sodium_mg", "layout",
)  # fmt: skip
# How the table is drawn says nothing an officer checks.
UNCHECKED_NUTRITION = ("layout",)
# An exclusion of so many categories says what the permit is for, not what is special about a product.
GENERAL_FROM = 8
DECISIONS = ("verify", "refuse", "return", "revoke")
CLOSED_STATES = (CertificateState.REVOKED, CertificateState.SUPERSEDED)


@dataclass(frozen=True)
class AxisCard:
    """One axis of one product for a page: what is asked, what was said, which papers there are.

    `badge` is an entry of `readiness.words`, or None before readiness has been derived.
    """

    axis: str
    label: str
    rule: object
    answer: CertificateAnswer | None
    papers: list
    badge: dict | None

    @property
    def is_asked(self):
        return self.rule.obligation not in (Obligation.NOT_APPLICABLE, Obligation.EXEMPT, Obligation.IMPOSSIBLE)

    @property
    def obligation_label(self):
        return Obligation(self.rule.obligation).label

    @property
    def is_advised(self):
        return self.rule.obligation == Obligation.ADVISED

    @property
    def confidence_label(self):
        return confidence_label(self.rule)


def axis_cards(product, on, book=None, certificates=None):
    """The three `AxisCard`s of a product; prefetch its answers, select nutrition and readiness.

    `certificates` are those that cover it; prefetch them where they are not given.
    """
    rules = required(product, on, rule_book(on) if book is None else book)
    answers = {answer.axis: answer for answer in product.answers.all()}
    badges = {badge["axis"]: badge for badge in words(getattr(product, "readiness", None))}
    papers = {axis: [] for axis in Axis.values}
    for paper in product.certificates.all() if certificates is None else certificates:
        if paper.state != CertificateState.SUPERSEDED and paper.kind in AXIS_OF_KIND:
            papers[AXIS_OF_KIND[paper.kind].value].append(paper)
    if nutrition := getattr(product, "nutrition", None):
        papers[Axis.NUTRITION.value].append(nutrition)
    return [
        AxisCard(axis, Axis(axis).label, rules[axis], answers.get(axis), papers[axis], badges.get(axis))
        for axis in Axis.values
    ]


def confidence_label(rule):
    """“keyakinan sedang” beside a rule the table is not sure of; "" where it is."""
    if rule.confidence == Confidence.HIGH:
        return ""
    return _("keyakinan %(word)s") % {"word": Confidence(rule.confidence).label}


def option_rows(options, exclusions):
    """[(label, is_accepted, sentences)] of the `PermitOption`s worth telling, accepted ones first.

    Not worth telling: what nobody would ask for, because the permit is meant for other goods altogether.
    """
    general = {row.sentence for row in exclusions if len(row.categories) >= GENERAL_FROM and not row.conditions}
    rows = []
    for option in options:
        is_excluded = option.obligation == Obligation.IMPOSSIBLE
        reasons = [sentence for sentence in option.reasons if sentence not in general] if is_excluded else []
        if option.obligation != Obligation.NOT_APPLICABLE and (reasons or not is_excluded):
            rows.append((str(PermitKind(option.kind).label), not is_excluded, [*reasons, *option.cautions]))
    return sorted(rows, key=lambda row: not row[1])


def check_actions(certificate, user):
    """([(verb, transition)], sentence): what `user` may decide about this paper now, and why the four-eyes rule forbids
    checking it ("" when it does not)."""
    preload(user, [certificate])
    may = [(verb, t) for verb, t in available(CERTIFICATE, certificate, user) if verb in DECISIONS]
    checks = CERTIFICATE.transitions["verify"]
    is_held = (
        certificate.state in checks.sources
        and not any(verb == "verify" for verb, _t in may)
        and user.has_perm(CERTIFICATE.transitions["return"].perm, certificate)
        and has_touched(user, certificate)
    )
    sentence = _("Anda ikut mengisi sertifikat ini; minta petugas lain atau provinsi memeriksanya.") if is_held else ""
    return may, sentence


@transaction.atomic
def answer_axis(product, axis, answer, *, reason="", application_number="", applied_on=None, by):
    """Keep what a person says about one axis; details that belong to another answer are dropped."""
    Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    row = CertificateAnswer.objects.filter(product=product, axis=axis).first()
    row = row or CertificateAnswer(product=product, axis=axis)
    in_process = answer == Answer.IN_PROCESS
    row.answer = answer
    row.reason = reason.strip() if answer == Answer.NOT_NEEDED else ""
    row.application_number = application_number.strip() if in_process else ""
    row.applied_on = applied_on if in_process else None
    row.by = by
    row._history_user = by
    row.save()
    announce(Product, [product.pk], by=by)
    return row


@transaction.atomic
def add_certificate(ikm, products, kind, number_raw, document=None, issuer="", issued_on=None, valid_until=None, *, by):
    """A new claimed certificate; number and end date are read from what was typed. Answers become "Ada"."""
    certificate = Certificate(ikm=ikm, created_by=by, document=document or "", issuer=issuer, issued_on=issued_on)
    _write_number(certificate, kind, number_raw, valid_until)
    certificate._history_user = by
    certificate.save()
    certificate.products.set(products)
    touch(certificate, Touch.Reason.CREATED, by=by)
    inherit_codes(certificate, ikm)
    if document:
        _audit_document(certificate, by)
    _say_have(products, AXIS_OF_KIND.get(certificate.kind), by)
    announce(Certificate, [certificate.pk], by=by)
    return certificate


@transaction.atomic
def change_certificate(certificate, data, *, by):
    """Write `data` (any of kind, number_raw, issuer, issued_on, valid_until, document, products) and return the row.

    A change of what an officer checks claims a decided paper again; a returned or refused one is claimed by any save.
    """
    paper = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if paper.state in CLOSED_STATES:
        raise TransitionRefused(_("Sertifikat ini sudah tidak berlaku. Tambahkan sertifikat yang baru."))
    before = {name: getattr(paper, name) for name in CHECKED_FIELDS}
    products_before = set(paper.products.values_list("pk", flat=True))
    products = products_before if data.get("products") is None else {product.pk for product in data["products"]}
    _set_certificate(paper, data)
    document = data.get("document")
    changed = bool(document) or products - products_before or any(getattr(paper, n) != v for n, v in before.items())
    if paper.state != CertificateState.CLAIMED and (changed or paper.state != CertificateState.VERIFIED):
        paper = perform(CERTIFICATE, paper, "claim", by=by)
        _set_certificate(paper, data)
    if document:
        paper.document = document
    paper._history_user = by
    paper.save()
    paper.products.set(products)
    if changed:
        touch(paper, Touch.Reason.CHANGED, by=by)
    if document:
        _audit_document(paper, by)
    _say_have(paper.products.all(), AXIS_OF_KIND.get(paper.kind), by)
    announce(Certificate, [paper.pk], by=by)
    announce(Product, products_before | products, by=by)
    return paper


@transaction.atomic
def replace_certificate(old, data, *, by):
    """A new certificate in place of `old`, which becomes `superseded`; `data` as of `change_certificate`."""
    products = list(old.products.all()) if data.get("products") is None else list(data["products"])
    left_behind = set(old.products.values_list("pk", flat=True))
    new = add_certificate(
        old.ikm, products, data.get("kind") or old.kind, data["number_raw"], data.get("document"),
        data.get("issuer", ""), data.get("issued_on"), data.get("valid_until"), by=by,
    )  # fmt: skip
    perform(CERTIFICATE, old, "supersede", by=by, data={"by_certificate": new})
    announce(Product, left_behind, by=by)
    return new


@transaction.atomic
def save_nutrition(product, data, *, by):
    """Write the nutrition facts of a product (`data`: of NUTRITION_FIELDS what is given, and a new label_photo)."""
    Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    facts = NutritionFacts.objects.filter(product=product).first()
    is_new = facts is None
    facts = facts or NutritionFacts(product=product, created_by=by)
    photo = data.get("label_photo")
    given = {name: data[name] for name in NUTRITION_FIELDS if name in data}
    checked = {name: value for name, value in given.items() if name not in UNCHECKED_NUTRITION}
    changed = is_new or bool(photo) or any(getattr(facts, name) != value for name, value in checked.items())
    if facts.state != CertificateState.CLAIMED and (changed or facts.state != CertificateState.VERIFIED):
        facts = perform(NUTRITION, facts, "claim", by=by)
    for name, value in given.items():
        setattr(facts, name, value)
    if photo:
        facts.label_photo = photo
    facts._history_user = by
    facts.save()
    if changed:
        touch(facts, Touch.Reason.CREATED if is_new else Touch.Reason.CHANGED, by=by)
        inherit_codes(facts, product.ikm)
    if photo:
        _audit_document(facts, by)
    _say_have([product], Axis.NUTRITION, by)
    announce(NutritionFacts, [facts.pk], by=by)
    return facts


def number_problem(ikm, kind, number, *, but=None):
    """Why this number cannot be handed in once more, as a sentence; "" when it can. `but` is the row being changed."""
    same = Certificate.objects.filter(kind=kind, number=number).exclude(pk=but.pk if but else None)
    if not number:
        return ""
    if same.filter(ikm=ikm).exclude(state__in=CLOSED_STATES).exists():
        return _("Sertifikat dengan nomor ini sudah Anda masukkan. Buka sertifikat itu dan pilih produknya di sana.")
    if kind not in SHARED_KINDS and same.filter(state=CertificateState.VERIFIED).exists():
        return _(
            "Nomor ini sudah terverifikasi pada usaha lain. Cocokkan dengan sertifikat Anda; bila benar milik Anda, "
            "hubungi petugas."
        )
    return ""


def decoded_rows(reading):
    """[(label, text)] of what a number says about itself, to compare with the paper."""
    decoded = reading.numbers[0].decoded if reading.numbers else {}
    labels = {
        "region": _("Wilayah"), "packaging": _("Kemasan"), "food_type": _("Jenis pangan"), "risk": _("Risiko"),
        "maker": _("Pembuat"), "form": _("Bentuk sediaan"), "year": _("Tahun nomor"),
        "maker_number": _("Nomor urut usaha"), "product_serial": _("Produk ke"), "company_code": _("Kode perusahaan"),
        "expiry_year": _("Berakhir tahun"),
    }  # fmt: skip
    rows = [(label, str(decoded[name])) for name, label in labels.items() if decoded.get(name)]
    if decoded.get("registered_year"):
        registered = f"{decoded.get('registered_month', 0):02d}/{decoded['registered_year']}"
        rows.append((_("Bulan pendaftaran"), registered))
    return rows


def _set_certificate(paper, data):
    """An end date the portal had read itself follows the new number; one that a person typed stays."""
    typed = typed_end(paper, data.get("valid_until", paper.valid_until))
    for name in ("issuer", "issued_on"):
        if name in data:
            setattr(paper, name, data[name])
    if "number_raw" in data or "kind" in data:
        _write_number(paper, data.get("kind") or paper.kind, data.get("number_raw", paper.number_raw), typed)
    elif "valid_until" in data or "issued_on" in data:
        paper.valid_until = end_to_store(paper.kind, paper.number_raw, paper.issued_on, typed)


def _write_number(paper, kind, number_raw, valid_until):
    """`valid_until` is a date a person typed; without one the rule of the kind decides (`end_to_store`)."""
    reading = read_permit(number_raw, kind)
    paper.kind = PermitKind(kind)
    paper.number_raw = number_raw.strip()
    paper.number = reading.number
    paper.valid_until = end_to_store(paper.kind, paper.number_raw, paper.issued_on, valid_until)


def _say_have(products, axis, by):
    """The paper answers the question for every product it covers."""
    if axis is None:
        return
    answered = CertificateAnswer.objects.filter(product__in=products, axis=axis, answer=Answer.HAVE)
    known = set(answered.values_list("product_id", flat=True))
    for product in products:
        if product.pk not in known:
            answer_axis(product, axis, Answer.HAVE, by=by)


def _audit_document(paper, by):
    file = paper.document if isinstance(paper, Certificate) else paper.label_photo
    on_behalf_of = paper.ikm.owner if paper.ikm.owner_id and paper.ikm.owner_id != by.pk else None
    audit.record(f"{paper._meta.model_name}.document_attached", paper, by=by, on_behalf_of=on_behalf_of, size=file.size)
