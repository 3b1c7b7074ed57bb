import pytest

from accounts.enums import Role
from accounts.models import User

PASSWORD = "sasirangan-biru-7"
KINDS = {
    "officer": {"role": Role.OFFICER, "region_id": "63.02"},
    "facilitator": {"role": Role.FACILITATOR, "region_id": "63.02"},
    "reviewer": {"role": Role.REVIEWER, "region_id": "63"},
    "head": {"role": Role.HEAD, "region_id": "63"},
    "head_regency": {"role": Role.HEAD, "region_id": "63.02"},
    "admin": {"role": Role.ADMIN},
    "owner": {},
}


@pytest.fixture
def person(db):
    """`person("officer")`: a user of that kind; further fields override."""

    def _person(kind, **fields):
        values = {"email": f"{kind}@contoh.id", "name": f"Orang {kind}", "password": PASSWORD}
        return User.objects.create_user(**(values | KINDS[kind] | fields))

    return _person
