"""What the admin role changes in the rules reaches every product it was or is about."""

import json

import pytest
from django.forms import modelform_factory
from django.urls import reverse

from certification.forms.rules import PermitExclusionForm, RequirementForm
from certification.models import PermitExclusion, Readiness, Requirement
from certification.readiness import refresh
from core.models import AuditEvent
from tests.factories import make_product, make_user

pytestmark = pytest.mark.django_db


def test_a_rule_that_moves_is_no_longer_asked_where_it_was(sign_in, reference_data):
    left, reached = make_product(category="kerupuk"), make_product(category="dodol")
    Requirement.objects.filter(category__in=["kerupuk", "dodol"], axis="nutrition").delete()
    rule = Requirement.objects.create(
        category_id="kerupuk", axis="nutrition", obligation="mandatory", sentence="Wajib.", confidence="H", order=1
    )
    refresh([left.pk, reached.pk])
    fields = {
        "category": "dodol", "axis": "nutrition", "obligation": "mandatory", "sentence": "Wajib.", "confidence": "H",
        "order": 1, "conditions": "{}", "accepted_permits": "[]", "business_scale": "", "legal_basis": "",
    }  # fmt: skip
    page = reverse("admin:certification_requirement_change", args=[rule.pk])
    assert sign_in(make_user("admin", None)).post(page, fields).status_code == 302
    found = dict(Readiness.objects.values_list("product", "nutrition_obligation"))
    assert (found[left.pk], found[reached.pk]) == ("unknown", "mandatory")
    assert "category" in AuditEvent.objects.get(action="reference.requirement_saved").detail["fields"]


@pytest.mark.parametrize(
    ("conditions", "sentence"),
    [
        ([], ""),
        ({"storage": ["frozen", "chilled"], "min_shelf_life": 8, "health_claim": False, "legal_form": "pt"}, ""),
        ([1], "Syarat ditulis sebagai pasangan, misalnya {“storage”: “frozen”}."),
        ({"min_shelf_life": "8"}, "Syarat min_shelf_life berupa angka hari, misalnya 7."),
        ({"max_shelf_life": True}, "Syarat max_shelf_life berupa angka hari, misalnya 7."),
        ({"health_claim": "ya"}, "Syarat health_claim berupa true atau false."),
        ({"beku": True}, "Syarat “beku” tidak dikenal. Periksa ejaannya."),
        ({"storage": "beku"}, "Syarat storage hanya dapat berisi: room, chilled, frozen."),
        ({"storage": {}}, "Syarat storage hanya dapat berisi: room, chilled, frozen."),
    ],
)
def test_a_condition_nobody_can_ask_is_refused(reference_data, conditions, sentence):
    form = modelform_factory(PermitExclusion, PermitExclusionForm, fields=["conditions"])(
        {"conditions": json.dumps(conditions)}
    )
    assert form.errors == ({"conditions": [sentence]} if sentence else {})


def test_every_shipped_rule_passes_its_own_form(reference_data):
    rule = modelform_factory(Requirement, RequirementForm, fields=["axis", "accepted_permits", "conditions"])
    for row in Requirement.objects.all():
        data = {name: json.dumps(getattr(row, name)) for name in ("accepted_permits", "conditions")}
        assert rule(data | {"axis": row.axis}).errors == {}
    exclusion = modelform_factory(PermitExclusion, PermitExclusionForm, fields=["categories", "conditions"])
    for row in PermitExclusion.objects.all():
        assert exclusion({name: json.dumps(getattr(row, name)) for name in ("categories", "conditions")}).errors == {}


@pytest.mark.parametrize("permits", ['["halal"]', '"pirt"', "[1]", '["xx"]'])
def test_permits_of_another_topic_are_refused(reference_data, permits):
    form = modelform_factory(Requirement, RequirementForm, fields=["axis", "accepted_permits", "conditions"])(
        {"axis": "licence", "accepted_permits": permits, "conditions": "{}"}
    )
    assert form.errors == {"accepted_permits": ["Tulis daftar kode izin dari perihal ini, misalnya [“pirt”, “md”]."]}


@pytest.mark.parametrize("categories", ['["tidak-ada"]', "{}1", '"kerupuk"', "[[]]"])
def test_categories_that_do_not_exist_are_refused(reference_data, categories):
    form = modelform_factory(PermitExclusion, PermitExclusionForm, fields=["categories"])({"categories": categories})
    assert list(form.errors) == ["categories"]


def test_reference_data_is_kept_by_the_admin_role_and_deleting_is_audited(sign_in, reference_data):
    row = PermitExclusion.objects.filter(kind="slhs").get()
    page = reverse("admin:certification_permitexclusion_delete", args=[row.pk])
    assert sign_in(make_user("reviewer")).post(page, {"post": "yes"}).status_code in (302, 403)
    assert PermitExclusion.objects.filter(pk=row.pk).exists()
    admin = make_user("admin", None)
    assert sign_in(admin).post(page, {"post": "yes"}).status_code == 302
    event = AuditEvent.objects.get(action="reference.exclusion_deleted")
    assert (event.actor, event.object_id, event.detail) == (admin, str(row.pk), {"sentence": row.sentence})
    assert not PermitExclusion.objects.filter(pk=row.pk).exists()
