"""The state × transition × kind-of-user matrix: who may do what, read off the rules, held against a literal table."""

from accounts.models import User
from core.models import Touch
from core.touches import touch
from core.workflow import available
from tests.factories import BANJAR, KOTABARU, make_user

KINDS = (
    "owner", "stranger", "officer", "officer_who_typed", "officer_after_claim",
    "officer_elsewhere", "facilitator", "reviewer",
    "reviewer_who_owns", "head", "admin",
)  # fmt: skip


def people():
    """One person of every kind; the facilitator and the two owners are tied to the record by `tie`."""
    return {
        "owner": make_user(),
        "stranger": make_user(),
        "officer": make_user("officer", KOTABARU),
        "officer_who_typed": make_user("officer", KOTABARU),
        "officer_after_claim": make_user("officer", KOTABARU),
        "officer_elsewhere": make_user("officer", BANJAR),
        "facilitator": make_user("facilitator", KOTABARU),
        "reviewer": make_user("reviewer"),
        "reviewer_who_owns": make_user("reviewer"),
        "head": make_user("head"),
        "admin": make_user("admin", None),
    }


def tie(ikm, kind, person, *records):
    """Give the record the relation the kind of person has to it."""
    owners = {"owner": person, "reviewer_who_owns": person, "officer_who_typed": None}
    ikm.owner = owners[kind] if kind in owners else make_user()
    ikm.save()
    if kind == "facilitator":
        ikm.facilitators.add(person)
    if kind in ("officer_who_typed", "officer_after_claim"):
        for record in (ikm, *records):
            touch(record, Touch.Reason.CREATED, by=person)
            if hasattr(record, "created_by_id"):
                record.created_by = person
                record.save()


def verbs(table, obj, person):
    """The verbs the person may do, with a fresh permission cache."""
    return {name for name, _ in available(table, obj, User.objects.get(pk=person.pk))}


def allowed(rows):
    """{(state, verb, kind)} from {verb: (states, kinds)}; several rules of one verb stand in a list."""
    found = set()
    for verb, rules in rows.items():
        for states, kinds in rules if isinstance(rules, list) else [rules]:
            found |= {(state, verb, kind) for state in states.split() for kind in kinds.split()}
    return found
