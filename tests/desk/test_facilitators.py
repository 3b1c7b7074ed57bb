"""The office assigns facilitators; only those of the region, and only the office."""

import pytest
from django.urls import reverse

from core.models import AuditEvent
from tests.factories import BANJAR, make_ikm, make_user

pytestmark = pytest.mark.django_db


def address(ikm):
    return reverse("desk:dossier_facilitators", args=[ikm.pk])


def test_officer_assigns_and_the_facilitator_sees_the_ikm(sign_in):
    ikm, officer, person = make_ikm(), make_user("officer"), make_user("facilitator")
    answer = sign_in(officer).post(address(ikm), {"people": [person.pk]})
    assert answer.url == reverse("desk:dossier", args=[ikm.pk])
    assert list(ikm.facilitators.all()) == [person]
    assert AuditEvent.objects.get(action="ikm.facilitators_changed").detail == {"added": [person.pk], "removed": []}
    assert sign_in(person).get(reverse("desk:dossier", args=[ikm.pk])).status_code == 200


def test_a_facilitator_of_another_region_or_an_officer_is_no_choice(sign_in):
    ikm = make_ikm()
    make_user("facilitator")
    client = sign_in(make_user("officer"))
    for stranger in (make_user("facilitator", BANJAR), make_user("officer")):
        answer = client.post(address(ikm), {"people": [stranger.pk]})
        assert "bukan salah satu dari pilihan yang tersedia" in answer.content.decode()
    assert ikm.facilitators.count() == 0


def test_only_the_office_of_the_region_assigns(sign_in):
    ikm, person = make_ikm(owner=make_user()), make_user("facilitator")
    ikm.facilitators.add(person)
    assert sign_in(person).post(address(ikm), {"people": []}).status_code == 403
    assert sign_in(ikm.owner).post(address(ikm), {"people": []}).status_code == 403
    assert sign_in(make_user("officer", BANJAR)).post(address(ikm), {"people": []}).status_code == 404
    assert list(ikm.facilitators.all()) == [person]
