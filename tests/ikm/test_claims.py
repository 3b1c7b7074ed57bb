"""Claim cards: what a code is, what is kept of it, when it opens, who becomes the owner and how often one may try."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.fields import digest
from core.models import AuditEvent, Touch
from core.touches import touch
from core.workflow import perform
from ikm import claims
from ikm.claims import ClaimRefused, check, claim, confirm_by_owner, find_open, issue_cards, read_code, spell_code
from ikm.enums import IkmState, Source
from ikm.models import ClaimCode, Ikm
from ikm.workflow import IKM
from tests.factories import BANJAR, make_ikm, make_user

NIK = "6302016502800003"

codes = st.text(alphabet=claims.ALPHABET, min_size=claims.LENGTH, max_size=claims.LENGTH)


def imported(**fields):
    return make_ikm(**({"source": Source.IMPORT, "phone": "+6281350001234"} | fields))


def issued(ikm=None, officer=None, **fields):
    """(card, its row)"""
    ikm = ikm or imported(**fields)
    cards, skipped = issue_cards([ikm], by=officer or make_user("officer", region=ikm.regency_id))
    assert skipped == []
    return cards[0], ClaimCode.objects.get(code_digest=claims.code_digest(cards[0].code))


def why(code, digits):
    with pytest.raises(ClaimRefused) as refused:
        check(code, digits)
    return refused.value.why


def test_a_code_has_fifty_bits_and_every_sign_occurs():
    made = [claims.new_code() for _ in range(400)]
    assert len(claims.ALPHABET) ** claims.LENGTH == 2**50
    assert len(set(made)) == 400
    assert {len(code) for code in made} == {10}
    assert set("".join(made)) == set(claims.ALPHABET)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(codes, st.randoms(use_true_random=False))
def test_a_code_is_read_however_it_is_typed(code, chance):
    swaps = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(
        chance.choice(swaps.get(sign, sign + sign.lower())) + chance.choice(["", " ", "-", "–"]) for sign in code
    )
    assert read_code(typed) == code
    assert read_code(f"  {spell_code(code)}\n") == code


@pytest.mark.parametrize("text", ["", "ABCDE", "ABCDE-FGHJKM", "ABCDE-FGHJU", "ABCDE-FGHJ!", "ABCDEFGHJ\0"])
def test_what_cannot_be_a_code_is_none(text):
    assert read_code(text) is None


@pytest.mark.django_db
def test_only_a_keyed_digest_is_kept():
    card, row = issued()
    assert row.code_digest == digest(f"claim:{card.code}")
    assert row.expires_at - row.issued_at > timedelta(days=89, hours=23)
    kept = [str(ClaimCode.objects.values()), str(AuditEvent.objects.values()), str(Ikm.history.values())]
    assert not any(card.code in text or spell_code(card.code) in text for text in kept)


@pytest.mark.django_db
@pytest.mark.parametrize("digits", ["1234", "7788", "0003"])
def test_phone_whatsapp_and_nik_each_open_the_card(digits):
    ikm = imported(whatsapp="+6281399997788", nik=NIK, nik_digest=digest(NIK))
    card, row = issued(ikm)
    assert check(card.code, digits) == row
    assert find_open(row.pk).ikm == ikm
    assert AuditEvent.objects.filter(action="ikm.claim_opened", object_id=str(ikm.pk)).count() == 1


@pytest.mark.django_db
def test_an_unknown_code_and_wrong_digits_answer_alike_try_after_try():
    card, row = issued()
    unknown = next(code for code in (claims.new_code() for _ in range(9)) if code != card.code)
    real = [why(card.code, "0000") for _ in range(7)]
    assert real == [why(unknown, "1234") for _ in range(7)]
    assert real == [claims.MISMATCH] * 5 + [claims.USED_UP] * 2
    assert why(card.code, "1234") == claims.USED_UP
    row.refresh_from_db()
    assert row.tries == 5


@pytest.mark.django_db
def test_used_expired_and_replaced_cards_open_nothing():
    card, row = issued()
    ClaimCode.objects.filter(pk=row.pk).update(expires_at=timezone.now())
    assert why(card.code, "1234") == claims.EXPIRED
    newer, new_row = issued(row.ikm)
    assert why(card.code, "1234") == claims.REPLACED
    claim(check(newer.code, "1234"), by=make_user())
    assert why(newer.code, "1234") == claims.USED
    with pytest.raises(ClaimRefused):
        find_open(new_row.pk)
    with pytest.raises(ClaimRefused):
        claim(new_row, by=make_user())


@pytest.mark.django_db
def test_a_card_of_a_closed_record_opens_nothing():
    card, row = issued()
    Ikm.objects.filter(pk=row.ikm_id).update(state=IkmState.INACTIVE)
    assert why(card.code, "1234") == claims.REPLACED


@pytest.mark.django_db
def test_claiming_makes_an_owner_and_keeps_both_names():
    officer, owner, helper = make_user("officer"), make_user(), make_user("facilitator")
    ikm = imported(created_by=officer, owner_name="Rusmiati")
    ikm.facilitators.add(helper)
    card, row = issued(ikm, make_user("officer"))

    claimed = claim(check(card.code, "1234"), by=owner)

    row.refresh_from_db()
    assert (claimed.owner, claimed.created_by, claimed.state) == (owner, officer, IkmState.SUBMITTED)
    assert list(claimed.facilitators.all()) == [helper]
    assert (row.used_by, row.used_at) == (owner, claimed.owner_confirmed_at)
    event = AuditEvent.objects.get(action="ikm.claimed")
    assert (event.actor, event.detail) == (
        owner,
        {"code": row.pk, "issued_by": row.issued_by_id, "entered_by": officer.pk, "owner_name": "Rusmiati"},
    )
    newest = claimed.history.first()
    assert (newest.history_user, newest.history_change_reason, newest.owner) == (owner, "claim", owner)


@pytest.mark.django_db
def test_whoever_issued_entered_or_assists_cannot_claim():
    officer, helper, typist = make_user("officer"), make_user("facilitator"), make_user("officer")
    ikm = imported(created_by=typist)
    ikm.facilitators.add(helper)
    _card, row = issued(ikm, officer)
    for person in (officer, helper, typist):
        with pytest.raises(ClaimRefused) as refused:
            claim(row, by=person)
        assert refused.value.why == claims.OWN_HAND
    assert Ikm.objects.get(pk=ikm.pk).owner is None


@pytest.mark.django_db
def test_after_the_owner_confirmed_the_importing_officer_may_verify():
    officer, owner = make_user("officer"), make_user()
    ikm = imported()
    touch(ikm, Touch.Reason.IMPORTED, by=officer, at=timezone.now() - timedelta(days=1))
    assert not officer.has_perm("ikm.verify_ikm", ikm)
    card, _row = issued(ikm, officer)
    claimed = claim(check(card.code, "1234"), by=owner)
    assert perform(IKM, claimed, "verify", by=officer).state == IkmState.VERIFIED


@pytest.mark.django_db
def test_an_officer_who_owns_by_card_never_verifies_his_own():
    officer = make_user("officer")
    card, row = issued(imported(), make_user("officer"))
    claimed = claim(row, by=officer)
    assert not officer.has_perm("ikm.verify_ikm", claimed)


@pytest.mark.django_db
def test_cards_are_for_unclaimed_records_of_the_own_region():
    officer = make_user("officer")
    good, bare = imported(), imported(phone="", whatsapp="")
    elsewhere, owned = imported(regency=BANJAR), imported(owner=make_user())
    closed, nameless = imported(state=IkmState.INACTIVE), imported(name="")
    cards, skipped = issue_cards([good, elsewhere, owned, closed, bare, nameless], by=officer)
    assert [card.ikm for card in cards] == [good]
    not_here = "Kartu klaim hanya untuk usaha di wilayah Anda yang belum punya akun pemilik."
    assert skipped == [
        (elsewhere, not_here),
        (owned, not_here),
        (closed, not_here),
        (bare, "Isi nomor HP atau NIK pemilik dahulu: angka terakhirnya ditanyakan saat klaim."),
        (nameless, "Isi nama usaha dahulu."),
    ]
    event = AuditEvent.objects.get(action="ikm.claim_card_issued")
    assert (event.actor, event.object_id) == (officer, str(good.pk))


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["facilitator", "reviewer", "head", "admin", ""])
def test_only_officers_issue_cards(role):
    cards, skipped = issue_cards([imported()], by=make_user(role))
    assert (cards, len(skipped)) == ([], 1)


@pytest.mark.django_db
def test_many_cards_cost_the_queries_of_one(django_assert_max_num_queries):
    officer = make_user("officer")
    few, many = [imported()], [imported() for _ in range(20)]
    with django_assert_max_num_queries(9):
        issue_cards(few, by=officer)
    with django_assert_max_num_queries(9):
        cards, _skipped = issue_cards(many, by=officer)
    assert [card.ikm.pk for card in cards] == [ikm.pk for ikm in many]
    with pytest.raises(ValueError, match="at most 200"):
        issue_cards(many * 11, by=officer)


@pytest.mark.django_db
def test_what_got_an_owner_while_the_sheet_was_drawn_gets_no_card():
    officer, ikm = make_user("officer"), imported()
    older, _row = issued(ikm, officer)
    cards, _skipped = claims.make_cards([ikm], by=officer)
    claim(check(older.code, "1234"), by=make_user())
    claims.store_cards(cards, by=officer)
    assert why(cards[0].code, "1234") == claims.MISMATCH


@pytest.mark.django_db
def test_the_owner_confirms_what_others_filled_in():
    owner, officer = make_user(), make_user("officer")
    ikm = imported(owner=owner, created_by=officer, mandate="Surat kuasa 3 Mei 2026")
    assert claims.awaits_owner(ikm)
    for person in (officer, make_user()):
        with pytest.raises(PermissionDenied):
            confirm_by_owner(ikm, by=person)
    fresh = confirm_by_owner(ikm, by=owner)
    assert not claims.awaits_owner(fresh)
    event = AuditEvent.objects.get(action="ikm.confirmed_by_owner")
    assert (event.actor, event.detail) == (owner, {"entered_by": officer.pk, "mandate": "Surat kuasa 3 Mei 2026"})


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_one_becomes_the_owner():
    _card, row = issued()
    people, gate, results = [make_user() for _ in range(4)], threading.Barrier(4), []

    def one(person):
        gate.wait()
        try:
            results.append(claim(row, by=person).owner_id)
        except ClaimRefused as refused:
            results.append(refused.why)
        finally:
            connections.close_all()

    _run(one, people)
    assert results.count(claims.USED) == 3
    assert Ikm.objects.get(pk=row.ikm_id).owner_id in results
    assert AuditEvent.objects.filter(action="ikm.claimed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_wrong_digits_at_once_count_five():
    card, row = issued()
    results, gate = [], threading.Barrier(8)

    def one(digits):
        gate.wait()
        results.append(why(card.code, digits))
        connections.close_all()

    _run(one, [f"{number:04d}" for number in range(8)])
    row.refresh_from_db()
    assert row.tries == 5
    assert sorted(results) == [claims.MISMATCH] * 5 + [claims.USED_UP] * 3


def _run(function, values):
    threads = [threading.Thread(target=function, args=[value]) for value in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
