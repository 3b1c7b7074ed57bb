"""Drafts, saving, amending, figures and consent."""

import pytest
from django.core.exceptions import PermissionDenied

from core.models import Touch
from core.workflow import TransitionRefused
from ikm import consent
from ikm.editing import ChangedMeanwhile, amend_profile, save_figures, save_profile, start_draft
from ikm.enums import IkmState, Source
from ikm.models import Ikm
from reference.models import Region
from tests.factories import make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db


def reasons(ikm):
    return set(Touch.objects.filter(object_type="ikm.ikm", object_id=ikm.pk).values_list("user", "reason"))


def test_an_owner_has_one_open_draft(reference_data):
    owner = make_user(name="Siti")
    first = start_draft(by=owner, owner=owner)
    assert start_draft(by=owner, owner=owner) == first
    assert (first.owner_name, first.phone, first.source, first.state) == ("Siti", owner.phone, "self", "draft")
    assert reasons(first) == {(owner.pk, "created")}


def test_a_facilitator_keeps_what_was_filled_in_for_an_owner(reference_data):
    helper = make_user("facilitator")
    ikm = start_draft(by=helper, source=Source.OFFICER)
    assert list(ikm.facilitators.all()) == [helper]
    assert (ikm.owner, ikm.regency_id) == (None, "63.02")


def test_saving_stores_digest_mask_region_and_history(reference_data):
    owner = make_user()
    ikm = start_draft(by=owner, owner=owner)
    village = Region.objects.filter(code__startswith="63.03.", level=4).first()
    saved = save_profile(
        ikm, {"name": "Amplang", "nik": "6302014108900001", "region": village, "kbli": "10999"}, by=owner, version=1
    )
    saved.refresh_from_db()
    assert (saved.nik, saved.nik_mask, len(saved.nik_digest)) == ("6302014108900001", "6302**********01", 64)
    assert (saved.regency_id, saved.is_kbli_known, saved.version) == ("63.03", False, 2)
    assert saved.history.first().history_user == owner
    assert reasons(saved) == {(owner.pk, "created"), (owner.pk, "changed")}


def test_others_may_not_save(reference_data):
    ikm = make_ikm(owner=make_user())
    with pytest.raises(PermissionDenied):
        save_profile(ikm, {"address": "Jl. Lain"}, by=make_user())


def test_after_submitting_only_free_fields_change_at_once(reference_data):
    owner = make_user()
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner)
    assert save_profile(ikm, {"address": "Jl. Baru 2"}, by=owner).state == IkmState.VERIFIED
    assert reasons(ikm) == set()
    with pytest.raises(TransitionRefused, match="Perubahan ini membuat data diperiksa lagi"):
        save_profile(ikm, {"name": "Nama Baru"}, by=owner)
    amended = amend_profile(ikm, {"name": "Nama Baru"}, by=owner)
    assert (amended.name, amended.state) == ("Nama Baru", IkmState.SUBMITTED)
    assert reasons(ikm) == {(owner.pk, "changed")}
    with pytest.raises(TransitionRefused, match="Tarik kembali dahulu, lalu ubah"):
        save_profile(ikm, {"name": "Lagi"}, by=owner)


def test_a_stale_page_shows_both_values_and_overwrites_nothing(reference_data):
    owner = make_user()
    ikm = start_draft(by=owner, owner=owner)
    save_profile(ikm, {"name": "Asal", "address": "Jl. Asal"}, by=owner, version=1)
    save_profile(ikm, {"name": "Satu", "address": "Jl. Asal"}, by=owner, version=2)
    with pytest.raises(ChangedMeanwhile) as conflict:
        save_profile(ikm, {"name": "Dua", "address": "Jl. Asal"}, by=owner, version=2)
    assert (conflict.value.differences, conflict.value.version) == ([("nama usaha", "Satu", "Dua")], 3)
    assert Ikm.objects.get(pk=ikm.pk).name == "Satu"
    merged = save_profile(ikm, {"name": "Asal", "address": "Jl. Lain"}, by=owner, version=2)
    assert (merged.name, merged.address) == ("Satu", "Jl. Lain")
    assert save_profile(ikm, {"name": "Dua"}, by=owner, version=4).name == "Dua"


def test_figures_decide_the_scales(reference_data):
    owner = make_user()
    ikm = make_ikm(owner=owner)
    save_figures(ikm, 2025, {"workers_male": 2, "workers_female": 3, "investment": 5_000_000, "sales": 90}, by=owner)
    ikm.refresh_from_db()
    assert (ikm.industry_scale, ikm.business_scale) == ("small", "micro")
    save_figures(ikm, 2020, {"workers_male": 500, "investment": 99_000_000_000}, by=owner)
    ikm.refresh_from_db()
    assert (ikm.industry_scale, ikm.figures.count()) == ("small", 2)


def test_consent_is_given_once_and_withdrawn_at_once(reference_data):
    owner = make_user()
    ikm = make_ikm(owner=owner)
    assert consent.give(ikm, ["survey", "propose_bbi"], by=owner) == ["survey", "propose_bbi"]
    assert consent.give(ikm, ["survey"], by=owner) == []
    assert consent.withdraw(ikm, "survey", by=owner)
    assert not consent.withdraw(ikm, "survey", by=owner)
    assert consent.in_force(ikm) == {"propose_bbi"}
    with pytest.raises(PermissionDenied):
        consent.give(ikm, ["survey"], by=make_user())


def test_what_was_complete_stays_complete(reference_data):
    owner = make_user()
    verified = make_ikm(state=IkmState.VERIFIED, owner=owner)
    with pytest.raises(TransitionRefused, match="Tuliskan nomor HP usaha"):
        save_profile(verified, {"phone": ""}, by=owner)
    returned = make_ikm(state=IkmState.RETURNED, owner=owner)
    assert save_profile(returned, {"phone": ""}, by=owner).phone == ""
    with pytest.raises(TransitionRefused, match="Pilih kabupaten/kota."):
        save_profile(returned, {"regency": None, "region": None}, by=owner)


def test_a_nib_taken_meanwhile_is_a_sentence(reference_data):
    owner = make_user()
    make_ikm(nib="9120001234567")
    returned = make_ikm(state=IkmState.RETURNED, owner=owner)
    with pytest.raises(TransitionRefused, match="NIB dengan nomor unit ini sudah terdaftar"):
        save_profile(returned, {"nib": "9120001234567"}, by=owner)


def test_products_move_with_their_ikm(reference_data):
    owner = make_user()
    ikm = make_ikm(state=IkmState.RETURNED, owner=owner, regency="63.02")
    product = make_product(ikm, state="returned")
    save_profile(ikm, {"region": Region.objects.get(pk="63.03")}, by=owner)
    product.refresh_from_db()
    assert product.regency_id == "63.03"
