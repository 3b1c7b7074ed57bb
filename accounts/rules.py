"""Predicates about a person that every app above builds on."""

import rules

from accounts.enums import PROVINCE_LENGTH, Role


def role_is(*roles):
    names = "|".join(roles)

    @rules.predicate(name=f"role:{names}")
    def has_role(user):
        return user.is_authenticated and user.is_active and user.role in roles

    return has_role


is_officer = role_is(Role.OFFICER)
is_facilitator = role_is(Role.FACILITATOR)
is_reviewer = role_is(Role.REVIEWER)
is_head = role_is(Role.HEAD)
is_admin = role_is(Role.ADMIN)
is_office = role_is(*Role.values)


@rules.predicate
def has_no_office(user):
    """Somebody who signs in without a staff role: an owner, or one who may become an owner."""
    return user.is_authenticated and user.is_active and not user.role


def covers(scope, code):
    """True when a region code lies in a scope: the code itself or below it."""
    return bool(scope) and (code == scope or code.startswith(f"{scope}."))


@rules.predicate
def in_region(user, obj):
    """The object's kabupaten/kota lies in the user's region. Objects carry `regency_id`."""
    return obj is not None and covers(user.region_id, obj.regency_id)


@rules.predicate
def serves_province(user):
    return bool(user.region_id) and len(user.region_id) == PROVINCE_LENGTH


@rules.predicate
def serves_regency(user):
    return bool(user.region_id) and len(user.region_id) > PROVINCE_LENGTH


for _app in ("accounts", "reference", "core"):
    rules.add_perm(_app, is_admin)

# The Django admin: people are switched off, never deleted; reference data is kept whole.
for _verb in ("add", "change", "view"):
    rules.add_perm(f"accounts.{_verb}_user", is_admin)
for _model in ("region", "office", "kbli", "productcategory", "unit", "estimate", "holiday"):
    for _verb in ("add", "change", "delete", "view"):
        rules.add_perm(f"reference.{_verb}_{_model}", is_admin)
