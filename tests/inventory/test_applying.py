import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from core.models import AuditEvent, Touch
from core.workflow import TransitionRefused
from ikm.models import Ikm, IkmTransition, YearlyFigures
from inventory import applying
from inventory.applying import apply
from inventory.jobs import apply_batch
from inventory.models import ImportBatch, ImportRow
from products.models import Product, ProductFigures, ProductTransition
from tests.factories import make_user
from tests.inventory.sheets import (
    COMBINED_HEADERS,
    COMBINED_MAPPING,
    COMBINED_ROWS,
    IKM_HEADERS,
    ikm_row,
    stored,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user("officer", "63.02")


def ikm_batch(tmp_path, officer, *rows):
    return stored(write(tmp_path / "ikm.xlsx", IKM_HEADERS, rows), officer)


def combined_batch(tmp_path, officer, rows=COMBINED_ROWS):
    path = write(tmp_path / "gabungan.xlsx", COMBINED_HEADERS, rows)
    return stored(path, officer, "combined", year=2023, mapping=COMBINED_MAPPING)


def test_new_rows_enter_submitted_with_history_touch_and_audit(tmp_path, officer):
    batch = ikm_batch(tmp_path, officer, ikm_row(1, **{"NIK": "6302011204850003", "NIB": "9120001234567"}))
    apply(batch, by=officer)
    ikm = Ikm.objects.get()
    assert (ikm.state, ikm.source, ikm.created_by, ikm.regency_id, ikm.region_id) == (
        "submitted", "import", officer, "63.02", "63.02.06",
    )  # fmt: skip
    assert (ikm.name, ikm.name_key, ikm.nik, ikm.nik_mask, ikm.phone) == (
        "Usaha 1", "usaha 1", "6302011204850003", "6302**********03", "+6281250000001",
    )  # fmt: skip
    assert ikm.submitted_at == ikm.state_since
    assert list(IkmTransition.objects.values_list("subject", "name", "from_state", "to_state", "by")) == [
        (ikm.pk, "import", "draft", "submitted", officer.pk)
    ]
    assert list(ikm.history.values_list("history_type", "history_user", "history_change_reason")) == [
        ("+", officer.pk, "import")
    ]
    assert list(Touch.objects.values_list("object_type", "object_id", "user", "reason")) == [
        ("ikm.ikm", ikm.pk, officer.pk, "imported")
    ]
    event = AuditEvent.objects.get(action="inventory.applied")
    assert event.detail["written"] == {"ikm": 1, "products": 0, "updated": 0, "ikm_changed": 0, "products_changed": 0}
    batch.refresh_from_db()
    assert (batch.state, batch.applied_by, batch.rows.get().ikm) == ("applied", officer, ikm)


def test_who_imported_a_row_does_not_verify_it(tmp_path, officer):
    apply(ikm_batch(tmp_path, officer, ikm_row(1)), by=officer)
    ikm = Ikm.objects.get()
    assert officer.has_perm("ikm.verify_ikm", ikm) is False
    assert make_user("officer", "63.02").has_perm("ikm.verify_ikm", ikm) is True


def test_combined_rows_make_ikm_products_and_figures(tmp_path, officer):
    apply(combined_batch(tmp_path, officer), by=officer)
    assert list(Ikm.objects.values_list("name", "industry_scale")) == [("Rahimah", "small")]
    assert list(YearlyFigures.objects.values_list("year", "workers_male", "investment")) == [(2023, 2, 300_000)]
    products = Product.objects.order_by("pk").values_list("name", "state", "category", "unit", "regency")
    assert list(products) == [
        ("Amplang", "submitted", "kerupuk", "bungkus", "63.02"),
        ("Dodol", "submitted", "dodol", "bungkus", "63.02"),
    ]
    assert list(ProductFigures.objects.order_by("pk").values_list("capacity", "unit_raw", "production_value")) == [
        (180, "Bungkus", 6_480_000),
        (90, "Bungkus", 1_200_000),
    ]
    assert ProductTransition.objects.count() == 2
    assert Product.objects.filter(readiness__isnull=False).count() == 2


def test_the_second_import_changes_nothing(tmp_path, officer):
    for kind in (ikm_batch, combined_batch):
        rows = [ikm_row(1), ikm_row(2)] if kind is ikm_batch else [COMBINED_ROWS]
        apply(kind(tmp_path, officer, *rows), by=officer)
        again = apply(kind(tmp_path, officer, *rows), by=officer, update=True)
        assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 2)
    assert (Ikm.objects.count(), Product.objects.count()) == (3, 2)


def test_changes_enter_only_when_wanted(tmp_path, officer):
    apply(combined_batch(tmp_path, officer), by=officer)
    apply(ikm_batch(tmp_path, officer, ikm_row(1)), by=officer)
    changed = ikm_row(1, **{"Alamat": "Jl. Baru 9", "NIK": "6302011204850003"})
    apply(ikm_batch(tmp_path, officer, changed), by=officer)
    ikm = Ikm.objects.get(name="Usaha 1")
    assert (ikm.address, ikm.nik) == ("Jl. Contoh 1", "")
    outcome = apply(ikm_batch(tmp_path, officer, changed), by=officer, update=True)
    assert outcome.rows[0].changes == [
        {"field": "nik", "label": "NIK pemilik", "old": "", "new": "6302**********03"},
        {"field": "address", "label": "alamat", "old": "Jl. Contoh 1", "new": "Jl. Baru 9"},
    ]
    ikm.refresh_from_db()
    assert (ikm.address, ikm.nik, ikm.nik_mask, ikm.version) == (
        "Jl. Baru 9", "6302011204850003", "6302**********03", 2,
    )  # fmt: skip
    assert list(ikm.history.order_by("history_id").values_list("history_type", flat=True)) == ["+", "~"]


def test_a_second_apply_of_the_same_batch_is_refused(tmp_path, officer):
    batch = ikm_batch(tmp_path, officer, ikm_row(1))
    apply(batch, by=officer)
    with pytest.raises(TransitionRefused) as refused:
        apply(batch, by=officer)
    assert str(refused.value) == "Lembar ini sudah dimasukkan atau sedang diperiksa lagi. Muat ulang halamannya."
    assert Ikm.objects.count() == 1


def test_an_officer_of_another_kabupaten_may_not_apply(tmp_path, officer):
    batch = ikm_batch(tmp_path, officer, ikm_row(1))
    with pytest.raises(PermissionDenied):
        apply(batch, by=make_user("officer", "63.03"))
    assert Ikm.objects.count() == 0


@pytest.mark.parametrize("step", ["create_products", "write_figures", "derive_scales"])
def test_what_stops_in_the_middle_leaves_nothing(step, tmp_path, officer, monkeypatch):
    batch = combined_batch(tmp_path, officer)

    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(applying.Writer, step, stop)
    with pytest.raises(KeyboardInterrupt):
        apply(batch, by=officer)
    assert [model.objects.count() for model in (Ikm, Product, YearlyFigures, Touch, IkmTransition)] == [0] * 5
    batch.refresh_from_db()
    assert batch.state == "checked"


def test_a_job_answers_a_broken_constraint_with_a_sentence(tmp_path, officer, monkeypatch):
    batch = ikm_batch(tmp_path, officer, ikm_row(1))
    ImportBatch.objects.filter(pk=batch.pk).move("applying", "checked")

    def broken(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(applying, "apply", broken)
    apply_batch.call(batch.pk, officer.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.message) == (
        "checked",
        "Sebagian data baru saja didaftarkan orang lain, misalnya NIB yang sama. "
        "Tidak ada yang masuk; periksa lagi lalu masukkan.",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_an_apply_do_not_grow(count, tmp_path, officer, django_assert_num_queries):
    rows = [[f"Usaha {number}", *COMBINED_ROWS[0][1:]] for number in range(count)]
    batch = combined_batch(tmp_path, officer, rows)
    with django_assert_num_queries(45):
        apply(batch, by=officer)
    assert Product.objects.count() == count


def test_raw_rows_are_encrypted_and_notes_hold_no_identity_number(tmp_path, officer):
    batch = ikm_batch(tmp_path, officer, ikm_row(1, **{"NIK": "6302019904850003"}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT raw, problems, repairs, changes FROM inventory_importrow")
        texts = [str(value) for value in cursor.fetchone()]
    assert "6302019904850003" not in "".join(texts)
    assert "6302019904850003" in ImportRow.objects.get(batch=batch).raw
    assert "6302019904850003" not in str(batch.headers)


def test_figures_and_products_typed_by_hand_are_kept(tmp_path, officer):
    apply(combined_batch(tmp_path, officer), by=officer)
    figures = Product.objects.get(name="Amplang").figures.get()
    figures.capacity = 999
    figures.save()
    rows = [["Rahimah", "Amplang", 2, 180, "Bungkus", 300, 7000, "Kerupuk"], COMBINED_ROWS[1]]
    outcome = apply(combined_batch(tmp_path, officer, rows), by=officer, update=True)
    figures.refresh_from_db()
    assert (figures.capacity, figures.production_value) == (999, 6_480_000)
    assert outcome.counts["changed"] == 0
