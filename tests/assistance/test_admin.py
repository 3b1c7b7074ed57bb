"""The usual steps are kept by the admin role, and every change is audited."""

import pytest
from django.urls import reverse

from assistance.models import StepTemplate
from core.models import AuditEvent
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_admin_edits_a_usual_step(sign_in):
    step = StepTemplate.objects.get(kind="nib", order=1)
    fields = {"kind": "nib", "order": 1, "title": "Datang ke kantor", "working_days": 4, "who": "owner"}
    client = sign_in(make_user("admin", None))
    client.post(reverse("admin:assistance_steptemplate_change", args=[step.pk]), fields)
    step.refresh_from_db()
    assert (step.title, step.working_days) == ("Datang ke kantor", 4)
    event = AuditEvent.objects.get(action="reference.step_template_saved")
    assert "title" in event.detail["fields"]


def test_others_do_not(sign_in):
    step = StepTemplate.objects.first()
    address = reverse("admin:assistance_steptemplate_change", args=[step.pk])
    assert sign_in(make_user("reviewer")).get(address).status_code in (302, 403)
