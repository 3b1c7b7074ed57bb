"""Navigation by role and the words around it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import resolve

from accounts.context import PortalFrame, items_for
from accounts.demo import DEMO_PASSWORD, ensure_demo_users

pytestmark = pytest.mark.django_db

NAVIGATION = {
    "owner": ["Usaha saya", "Katalog", "Butuh izin apa?"],
    "officer": ["Antrean", "Pendampingan", "IKM", "Produk", "Sertifikat", "Unggah Excel", "Dasbor"],
    "facilitator": ["Antrean", "Pendampingan", "IKM"],
    "reviewer": ["Dasbor", "Antrean", "Pendampingan", "Produk", "IKM", "Sertifikat", "Usulan BBI"],
    "head": ["Dasbor", "Usulan BBI", "IKM"],
    "head_regency": ["Dasbor", "IKM"],
    "admin": ["Admin", "Tabel pangan", "Penghapusan data", "Katalog"],
}
TITLES = {
    "owner": "Pemilik usaha",
    "officer": "Petugas · Kab. Kotabaru",
    "facilitator": "Pendamping · Kab. Kotabaru",
    "reviewer": "Peninjau · Kalimantan Selatan",
    "head": "Kepala dinas · Kalimantan Selatan",
    "head_regency": "Kepala dinas · Kab. Kotabaru",
    "admin": "Admin",
}


def frame(rf, user, path="/akun/privasi/"):
    request = rf.get(path)
    request.user = user
    request.resolver_match = resolve(path)
    return PortalFrame(request)


@pytest.mark.parametrize("kind", NAVIGATION)
def test_navigation_follows_the_role(person, kind):
    assert [str(item.label) for item in items_for(person(kind))] == NAVIGATION[kind]


def test_visitors_see_the_catalogue_and_sign_up():
    assert [str(item.label) for item in items_for(AnonymousUser())] == ["Katalog", "Butuh izin apa?", "Daftar"]


def test_an_inactive_officer_sees_what_a_visitor_sees(person):
    officer = person("officer", is_active=False)
    assert [str(item.label) for item in items_for(officer)] == ["Katalog", "Butuh izin apa?", "Daftar"]


@pytest.mark.parametrize("kind", TITLES)
def test_subtitle_names_role_and_region(rf, person, kind):
    assert frame(rf, person(kind)).subtitle == TITLES[kind]


def test_the_entry_of_the_current_page_is_active(rf, person):
    nav = frame(rf, person("admin"), "/admin/").nav
    assert [(str(item["label"]), item["url"], item["active"]) for item in nav if item["url"] == "/admin/"] == [
        ("Admin", "/admin/", True)
    ]


def test_the_frame_asks_the_database_only_when_asked(rf, person, django_assert_num_queries):
    officer = person("officer")
    with django_assert_num_queries(0):
        portal = frame(rf, officer)
        assert portal.user_label == "Orang officer"
    with django_assert_num_queries(1):
        assert (portal.unread_count, portal.unread_count) == (0, 0)


def test_example_accounts_are_shown_in_the_demonstration_only(rf, settings):
    ensure_demo_users()
    assert frame(rf, AnonymousUser()).demo_accounts == []

    settings.DEMO = True
    shown = frame(rf, AnonymousUser()).demo_accounts
    assert shown[0] == {
        "label": "Pemilik usaha (Rusmiati)",
        "login": "0812-0000-1001",
        "password": DEMO_PASSWORD,
    }
    assert shown[9] == {
        "label": "Petugas · Kab. Hulu Sungai Selatan (Fitriani)",
        "login": "petugas.hss@contoh.id",
        "password": DEMO_PASSWORD,
    }
    assert len(shown) == 17


def test_languages_are_named_in_their_own_words(rf):
    assert frame(rf, AnonymousUser()).languages == [
        {"code": "id", "label": "Bahasa Indonesia", "active": True},
        {"code": "en", "label": "English", "active": False},
    ]
