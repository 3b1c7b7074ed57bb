import datetime

import pytest

from assistance.opening import open_case
from ikm.enums import IkmState
from tests.factories import make_ikm, make_user


@pytest.fixture
def owner(db):
    return make_user()


@pytest.fixture
def officer(db):
    return make_user("officer")


@pytest.fixture
def facilitator(db):
    return make_user("facilitator")


@pytest.fixture
def ikm(owner, facilitator):
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner)
    ikm.facilitators.add(facilitator)
    return ikm


@pytest.fixture
def open_help(ikm, officer):
    """`open_help(kind="pirt", **fields)`: a case of the fixture's IKM, answered for by the officer."""

    def _open(kind="pirt", **fields):
        fields.setdefault("start", datetime.date(2026, 11, 2))
        fields.setdefault("responsible", officer)
        return open_case(fields.pop("ikm", ikm), kind, by=fields.pop("by", officer), **fields)

    return _open
