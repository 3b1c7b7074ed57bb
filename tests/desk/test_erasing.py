"""Erasure: afterwards no column of the whole database knows the person, except the frozen copy of a sent letter."""

import datetime
import json

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import LoginCode, User
from assistance.models import AssistanceCase, CaseDocument, CaseStep
from catalog.models import Listing
from certification.models import CertificateAnswer, ChangeAnswer
from core import audit
from core.fields import digest
from core.models import AuditEvent, Outbox, Unfinished
from desk.erasing import NotErased, erase
from desk.erasure_requests import ask, remind_admins
from desk.models import ErasureRequest, Return, ReturnNote
from ikm.enums import IkmState
from ikm.models import ClaimCode, Ikm, IkmTransition
from inventory.models import ImportBatch, ImportRow
from products.enums import ProductState
from products.models import Photo, ProductTransition
from proposals.models import Batch, BatchItem
from tests.factories import agree, make_certificate, make_ikm, make_nutrition, make_product, make_user

pytestmark = pytest.mark.django_db
NAME, PHONE, EMAIL = "Nurhayati Sungai Andai", "+6281255557777", "nurhayati.andai@contoh.id"
NIK, ADDRESS, NIB = "6302014501809876", "Jl. Sungai Andai Gg. Kenanga 17", "9120001234567"
SHOP = "Kerupuk Nurhayati Andai"
SIGNS = (NAME, PHONE, EMAIL, NIK, ADDRESS, NIB, "Nurhayati", digest(NIK), "6302**********76")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def admin():
    return make_user("admin", None)


SENT = {
    "sent_at": timezone.now(),
    "sha256": "0" * 64,
    "letter_number": "500/12/DISPERIN/2026",
    "letter_date": datetime.date(2026, 11, 20),
}


def everywhere():
    """{table.column} of every column in the database that holds a sign of the person."""
    quote, found = connection.ops.quote_name, set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            # Django's own description of a table stumbles over SQLite constraints with a list in them.
            cursor.execute(f"SELECT * FROM {quote(table)} LIMIT 0")
            for name in [column[0] for column in cursor.description]:
                text = f"LOWER(CAST({quote(name)} AS TEXT))"
                # JSON written with escapes holds the same letters: every sign is plain ASCII.
                wanted = " OR ".join([f"{text} LIKE %s"] * len(SIGNS))
                cursor.execute(
                    f"SELECT COUNT(*) FROM {quote(table)} WHERE {wanted}", [f"%{sign.lower()}%" for sign in SIGNS]
                )
                if cursor.fetchone()[0]:
                    found.add(f"{table}.{name}")
    return found


@pytest.fixture
def person():
    """Somebody whose data stands wherever data of a person can stand."""
    user = make_user(name=NAME, phone=PHONE, email=EMAIL)
    officer = make_user("officer")
    said = f"{NAME}, {PHONE}, {EMAIL}, {ADDRESS}"
    ikm = make_ikm(
        state=IkmState.VERIFIED, owner=user, name=SHOP, owner_name=NAME, phone=PHONE, whatsapp=PHONE, email=EMAIL,
        address=ADDRESS, nib=NIB, nik=NIK, nik_digest=digest(NIK), nik_mask="6302**********76", mandate=said[:200],
        shop_links={"website": f"https://contoh.id/{EMAIL}"}, latitude=-3.3, longitude=114.6,
    )  # fmt: skip
    ikm.save()
    ikm.facilitators.add(make_user("facilitator"))
    product = make_product(ikm, state=ProductState.ACCEPTED, description=said, brand=NAME, name=SHOP)
    product.save()
    draft = make_product(ikm, state=ProductState.DRAFT, description=said, name=SHOP)
    agree(ikm)
    photo = Photo(product=product)
    photo.image.save("foto.jpg", ContentFile(b"isi"))
    paper = make_certificate(product, "halal", reason=said, issuer=NAME)
    paper.document.save("surat.pdf", ContentFile(b"isi"))
    paper.save()
    ChangeAnswer.objects.create(
        certificate=paper, has_changed=True, note=said, answered_on=timezone.localdate(), by=user
    )
    CertificateAnswer.objects.create(product=product, axis="halal", answer="have", reason=said, by=user)
    make_nutrition(product, source=said)
    IkmTransition.objects.create(subject=ikm, name="verify", from_state="a", to_state="b", by=officer, note=said)
    ProductTransition.objects.create(subject=product, name="x", from_state="a", to_state="b", by=officer, note=said)
    returned = Return.objects.create(ikm=ikm, by=officer, message=said)
    ReturnNote.objects.create(returned=returned, target="ikm", target_id=ikm.pk, text=said)
    case = AssistanceCase.objects.create(
        ikm=ikm, kind="halal_self", summary=said, responsible=officer, opened_by=officer, asked=said,
        due_on=timezone.localdate(),
    )  # fmt: skip
    CaseStep.objects.create(
        case=case, order=1, title=f"Antar {NAME}", note=said, who="office", due_on=timezone.localdate()
    )
    document = CaseDocument(case=case, name=f"KTP {NAME}", uploaded_by=officer)
    document.file.save("ktp.pdf", ContentFile(b"isi"))
    audit.record("account.changed", user, by=user, before=NAME, phone=PHONE)
    audit.record("ikm.nik_revealed", ikm, by=officer, nik=ikm.nik_mask, list=[EMAIL, {"digest": digest(NIK)}])
    Outbox.objects.create(recipient=user, event="x", subject=NAME, body=said)
    Outbox.objects.create(recipient=officer, event="x", subject=f"{SHOP} memperbaiki catatan", body=said)
    Unfinished.objects.create(user=user, path="/usaha/1/profil/", field="address", text=ADDRESS)
    Unfinished.objects.create(user=officer, path=f"/usaha/{ikm.pk}/profil/", field="address", text=ADDRESS)
    LoginCode.objects.create(
        login=PHONE, code_digest="x", data={"name": NAME}, expires_at=timezone.now() + datetime.timedelta(hours=1)
    )
    ClaimCode.objects.create(
        ikm=ikm, code_digest="y", issued_by=officer, expires_at=timezone.now() + datetime.timedelta(days=9)
    )
    EmailAddress.objects.create(user=user, email=EMAIL)
    LogEntry.objects.create(
        user=officer, content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk), object_repr=NAME,
        action_flag=2, change_message=said,
    )  # fmt: skip
    sheet = ImportBatch.objects.create(regency_id="63.02", file="x.xlsx", file_name="ikm.xlsx", created_by=officer)
    ImportRow.objects.create(
        batch=sheet, number=1, raw=json.dumps([NAME, NIK]), verdict="new", ikm=ikm, problems=[{"cell": NAME}],
        changes=[{"old": ADDRESS}],
    )  # fmt: skip
    user.fixture = {"ikm": ikm, "product": product, "draft": draft, "officer": officer, "case": case}
    return user


def propose(product, officer, **fields):
    batch = Batch.objects.create(province_id="63", title="Usulan November", created_by=officer, **fields)
    frozen = {"ikm": {"owner_name": NAME, "address": ADDRESS, "phone": PHONE, "nib": NIB}, "product": {"name": SHOP}}
    return BatchItem.objects.create(batch=batch, product=product, frozen=frozen, is_open=False, added_by=officer)


def test_no_column_knows_the_person_afterwards(person, sign_in, admin, django_capture_on_commit_callbacks):
    client = sign_in(person)
    client.get(reverse("desk:mydata"))
    files = [name for name in _files() if name]
    assert len(files) == 3
    assert {"ikm_ikm.owner_name", "ikm_historicalikm.address", "core_auditevent.detail", "core_outbox.subject"} <= (
        everywhere()
    )
    with django_capture_on_commit_callbacks(execute=True):
        erase(ask(person, f"Saya {NAME}"), by=admin)
    assert everywhere() == set()
    assert _files() == []
    assert [row.raw for row in ImportRow.objects.all()] == ["[]"]
    assert Session.objects.filter(session_key=client.session.session_key).count() == 0
    person.refresh_from_db()
    assert (person.name, person.phone, person.is_active, person.has_usable_password()) == (
        "Pengguna terhapus", None, False, False,
    )  # fmt: skip
    assert Ikm.objects.get(pk=person.fixture["ikm"].pk).state == IkmState.INACTIVE
    product, draft, case = (person.fixture[name] for name in ("product", "draft", "case"))
    for row, state in ((product, ProductState.DISCONTINUED), (draft, ProductState.DRAFT), (case, "stopped")):
        row.refresh_from_db()
        assert row.state == state
    assert not Listing.objects.exists()
    assert ClaimCode.objects.get().revoked_at is not None
    event = AuditEvent.objects.get(action="person.erased")
    assert event.actor == admin
    assert event.detail == {
        "request": ErasureRequest.objects.get().pk, "ikm": [person.fixture["ikm"].pk], "kept_products": [],
    }  # fmt: skip


def _files():
    found = []

    def walk(folder):
        folders, names = default_storage.listdir(folder) if default_storage.exists(folder or ".") else ([], [])
        found.extend(f"{folder}/{name}" for name in names)
        for name in folders:
            walk(f"{folder}/{name}" if folder else name)

    walk("")
    return found


def test_the_frozen_copy_of_a_sent_letter_stays_and_nothing_else(person, admin):
    item = propose(person.fixture["product"], person.fixture["officer"], state="closed", **SENT)
    erase(ask(person), by=admin)
    assert everywhere() == {
        "proposals_batchitem.frozen", "products_product.name", "products_product.name_key",
        "products_historicalproduct.name",
    }  # fmt: skip
    item.refresh_from_db()
    assert item.frozen["ikm"]["owner_name"] == NAME


def test_a_locked_proposal_stands_in_the_way(person, admin):
    item = propose(person.fixture["product"], person.fixture["officer"], state="locked", sha256="0" * 64)
    BatchItem.objects.filter(pk=item.pk).update(is_open=True)
    with pytest.raises(NotErased, match="sudah dikunci tetapi belum dikirim"):
        erase(ask(person), by=admin)
    person.refresh_from_db()
    assert person.name == NAME


def test_a_second_time_changes_nothing(person, admin):
    request = ask(person)
    erase(request, by=admin)
    before = AuditEvent.objects.count(), User.objects.get(pk=person.pk).email
    assert erase(request, by=admin).status == ErasureRequest.State.DONE
    assert (AuditEvent.objects.count(), User.objects.get(pk=person.pk).email) == before


def test_a_namesake_keeps_everything(person, admin):
    other = make_user(name="Rusdi Martapura")
    theirs = make_ikm(state=IkmState.VERIFIED, owner=other, owner_name="Rusdi Martapura")
    audit.record("account.changed", other, by=other, before="Rusdi Martapura")
    erase(ask(person), by=admin)
    theirs.refresh_from_db()
    assert (theirs.owner_name, theirs.state) == ("Rusdi Martapura", IkmState.VERIFIED)
    assert AuditEvent.objects.get(action="account.changed", actor=other).detail == {"before": "Rusdi Martapura"}


def test_names_of_one_small_word_and_former_ones_go_too(admin):
    user = make_user(name="siti", phone="+6281250998899")
    ikm = make_ikm(owner=user, owner_name="siti", name="Amplang Tua Sekali")
    ikm.name = "Amplang Baru"
    ikm.save()
    audit.record("ikm.claimed", ikm, by=user, owner_name="siti", state="verified")
    notice = Outbox.objects.create(recipient=admin, event="x", subject="Amplang Tua Sekali memperbaiki", body="")
    erase(ask(user), by=admin)
    notice.refresh_from_db()
    assert AuditEvent.objects.get(action="ikm.claimed").detail == {"owner_name": "[dihapus]", "state": "verified"}
    assert notice.subject == "[dihapus] memperbaiki"


def test_the_triggers_stand_again_afterwards(person, admin):
    erase(ask(person), by=admin)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent._base_manager.filter(action="person.erased").update(action="x")


def test_only_an_admin_erases_and_a_staff_account_stays(person, admin, sign_in):
    officer = make_user("officer")
    make_ikm(owner=officer)
    with pytest.raises(NotErased, match="Akun dinas tidak dapat dihapus"):
        ask(officer)
    assert "Akun dinas tidak dapat dihapus" in sign_in(officer).get(reverse("desk:mydata")).content.decode()
    assert sign_in(officer).post(reverse("desk:mydata_erase"), {"understood": "on"}).status_code == 403
    request = ask(person)
    for other in (person, officer, make_user("reviewer"), make_user("head")):
        for name in ("erasure", "erasure_do", "erasure_refuse"):
            assert sign_in(other).post(reverse(f"desk:{name}", args=[request.pk])).status_code == 403
        assert sign_in(other).get(reverse("desk:erasure_list")).status_code == 403
    assert ErasureRequest.objects.get().status == ErasureRequest.State.ASKED


def test_asking_once_seeing_the_day_and_cancelling(person, admin, sign_in):
    client = sign_in(person)
    page = client.get(reverse("desk:mydata_erase")).content.decode()
    assert "Yang menurut hukum tetap disimpan" in page
    assert "Beri tanda bahwa Anda mengerti" in client.post(reverse("desk:mydata_erase"), {}).content.decode()
    client.post(reverse("desk:mydata_erase"), {"understood": "on", "reason": "Pindah usaha"})
    client.post(reverse("desk:mydata_erase"), {"understood": "on"})
    request = ErasureRequest.objects.get()
    assert request.due_on == timezone.localdate(request.asked_at + datetime.timedelta(days=3))
    assert f"nomor {request.pk}" in client.get(reverse("desk:mydata")).content.decode()
    assert Outbox.objects.filter(recipient=admin, channel="app", event="erasure.asked").count() == 1
    assert ask(person).pk == request.pk
    client.post(reverse("desk:mydata_cancel"))
    request.refresh_from_db()
    assert request.status == ErasureRequest.State.CANCELLED
    assert AuditEvent.objects.filter(action="erasure.cancelled", actor=person).count() == 1


def test_the_admin_types_the_number(person, admin, sign_in):
    request, client = ask(person), sign_in(admin)
    address = reverse("desk:erasure_do", args=[request.pk])
    assert "Nomornya tidak sama" in client.post(address, {"number": f"{request.pk}1"}).content.decode()
    person.refresh_from_db()
    assert person.is_active
    assert client.post(address, {"number": f" {request.pk} "}).url == reverse("desk:erasure_list")
    person.refresh_from_db()
    assert not person.is_active
    assert "Pengguna terhapus" in client.get(reverse("desk:erasure", args=[request.pk])).content.decode()


def test_a_refusal_reaches_the_person_in_writing(person, admin, sign_in):
    request, client = ask(person), sign_in(admin)
    address = reverse("desk:erasure_refuse", args=[request.pk])
    assert "Tuliskan alasannya." in client.post(address, {"answer": " "}).content.decode()
    client.post(address, {"answer": "Sengketa merek masih berjalan."})
    request.refresh_from_db()
    assert (request.status, request.handled_by) == (ErasureRequest.State.REFUSED, admin)
    assert "Sengketa merek masih berjalan." in sign_in(person).get(reverse("desk:mydata")).content.decode()
    notice = Outbox.objects.get(recipient=person, channel="app", body="Sengketa merek masih berjalan.")
    assert notice.url == reverse("desk:mydata")
    with pytest.raises(NotErased):
        erase(request, by=admin)


def test_late_requests_are_brought_to_the_admins_once_a_day(person, admin, sign_in):
    request = ask(person)
    assert remind_admins() == 0
    ErasureRequest.objects.filter(pk=request.pk).update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    assert (remind_admins(), remind_admins()) == (1, 1)
    assert Outbox.objects.filter(recipient=admin, channel="app", subject__contains="lewat batas").count() == 1
    assert "Lewat batas" in sign_in(admin).get(reverse("desk:erasure_list")).content.decode()
