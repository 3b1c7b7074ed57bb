"""The Django admin: users are kept by the admin role, everything else is to look at."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from certification.models import Certificate, NutritionFacts
from core.models import AuditEvent, Outbox
from ikm.models import Consent, Ikm
from inventory.models import ImportBatch
from products.models import Product
from proposals.models import Batch, BatchItem

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Petugas Baru",
    "phone": "",
    "email": "Baru@Contoh.id",
    "password1": "sasirangan-biru-7",
    "password2": "sasirangan-biru-7",
    "role": "officer",
    "region": "63.06",
}
TO_LOOK_AT = [Ikm, Consent, Product, Certificate, NutritionFacts, Batch, BatchItem, ImportBatch, AuditEvent, Outbox]


def test_visitors_meet_the_portals_own_sign_in(client):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1] == ("/masuk/login/?next=%2Fadmin%2F", 302)


@pytest.mark.parametrize("kind", ["owner", "officer", "facilitator", "reviewer", "head"])
def test_only_the_admin_role_enters(sign_in, person, kind):
    assert sign_in(person(kind)).get(reverse("admin:accounts_user_changelist"), follow=True).status_code == 403


def test_admin_opens_an_account_for_staff(sign_in, person):
    boss = person("admin")

    response = sign_in(boss).post(reverse("admin:accounts_user_add"), NEW)

    user = User.objects.get(email="baru@contoh.id")
    assert response["Location"] == reverse("admin:accounts_user_change", args=[user.pk])
    assert (user.role, user.region_id, user.is_superuser) == ("officer", "63.06", False)
    event = AuditEvent.objects.get(action="account.created")
    assert (event.actor, event.object_id, event.detail) == (
        boss,
        str(user.pk),
        {"role": "officer", "region": "63.06"},
    )


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"region": ""}, {"__all__": ["Petugas harus punya wilayah tugas."]}),
        ({"email": ""}, {"__all__": ["Isi nomor HP atau alamat surel; salah satunya harus ada."]}),
    ],
)
def test_admin_form_refuses_what_the_model_refuses(sign_in, person, changes, errors):
    response = sign_in(person("admin")).post(reverse("admin:accounts_user_add"), NEW | changes)
    assert response.context["adminform"].form.errors == errors


def test_admin_can_choose_only_province_and_regencies(sign_in, person):
    response = sign_in(person("admin")).get(reverse("admin:accounts_user_add"))
    regions = response.context["adminform"].form.fields["region"].queryset
    assert {len(code) for code in regions.values_list("code", flat=True)} == {2, 5}


def test_admin_form_has_no_way_to_make_a_superuser(sign_in, person):
    officer = person("officer")
    form = sign_in(person("admin")).get(reverse("admin:accounts_user_change", args=[officer.pk])).context["adminform"]
    assert list(form.form.fields) == [
        "name", "phone", "email", "password", "role", "region", "position", "nip", "delegated_until", "is_active",
    ]  # fmt: skip


def test_admin_cannot_change_the_own_role(sign_in, person):
    boss = person("admin")
    form = sign_in(boss).get(reverse("admin:accounts_user_change", args=[boss.pk])).context["adminform"].form
    assert {"role", "region", "is_active"} & set(form.fields) == set()


def test_admin_does_not_reach_a_superuser(sign_in, person):
    superuser = User.objects.create_superuser(email="super@contoh.id", name="Super", is_superuser=True)
    client = sign_in(person("admin"))
    assert client.get(reverse("admin:accounts_user_change", args=[superuser.pk]))["Location"] == "/admin/"
    assert client.get(reverse("admin:auth_user_password_change", args=[superuser.pk])).status_code == 404


def test_accounts_are_not_deleted(sign_in, person):
    officer = person("officer")
    assert sign_in(person("admin")).get(reverse("admin:accounts_user_delete", args=[officer.pk])).status_code == 403


@pytest.mark.parametrize("model", TO_LOOK_AT)
def test_records_are_to_look_at_only(rf, person, model):
    request = rf.get("/admin/")
    request.user = person("admin")
    found = admin.site.get_model_admin(model).get_model_perms(request)
    assert found == {"add": False, "change": False, "delete": False, "view": True}


@pytest.mark.parametrize("model", TO_LOOK_AT)
def test_lists_of_records_open(sign_in, person, model):
    boss = person("admin")
    opts = model._meta
    assert sign_in(boss).get(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")).status_code == 200


def test_ikm_page_shows_no_identity_number(sign_in, person):
    ikm = Ikm.objects.create(name="Dapur Rusmiati", nik="6302014101800001", npwp="091234567890000")

    page = sign_in(person("admin")).get(reverse("admin:ikm_ikm_change", args=[ikm.pk])).content.decode()

    assert "Dapur Rusmiati" in page
    assert "6302014101800001" not in page
    assert "091234567890000" not in page


def test_admin_index_lists_users_and_reference_data(sign_in, person):
    apps = sign_in(person("admin")).get("/admin/").context["app_list"]
    assert {app["app_label"] for app in apps} == {
        "accounts", "reference", "core", "ikm", "products", "certification", "assistance", "proposals",
        "inventory",
    }  # fmt: skip
