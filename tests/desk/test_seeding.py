import datetime
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import User
from catalog.listing import listable
from catalog.models import Listing
from certification.enums import AxisStatus, CertificateState
from certification.models import Certificate, Readiness
from certification.permits import Verdict, read_permit
from core.fields import digest
from dashboards.models import Figure
from desk.seeding import MAIL_DOMAIN
from ikm.enums import IkmState
from ikm.models import Ikm
from ikm.workflow import IKM
from products.completeness import missing
from products.enums import ProductState
from products.models import Product
from products.workflow import PRODUCT
from proposals.freezing import is_intact
from proposals.models import Batch, BatchItem
from reference.numbers import check_nib, check_nik, check_phone

TODAY = datetime.date(2026, 11, 24)
pytestmark = pytest.mark.django_db


def seed(seed=1, ikm=40, products=120):
    call_command("seed", ikm=ikm, products=products, seed=seed, today=TODAY, verbosity=0)


def contents():
    """What a run is made of, without keys and without the moment of writing."""
    return (
        list(
            Ikm.objects.order_by("pk").values_list(
                "state", "name", "owner_name", "nib", "nik", "regency", "region", "phone", "created_at", "state_since"
            )
        ),
        list(
            Product.objects.order_by("pk").values_list(
                "state",
                "name",
                "category",
                "price_min",
                "ikm__name",
                "created_at",
                "state_since",
                "readiness__next_step",
            )
        ),
        list(Certificate.objects.order_by("pk").values_list("kind", "number", "state", "valid_until", "ikm__name")),
    )


def made_by(seed_number):
    """The contents of one run, taken back afterwards."""
    with transaction.atomic():
        seed(seed_number)
        found = contents()
        transaction.set_rollback(True)
    return found


def test_makes_the_numbers_asked_for():
    seed()
    assert (Ikm.objects.count(), Product.objects.count(), Readiness.objects.count()) == (40, 120, 120)


def test_every_ikm_state_and_the_states_of_the_proposal_appear():
    seed(ikm=90, products=900)
    assert set(Ikm.objects.values_list("state", flat=True)) == set(IkmState)
    assert set(Product.objects.values_list("state", flat=True)) == set(ProductState)


def test_transition_rows_lead_to_the_state_by_the_workflow():
    seed()
    for workflow, model in ((IKM, Ikm), (PRODUCT, Product)):
        for record in model.objects.prefetch_related("transitions"):
            state = "draft"
            for row in sorted(record.transitions.all(), key=lambda row: row.pk):
                assert row.from_state == state
                assert state in workflow.transitions[row.name].sources
                state = row.to_state
            assert state == record.state


def test_numbers_are_well_formed_and_unique():
    seed()
    ikm = list(Ikm.objects.all())
    nibs = [row.nib for row in ikm if row.nib]
    niks = [row.nik for row in ikm if row.nik]
    assert (len(set(nibs)), len(set(niks))) == (len(nibs), len(niks))
    assert ([check_nib(nib) for nib in nibs], [check_nik(nik) for nik in niks]) == (nibs, niks)
    assert [check_phone(row.phone) for row in ikm] == [row.phone for row in ikm]
    assert all(row.nik_digest == digest(row.nik) for row in ikm)


def test_permit_numbers_read_as_valid():
    seed()
    papers = list(Certificate.objects.order_by("pk").values_list("kind", "number"))
    readings = [(read_permit(number, kind), kind, number) for kind, number in papers]
    assert [(reading.verdict, reading.kind, reading.number) for reading, _kind, _number in readings] == [
        (Verdict.VALID, kind, number) for _reading, kind, number in readings
    ]


def test_submitted_products_are_complete():
    seed()
    products = Product.objects.exclude(state=ProductState.DRAFT).select_related("category")
    assert [(product.name, missing(product)) for product in products if missing(product)] == []


def test_approved_products_lack_nothing_but_a_lapsed_licence():
    seed(products=300)
    approved = Readiness.objects.filter(product__state__in=["eligible", "proposed", "accepted"])
    assert {row.licence_status for row in approved.filter(missing_count__gt=0)} <= {AxisStatus.EXPIRED}
    assert not approved.filter(missing_count__gt=0).exclude(product__state="accepted").exists()


def test_catalogue_holds_exactly_what_is_listable():
    seed()
    listed = set(Listing.objects.values_list("product", flat=True))
    assert listed == set(listable(Product.objects.all()).values_list("pk", flat=True))
    assert listed


def test_batches_are_intact_and_hold_what_was_proposed():
    seed()
    batches = Batch.objects.exclude(state="drafting")
    assert {batch.state for batch in batches} == {"sent", "closed"}
    assert all(is_intact(batch) for batch in batches)
    held = Counter(BatchItem.objects.exclude(batch__state="drafting").values_list("product__state", flat=True))
    states = ["proposed", "accepted", "returned_by_bbi", "rejected_by_bbi"]
    assert held == Counter(Product.objects.filter(state__in=states).values_list("state", flat=True))


def test_figures_are_computed():
    seed()
    registered = Figure.objects.filter(key="ikm.registered")
    assert sum(row.value for row in registered) == Ikm.objects.registered().count()


def test_same_seed_gives_the_same_data_and_another_seed_does_not():
    first = made_by(1)
    assert made_by(1) == first
    assert made_by(2) != first


def test_second_run_adds_and_continues_the_numbers():
    seed()
    seed()
    assert (Ikm.objects.count(), Product.objects.count()) == (80, 240)
    verified = Certificate.objects.filter(state=CertificateState.VERIFIED).exclude(kind="halal")
    numbers = list(verified.values_list("kind", "number"))
    assert len(numbers) == len(set(numbers))


def test_makers_cannot_sign_in():
    seed()
    makers = User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}")
    assert makers
    assert not any(maker.has_usable_password() for maker in makers)


def test_refuses_production_without_the_word(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="--yes-really"):
        call_command("seed", ikm=1, products=0, stdout=StringIO())
    assert Ikm.objects.count() == 0
