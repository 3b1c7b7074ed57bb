"""What the admin role changes in the rules reaches every product it was or is about."""

import pytest
from django.urls import reverse

from certification.models import Readiness, Requirement
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
