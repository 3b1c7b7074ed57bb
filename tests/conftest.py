"""Fixtures of every test: checking client, reference data, real test data, transactional clean-up."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

from accounts.context import region_name
from core import triggers
from reference.enums import RegionLevel
from reference.models import Region
from tests.client import PortalClient

SHARED_DATA = Path(settings.BASE_DIR).parent / "shared" / "data"


def pytest_collection_modifyitems(items):
    absent = pytest.mark.skip(reason="the folder with real test data is not beside the checkout")
    on_sqlite = pytest.mark.skip(reason="for PostgreSQL only; make test runs it there")
    for item in items:
        if item.get_closest_marker("shared_data") and not SHARED_DATA.is_dir():
            item.add_marker(absent)
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(on_sqlite)


def _load_reference():
    call_command("load_reference", verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database with the reference data of the province, loaded once and there for every test.

    Names of regions are read once per process; read here, no count of queries depends on which test comes first.
    """
    with django_db_blocker.unblock():
        _load_reference()
        for code in Region.objects.filter(level__lte=RegionLevel.REGENCY).values_list("code", flat=True):
            region_name(code)


_flush = TransactionTestCase._fixture_teardown


def _flush_and_reload(self):
    """After a test with real transactions: empty append-only tables too, bring the reference data back."""
    triggers.lift(connection)
    try:
        _flush(self)
    finally:
        triggers.restore(connection)
    _load_reference()


TransactionTestCase._fixture_teardown = _flush_and_reload


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits and cached figures of one test do not reach the next."""
    yield
    cache.clear()


@pytest.fixture
def client():
    """An anonymous visitor; every response is checked (tests/client.py)."""
    return PortalClient()


@pytest.fixture
def sign_in(db):
    """`sign_in(user)` gives a checking client of its own, signed in as that user."""

    def _sign_in(user):
        client = PortalClient()
        client.force_login(user)
        return client

    return _sign_in


@pytest.fixture
def reference_data(db):
    """The database with regions, categories, units and KBLI codes; says so in the test's signature."""


@pytest.fixture
def shared_data():
    """Folder of the real test data; skips only where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder with real test data is not beside the checkout")
    return SHARED_DATA
