"""“Data saya”: everything that is held, as a page and as a ZIP; consents taken back at once."""

import io
import json
import tracemalloc
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Listing
from core import audit
from core.models import AuditEvent, Outbox, Unfinished
from desk.models import Return, ReturnNote
from desk.mydata import collect, files_of, write_zip
from ikm.enums import IkmState, Purpose
from ikm.models import IkmTransition, YearlyFigures
from products.enums import ProductState
from products.models import Photo
from tests.factories import agree, make_certificate, make_ikm, make_nutrition, make_product, make_user

pytestmark = pytest.mark.django_db
NIK = "6302014501800001"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def owner():
    return make_user(name="Siti Rahmah Banjar", email="siti.rahmah@contoh.id")


def furnish(owner, **fields):
    """An IKM with something in many tables."""
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner, owner_name="Siti Rahmah Banjar", nik=NIK, **fields)
    product = make_product(ikm, state=ProductState.ACCEPTED)
    agree(ikm)
    YearlyFigures.objects.create(ikm=ikm, year=2025, sales=120_000_000)
    make_certificate(product, "nib", number="")
    officer = make_user("officer", name="Pak Rahasia Petugas")
    IkmTransition.objects.create(
        subject=ikm, name="verify", from_state="submitted", to_state="verified", by=officer, note="Lengkap."
    )
    returned = Return.objects.create(ikm=ikm, by=officer, message="Perbaiki alamat.")
    ReturnNote.objects.create(returned=returned, target="ikm", target_id=ikm.pk, field="address", text="Kurang RT.")
    audit.record("ikm.nik_revealed", ikm, by=officer)
    return ikm, product, officer


def picture(product, content=b"\xff\xd8\xff gambar"):
    photo = Photo(product=product)
    photo.image.save("foto.jpg", ContentFile(content))
    return photo


def test_the_copy_holds_every_part_and_no_officers_name(owner):
    ikm, product, officer = furnish(owner)
    other, _product, _officer = furnish(owner)
    furnish(make_user(name="Orang Lain Sekali"))
    Unfinished.objects.create(user=owner, path="/usaha/1/profil/", field="address", text="Jl. setengah")
    Outbox.objects.create(recipient=owner, event="ikm_decided", subject="Sudah diperiksa")
    copy = json.loads(json.dumps(collect(owner), default=str))
    assert [row["id"] for row in copy["businesses"]] == [ikm.pk, other.pk]
    assert copy["businesses"][0]["nik"] == NIK
    assert copy["businesses"][0]["owner"] == "Anda"
    assert copy["businesses"][0]["regency"] == {"code": "63.02", "name": ikm.regency.name}
    assert copy["labels"]["businesses"]["owner_name"] == "nama pemilik"
    assert copy["account"][0]["email"] == "siti.rahmah@contoh.id"
    assert [row["sales"] for row in copy["yearly_figures"]] == [120_000_000, 120_000_000]
    assert {row["purpose"] for row in copy["consents"]} == set(Purpose.values)
    assert copy["return_notes"][0]["text"] == "Kurang RT."
    assert copy["returns"][0]["by"] == "Petugas · Kab. Kotabaru"
    assert copy["business_transitions"][0]["note"] == "Lengkap."
    assert copy["unfinished_typing"][0]["text"] == "Jl. setengah"
    assert copy["notices"][0]["subject"] == "Sudah diperiksa"
    assert [(row["action"], row["by"]) for row in copy["who_did_what"]] == [
        ("ikm.nik_revealed", "Petugas · Kab. Kotabaru")
    ] * 2
    text = json.dumps(copy)
    assert officer.name not in text
    assert officer.email not in text
    assert "Orang Lain Sekali" not in text
    assert owner.password not in text


def test_the_number_of_queries_does_not_grow(owner, django_assert_max_num_queries, django_assert_num_queries):
    furnish(owner)
    with django_assert_max_num_queries(95) as first:
        collect(owner)
    furnish(owner)
    furnish(owner)
    with django_assert_num_queries(len(first)):
        collect(owner)


def test_the_page_takes_the_same_queries_for_one_and_three_ikm(sign_in, owner):
    client = sign_in(owner)
    furnish(owner)
    number = queries_of(client)
    furnish(owner)
    furnish(owner)
    assert queries_of(client) == number


def queries_of(client):
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse("desk:mydata")).status_code == 200
    return len(found)


def test_the_download_is_a_zip_with_data_read_me_and_files(sign_in, owner, media):
    _ikm, product, _officer = furnish(owner)
    make_nutrition(product)
    photo = picture(product)
    gone = picture(product)
    gone.image.storage.delete(gone.image.name)
    answer = sign_in(owner).post(reverse("desk:mydata_download"))
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        name = f"foto/produk-{product.pk}-foto-{photo.pk}-front.jpg"
        assert sorted(archive.namelist()) == sorted(["data.json", "BACA-SAYA.txt", name])
        assert archive.read(name) == b"\xff\xd8\xff gambar"
        data = json.loads(archive.read("data.json"))
        assert data["files"] == [
            {"name": name, "found": True},
            {"name": f"foto/produk-{product.pk}-foto-{gone.pk}-front.jpg", "found": False},
        ]
        assert "UU 27/2022" in archive.read("BACA-SAYA.txt").decode()
    event = AuditEvent.objects.get(action="mydata.downloaded")
    assert (event.actor, event.object_id) == (owner, str(owner.pk))


def test_the_download_is_limited_and_a_get_is_refused(sign_in, owner):
    client = sign_in(owner)
    for _again in range(5):
        answer = client.post(reverse("desk:mydata_download"))
        assert answer["Content-Type"] == "application/zip"
        b"".join(answer.streaming_content)
    answer = client.post(reverse("desk:mydata_download"), follow=True)
    assert "Salinan sudah diunduh 5 kali hari ini. Coba lagi besok." in answer.content.decode()
    assert client.get(reverse("desk:mydata_download")).status_code == 405


def test_fifty_photos_do_not_fill_the_memory(owner, media):
    _ikm, product, _officer = furnish(owner)
    for number in range(50):
        picture(product, bytes([number]) * 1_000_000)
    collect(owner)
    tracemalloc.start()
    write_zip(owner).close()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(files_of(owner)) == 50
    assert peak < 8_000_000


def test_withdrawing_takes_the_product_from_the_catalogue_at_once(sign_in, owner):
    ikm, product, _officer = furnish(owner)
    page = reverse("catalog:product_detail", args=[product.pk])
    assert Listing.objects.filter(product=product).exists()
    assert sign_in(make_user()).get(page).status_code == 200
    client = sign_in(owner)
    address = reverse("desk:mydata_withdraw", args=[ikm.pk])
    answer = client.post(address, {"purpose": Purpose.PUBLISH_PRODUCT}, follow=True)
    assert "Persetujuan ditarik: menampilkan produk di katalog umum." in answer.content.decode()
    assert not Listing.objects.filter(product=product).exists()
    assert sign_in(make_user()).get(page).status_code == 404
    assert set(ikm.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)) == {
        "publish_contact", "propose_bbi", "survey",
    }  # fmt: skip
    again = client.post(address, {"purpose": Purpose.PUBLISH_PRODUCT}, follow=True)
    assert "Persetujuan itu sudah tidak berlaku." in again.content.decode()


def test_nobody_withdraws_anothers_consent(sign_in, owner):
    ikm, _product, officer = furnish(owner)
    address = reverse("desk:mydata_withdraw", args=[ikm.pk])
    for other in (make_user(), officer):
        assert sign_in(other).post(address, {"purpose": Purpose.SURVEY}).status_code == 404
    assert ikm.consents.filter(withdrawn_at=None).count() == 4


def test_the_page_says_who_looked_by_office_only(sign_in, owner):
    _ikm, _product, officer = furnish(owner)
    text = sign_in(owner).get(reverse("desk:mydata")).content.decode()
    assert "Petugas · Kab. Kotabaru" in text
    assert "membuka NIK lengkap" in text
    assert officer.name not in text
    assert NIK not in text
