"""The IKM's transitions: the matrix, the guards, the history row."""

import pytest

from core.models import AppendOnlyError
from core.workflow import TransitionRefused, perform, perform_many
from ikm.enums import IkmState
from ikm.models import Ikm, IkmTransition
from ikm.workflow import IKM
from products.workflow import PRODUCT
from tests.factories import make_ikm, make_product, make_user
from tests.matrix import KINDS, allowed, people, tie, verbs

pytestmark = pytest.mark.django_db

KEEPS = "owner officer_who_typed facilitator reviewer_who_owns"
ALLOWED = allowed(
    {
        "submit": ("draft returned", KEEPS),
        "withdraw": ("submitted", KEEPS),
        "amend": ("verified", KEEPS),
        "verify": ("submitted", "officer reviewer"),
        "return": ("submitted verified", "officer officer_who_typed officer_after_claim reviewer"),
        "deactivate": ("submitted returned verified", "officer officer_who_typed officer_after_claim reviewer"),
        "reactivate": ("inactive", "officer officer_who_typed officer_after_claim reviewer"),
        "merge": ("submitted returned verified", "officer officer_who_typed officer_after_claim"),
    }
)


def test_matrix_of_states_verbs_and_people():
    persons = people()
    found = set()
    for state in IkmState.values:
        for kind in KINDS:
            ikm = make_ikm(state=state, merged_into=None)
            tie(ikm, kind, persons[kind])
            found |= {(state, verb, kind) for verb in verbs(IKM, ikm, persons[kind])}
    assert found == ALLOWED


def test_perform_writes_state_and_one_history_row():
    officer = make_user("officer")
    ikm = make_ikm()
    perform(IKM, ikm, "verify", by=officer)
    ikm.refresh_from_db()
    assert (ikm.state, ikm.verified_by) == (IkmState.VERIFIED, officer)
    rows = IkmTransition.objects.filter(subject=ikm).values_list("name", "from_state", "to_state", "by")
    assert list(rows) == [("verify", "submitted", "verified", officer.pk)]


def test_stale_button_is_answered_with_a_sentence_and_writes_nothing():
    officer = make_user("officer")
    ikm = make_ikm()
    perform(IKM, ikm, "verify", by=officer)
    with pytest.raises(TransitionRefused, match="sekarang berstatus Terverifikasi"):
        perform(IKM, ikm, "verify", by=make_user("officer"))
    assert ikm.transitions.count() == 1


def test_return_needs_a_note():
    with pytest.raises(TransitionRefused, match="Tuliskan alasannya"):
        perform(IKM, make_ikm(), "return", by=make_user("officer"), note="  ")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Tuliskan nama usaha."),
        ("region_id", None, "Pilih desa atau kelurahan tempat usaha."),
        ("phone", "", "Tuliskan nomor HP usaha yang bisa dihubungi."),
        ("kbli", "", "Pilih jenis usaha (KBLI). Bila ragu, pilih yang paling dekat."),
    ],
)
def test_incomplete_draft_is_not_submitted(field, value, sentence):
    owner = make_user()
    ikm = make_ikm(state=IkmState.DRAFT, owner=owner, **{field: value})
    with pytest.raises(TransitionRefused) as refused:
        perform(IKM, ikm, "submit", by=owner)
    assert str(refused.value) == sentence
    assert Ikm.objects.get(pk=ikm.pk).state == IkmState.DRAFT


def test_second_record_with_the_same_nib_is_refused_without_telling_whose():
    first = make_ikm(name="Usaha Rahasia")
    owner = make_user()
    second = make_ikm(state=IkmState.DRAFT, owner=owner, nib=first.nib)
    with pytest.raises(TransitionRefused, match="NIB dengan nomor unit ini sudah terdaftar") as refused:
        perform(IKM, second, "submit", by=owner)
    assert "Rahasia" not in str(refused.value)


def test_empty_nib_never_collides():
    make_ikm(nib="")
    owner = make_user()
    ikm = perform(IKM, make_ikm(state=IkmState.DRAFT, owner=owner, nib=""), "submit", by=owner)
    assert ikm.state == IkmState.SUBMITTED


def test_perform_many_reports_what_it_skipped():
    officer = make_user("officer")
    good, done_before, elsewhere = make_ikm(), make_ikm(state=IkmState.VERIFIED), make_ikm(regency="63.03")
    done, skipped = perform_many(IKM, [good, done_before, elsewhere], "verify", by=officer)
    assert done == [good]
    assert [obj for obj, _ in skipped] == [done_before, elsewhere]
    assert IkmTransition.objects.count() == 1


def test_history_rows_are_append_only():
    ikm = perform(IKM, make_ikm(), "verify", by=make_user("officer"))
    row = ikm.transitions.get()
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(AppendOnlyError):
        IkmTransition.objects.all().delete()


@pytest.mark.parametrize("make", [make_ikm, make_product])
def test_an_office_cannot_hide_what_a_colleague_entered(make):
    colleague, officer = make_user("officer"), make_user("officer")
    record = make(state="submitted", created_by=colleague)
    table = IKM if make is make_ikm else PRODUCT
    assert "withdraw" in verbs(table, record, colleague)
    assert "withdraw" not in verbs(table, record, officer)
