"""Four eyes: whose hand counts, and until when."""

import datetime

import pytest
from django.utils import timezone

from core.models import Touch
from core.touches import has_touched, touch, touch_many
from ikm.models import Ikm
from tests.factories import make_ikm, make_user

pytestmark = pytest.mark.django_db


def ago(**span):
    return timezone.now() - datetime.timedelta(**span)


def test_an_untouched_record_is_free():
    assert has_touched(make_user("officer"), make_ikm()) is False


def test_whoever_made_it_has_touched_it_even_after_a_verification():
    officer = make_user("officer")
    ikm = make_ikm(verified_at=timezone.now())
    touch(ikm, Touch.Reason.CREATED, by=officer, at=ago(days=90))
    assert has_touched(officer, ikm) is True
    assert has_touched(make_user("officer"), ikm) is False


def test_a_change_counts_until_the_next_verification():
    officer = make_user("officer")
    ikm = make_ikm(verified_at=ago(days=1))
    touch(ikm, Touch.Reason.CHANGED, by=officer, at=ago(days=2))
    assert has_touched(officer, ikm) is False
    touch(ikm, Touch.Reason.CHANGED, by=officer)
    assert has_touched(officer, ikm) is True


def test_the_owners_confirmation_frees_the_officer_who_imported():
    officer = make_user("officer")
    ikm = make_ikm()
    touch_many(Ikm, [ikm.pk], Touch.Reason.IMPORTED, by=officer)
    assert has_touched(officer, ikm) is True
    ikm.owner_confirmed_at = timezone.now() + datetime.timedelta(seconds=1)
    assert has_touched(officer, ikm) is False


def test_a_sign_in_code_counts_for_thirty_days():
    officer = make_user("officer")
    ikm = make_ikm()
    touch(ikm, Touch.Reason.SIGN_IN_CODE, by=officer, at=ago(days=31))
    assert has_touched(officer, ikm) is False
    touch(ikm, Touch.Reason.SIGN_IN_CODE, by=officer, at=ago(days=29))
    assert has_touched(officer, ikm) is True
