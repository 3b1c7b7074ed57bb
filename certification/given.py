"""Reminders that are given: which papers they are for, and the rows that keep one from being given twice."""

from certification.enums import CertificateState
from certification.models import Certificate, Reminder
from core.audit import record_many
from ikm.enums import REGISTERED_STATES
from products.enums import ProductState
from reference.enums import AXIS_OF_KIND, PermitKind

CHUNK = 500
ACTIVE_STATES = (CertificateState.CLAIMED, CertificateState.VERIFIED)


def remindable(certificates):
    """Papers somebody may be reminded of: in force or waiting for the check, of an IKM that is registered."""
    return certificates.filter(state__in=ACTIVE_STATES, ikm__state__in=REGISTERED_STATES)


def needed(papers):
    """Those of the list that still matter: not all products discontinued, nor all covered by a later paper of the axis.

    Two queries per 500 papers.
    """
    kept = []
    for start in range(0, len(papers), CHUNK):
        kept += _needed(papers[start : start + CHUNK])
    return kept


def give(papers, audience, recipients):
    """Keep and audit one reminder per (paper, due_on, days_before); a second one breaks the unique constraint."""
    Reminder.objects.bulk_create(
        [
            Reminder(certificate=paper, due_on=due_on, days_before=days, audience=audience, recipients=recipients)
            for paper, due_on, days in papers
        ],
        batch_size=1000,
    )
    record_many(
        "certificate.reminded",
        Certificate,
        [
            (
                paper.pk,
                {"due_on": due_on.isoformat(), "days": days, "audience": str(audience), "recipients": recipients},
            )
            for paper, due_on, days in papers
        ],
    )


def already_given(papers, audience):
    """{(certificate, due_on): smallest days_before given} of these papers."""
    given = {}
    rows = Reminder.objects.filter(certificate__in=[paper.pk for paper in papers], audience=audience)
    for pk, due_on, days in rows.values_list("certificate_id", "due_on", "days_before"):
        given[pk, due_on] = min(days, given.get((pk, due_on), days))
    return given


def _needed(papers):
    links = Certificate.products.through.objects
    covered, live = set(), {}
    of_papers = links.filter(certificate__in=[paper.pk for paper in papers])
    for pk, product, state in of_papers.values_list("certificate_id", "product_id", "product__state"):
        covered.add(pk)
        if state != ProductState.DISCONTINUED:
            live.setdefault(pk, set()).add(product)
    others = {}
    wanted = {product for products in live.values() for product in products}
    active = links.filter(product__in=wanted, certificate__state__in=ACTIVE_STATES)
    for product, pk, kind, until in active.values_list(
        "product_id", "certificate_id", "certificate__kind", "certificate__valid_until"
    ):
        others.setdefault(product, []).append((pk, kind, until))
    return [
        paper
        for paper in papers
        if paper.pk not in covered
        or (live.get(paper.pk) and not all(_is_replaced(paper, others.get(pk, ())) for pk in live[paper.pk]))
    ]


def _is_replaced(paper, others):
    """Is there another paper of the same axis that lasts longer?"""
    if paper.valid_until is None:
        return False
    return any(
        pk != paper.pk
        and _family(kind) == _family(paper.kind)
        and (kind == PermitKind.HALAL or (until is not None and until > paper.valid_until))
        for pk, kind, until in others
    )


def _family(kind):
    return AXIS_OF_KIND.get(kind, kind)
