"""A person's copy of everything held about them (UU 27/2022 art. 5–7): one structure and one ZIP.

English keys stay the same; `labels` carries the Indonesian words. Other people appear by their office, never by name.
NIK and NPWP stand in full here and nowhere else: it is the person's own copy.
"""

import json
import shutil
import tempfile
import zipfile
from pathlib import PurePath

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import FileField
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.context import title_of
from accounts.models import LoginCode, User
from assistance.models import AssistanceCase, CaseDocument, CaseStep, CaseTransition
from certification.models import (
    Certificate,
    CertificateAnswer,
    CertificateTransition,
    ChangeAnswer,
    FoodLabel,
    NutritionFacts,
    NutritionTransition,
    Recipe,
    RecipeIngredient,
)
from core.models import AuditEvent, Outbox, Unfinished
from desk.belongings import audited_pks, events_about, history_of, owned_ikm, rows_of
from desk.models import ErasureRequest, RepairLink, Return, ReturnNote
from ikm.models import ClaimCode, Consent, Ikm, IkmTransition, ImpactReport, YearlyFigures
from inventory.models import ImportRow
from products.models import FlagshipPick, Photo, Product, ProductFigures, ProductTransition
from proposals.models import BatchItem
from reference.models import ProductCategory, Region, Unit

FORMAT = 1
# key → model: every table whose rows hang on an IKM.
OF_IKM = {
    "businesses": Ikm,
    "business_transitions": IkmTransition,
    "yearly_figures": YearlyFigures,
    "impact_reports": ImpactReport,
    "consents": Consent,
    "claim_codes": ClaimCode,
    "products": Product,
    "product_transitions": ProductTransition,
    "product_figures": ProductFigures,
    "photos": Photo,
    "flagship_picks": FlagshipPick,
    "certificates": Certificate,
    "certificate_transitions": CertificateTransition,
    "certificate_answers": CertificateAnswer,
    "change_answers": ChangeAnswer,
    "nutrition_facts": NutritionFacts,
    "nutrition_transitions": NutritionTransition,
    "food_labels": FoodLabel,
    "recipes": Recipe,
    "assistance_cases": AssistanceCase,
    "assistance_transitions": CaseTransition,
    "assistance_steps": CaseStep,
    "assistance_documents": CaseDocument,
    "returns": Return,
    "return_notes": ReturnNote,
    "repair_links": RepairLink,
    "import_rows": ImportRow,
    "proposals": BatchItem,
}
WITH_HISTORY = {
    "business_history": Ikm,
    "yearly_figures_history": YearlyFigures,
    "product_history": Product,
    "product_figures_history": ProductFigures,
    "certificate_history": Certificate,
    "certificate_answer_history": CertificateAnswer,
    "nutrition_history": NutritionFacts,
    "food_label_history": FoodLabel,
    "assistance_history": AssistanceCase,
    "assistance_step_history": CaseStep,
}
# Keys of the machine, not knowledge about a person.
LEFT_OUT = frozenset(
    {
        "password", "code_digest", "token_digest", "nik_digest", "npwp_digest", "name_key", "upload_key",
        "is_superuser", "outside_url", "is_example", "problems", "repairs", "changes", "key", "request_id",
        "last_login",
    }
)  # fmt: skip
NAMED = (Region, ProductCategory, Unit)
FILES = (
    (Photo, "image", gettext_lazy("foto")),
    (Certificate, "document", gettext_lazy("sertifikat")),
    (NutritionFacts, "label_photo", gettext_lazy("gizi")),
    (CaseDocument, "file", gettext_lazy("pendampingan")),
    (Consent, "scan", gettext_lazy("persetujuan")),
)
LOOKS = {
    "ikm.nik_revealed": gettext_lazy("membuka NIK lengkap"),
    "certificate.document_opened": gettext_lazy("membuka berkas sertifikat"),
    "nutritionfacts.document_opened": gettext_lazy("membuka foto label gizi"),
    "assistance.document_opened": gettext_lazy("membuka berkas pendampingan"),
    "login_code.issued": gettext_lazy("menerbitkan kode masuk untuk Anda"),
    "mydata.downloaded": gettext_lazy("mengunduh salinan data"),
}
LOOKS_SHOWN = 50


def collect(user):
    """Everything held about `user` as a structure of plain values. A fixed number of queries per table."""
    ikm_pks = owned_ikm(user)
    rows = {
        "account": list(User.objects.filter(pk=user.pk)),
        **{key: list(rows_of(model, ikm_pks)) for key, model in OF_IKM.items()},
        "recipe_ingredients": list(
            RecipeIngredient.objects.filter(recipe__product__ikm__in=ikm_pks).select_related("food").order_by("pk")
        ),
    }
    for key, model in WITH_HISTORY.items():
        pks = rows_of(model, ikm_pks).values("pk")
        rows[key] = list(history_of(model, pks).order_by("history_date", "history_id"))
    rows |= {
        "notices": list(Outbox.objects.filter(recipient=user).order_by("pk")),
        "sign_in_codes": list(LoginCode.objects.filter(user=user).order_by("pk")),
        "unfinished_typing": list(Unfinished.objects.filter(user=user).order_by("pk")),
        "erasure_requests": list(ErasureRequest.objects.filter(user=user).order_by("pk")),
    }
    words = _Words(user, rows.values())
    events = events_about(user, ikm_pks)
    words.add_people(event.actor_id for event in events)
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "portal": settings.PORTAL_URL,
        "labels": {key: words.labels(found) for key, found in rows.items() if found},
        **{key: [words.row(obj) for obj in found] for key, found in rows.items()},
        "who_did_what": [
            {
                "at": event.at.isoformat(),
                "action": event.action,
                "by": words.person(event.actor_id),
                "record": f"{event.object_type} {event.object_id}",
            }
            for event in events
        ],
        "files": [{"name": name, "found": found} for name, _file, found in files_of(user)],
    }


class _Words:
    """Turns rows into plain values; names of places and people are read in one query each."""

    def __init__(self, user, lists):
        self.user = user
        self.known = {}
        wanted = {model: set() for model in (*NAMED, User)}
        for rows in lists:
            fields = [field for field in rows[0]._meta.concrete_fields if field.is_relation] if rows else []
            for field in fields:
                if field.related_model in wanted:
                    wanted[field.related_model] |= {getattr(row, field.attname) for row in rows}
        for model in NAMED:
            self.known[model] = model.objects.in_bulk(wanted[model] - {None})
        self.people = {}
        self.add_people(wanted[User])

    def add_people(self, pks):
        missing = set(pks) - {None} - self.people.keys()
        self.people |= {person.pk: str(title_of(person)) for person in User.objects.filter(pk__in=missing)}

    def person(self, pk):
        """The office of somebody, never the name."""
        if pk is None:
            return None
        return _("Anda") if pk == self.user.pk else self.people.get(pk)

    def labels(self, rows):
        return {field.name: str(field.verbose_name) for field in _fields(rows[0])}

    def row(self, obj):
        values = {field.name: self._value(obj, field) for field in _fields(obj)}
        if isinstance(obj, ImportRow):
            values["raw"] = json.loads(obj.raw or "[]")
        if isinstance(obj, RecipeIngredient):
            values["food"] = obj.food.name
        return values

    def _value(self, obj, field):
        value = getattr(obj, field.attname)
        if field.is_relation and field.related_model is User:
            return self.person(value)
        if field.is_relation and field.related_model in NAMED:
            named = self.known[field.related_model].get(value)
            return {"code": value, "name": str(named)} if named else None
        if isinstance(field, FileField):
            return str(value)
        return value


def _fields(obj):
    return [field for field in obj._meta.concrete_fields if field.name not in LEFT_OUT]


def files_of(user):
    """[(name in the ZIP, stored file, is it there)] of the person's pictures and papers."""
    ikm_pks, found = owned_ikm(user), []
    for model, field, folder in FILES:
        for obj in rows_of(model, ikm_pks).exclude(**{field: ""}):
            file = getattr(obj, field)
            suffix = PurePath(file.name).suffix
            found.append((f"{slugify(folder)}/{_stem(obj)}{suffix}", file, file.storage.exists(file.name)))
    return found


def _stem(obj):
    if isinstance(obj, Photo):
        return f"produk-{obj.product_id}-foto-{obj.pk}-{obj.kind}"
    if isinstance(obj, Certificate):
        return f"sertifikat-{obj.pk}-{obj.kind}"
    if isinstance(obj, NutritionFacts):
        return f"produk-{obj.product_id}-label"
    if isinstance(obj, CaseDocument):
        return f"pendampingan-{obj.case_id}-berkas-{obj.pk}-{slugify(PurePath(obj.name).stem)[:60]}".rstrip("-")
    return f"usaha-{obj.ikm_id}-persetujuan-{obj.pk}"


def write_zip(user):
    """The copy as an open temporary file, rewound; closing it removes it. One file at a time is in memory."""
    out = tempfile.TemporaryFile(suffix=".zip")  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("data.json", "w") as entry:
            encoder = DjangoJSONEncoder(ensure_ascii=False, indent=2)
            for part in encoder.iterencode(collect(user)):
                entry.write(part.encode())
        archive.writestr("BACA-SAYA.txt", read_me(user))
        for name, file, is_there in files_of(user):
            if not is_there:
                continue
            info = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
            with file.storage.open(file.name) as source, archive.open(info, "w", force_zip64=True) as entry:
                shutil.copyfileobj(source, entry)
    out.seek(0)
    return out


def read_me(user):
    """What lies in the ZIP, in plain words."""
    day = timezone.localtime().strftime("%d-%m-%Y %H.%M WITA")
    return "\r\n".join(
        [
            _("Salinan data pribadi dari Portal BBI Kalsel"),
            _("Dibuat %(day)s untuk %(name)s, menurut UU 27/2022 tentang Pelindungan Data Pribadi.")
            % {"day": day, "name": user.name},
            "",
            _("data.json    semua isian, riwayat, persetujuan, dan siapa yang membukanya (dapat dibaca mesin)"),
            _("foto         foto produk"),
            _("sertifikat   berkas sertifikat dan izin"),
            _("gizi         foto label informasi gizi"),
            _("pendampingan berkas pendampingan"),
            _("persetujuan  pindaian persetujuan di atas kertas"),
            "",
            _("NIK dan NPWP di dalam data.json tertulis lengkap. Simpan berkas ini baik-baik, jangan dibagikan."),
            _("Petugas ditulis menurut jabatannya, tanpa nama, karena namanya data pribadi mereka."),
            _("Lembar kerja yang pernah diunggah dinas hanya disertakan baris yang menyangkut usaha Anda."),
            "",
        ]
    )


def looks_at(user):
    """Who opened something of the person, newest first: [{at, what, who}]."""
    events = AuditEvent.objects.none()
    for label, pks in audited_pks(user, owned_ikm(user)).items():
        if pks:
            events |= AuditEvent.objects.filter(object_type=label, object_id__in=pks, action__in=LOOKS)
    rows = events.exclude(actor=user).exclude(actor=None).select_related("actor").order_by("-at", "-pk")[:LOOKS_SHOWN]
    return [{"at": row.at, "what": LOOKS[row.action], "who": title_of(row.actor)} for row in rows]
