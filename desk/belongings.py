"""What belongs to a person: the account's IKM and every row that hangs on them. Read by copy and by erasure alike."""

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
)
from core.lists import in_chunks
from core.models import AuditEvent
from desk.models import RepairLink, Return, ReturnNote
from ikm.models import ClaimCode, Consent, Ikm, IkmTransition, ImpactReport, YearlyFigures
from inventory.models import ImportRow
from products.models import FlagshipPick, Photo, Product, ProductFigures, ProductTransition
from proposals.models import BatchItem

# Model → the way from it to the IKM.
WAY_TO_IKM = {
    Ikm: "pk",
    YearlyFigures: "ikm",
    ImpactReport: "ikm",
    Consent: "ikm",
    ClaimCode: "ikm",
    IkmTransition: "subject",
    Product: "ikm",
    ProductFigures: "product__ikm",
    ProductTransition: "subject__ikm",
    Photo: "product__ikm",
    FlagshipPick: "product__ikm",
    Certificate: "ikm",
    CertificateTransition: "subject__ikm",
    CertificateAnswer: "product__ikm",
    ChangeAnswer: "certificate__ikm",
    NutritionFacts: "product__ikm",
    NutritionTransition: "subject__product__ikm",
    FoodLabel: "product__ikm",
    Recipe: "product__ikm",
    AssistanceCase: "ikm",
    CaseTransition: "subject__ikm",
    CaseStep: "case__ikm",
    CaseDocument: "case__ikm",
    Return: "ikm",
    ReturnNote: "returned__ikm",
    RepairLink: "returned__ikm",
    ImportRow: "ikm",
    BatchItem: "product__ikm",
}
# Records whose own events stand in the audit.
AUDITED = (
    Ikm, Product, Certificate, NutritionFacts, FoodLabel, AssistanceCase, CaseDocument, CaseStep, Return, RepairLink,
    Consent, Photo,
)  # fmt: skip


def owned_ikm(user):
    """Keys of the IKM a person owns, with the records that were merged into them."""
    mine = list(Ikm._base_manager.filter(owner=user).order_by("pk").values_list("pk", flat=True))
    return mine + list(Ikm._base_manager.filter(merged_into__in=mine).exclude(pk__in=mine).values_list("pk", flat=True))


def rows_of(model, ikm_pks):
    """Rows of `model` that belong to these IKM, seen without anybody's scope."""
    return model._base_manager.filter(**{f"{WAY_TO_IKM[model]}__in": ikm_pks}).order_by("pk")


def history_of(model, pks):
    """Former versions of these rows."""
    return model.history.filter(**{f"{model._meta.pk.name}__in": pks})


def audited_pks(user, ikm_pks):
    """{label: keys as text} of everything whose events speak of the person."""
    found = {user._meta.label_lower: [str(user.pk)]}
    for model in AUDITED:
        found[model._meta.label_lower] = [str(pk) for pk in rows_of(model, ikm_pks).values_list("pk", flat=True)]
    return found


def events_about(user, ikm_pks):
    """Audit events on these records, one query per kind of record, as one list, newest first."""
    events = []
    for label, pks in audited_pks(user, ikm_pks).items():
        if pks:
            events += in_chunks(AuditEvent.objects.filter(object_type=label, object_id__in=pks))
    return sorted(events, key=lambda event: (event.at, event.pk), reverse=True)
