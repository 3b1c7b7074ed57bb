"""Pages by key: every row once, forwards and back, whatever happens between two clicks."""

import base64
import datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from core.lists import honest_count, in_chunks
from core.models import Outbox
from core.paging import page
from tests.factories import make_user

pytestmark = pytest.mark.django_db
KEYS = ("-created_at", "-pk")


@pytest.fixture
def rows():
    """Seven notices; the middle three have the very same moment."""
    user, start = make_user(), timezone.now()
    minutes = [0, 1, 2, 2, 2, 3, 4]
    return [
        Outbox.objects.create(
            recipient=user, event="e", subject=f"{n}", created_at=start + datetime.timedelta(minutes=m)
        )
        for n, m in enumerate(minutes)
    ]


def read(query="", keys=KEYS, size=3):
    return page(Outbox.objects.all(), RequestFactory().get(f"/daftar/{query}"), keys=keys, size=size)


def subjects(found):
    return "".join(row.subject for row in found.rows)


def test_forwards_and_back_again_gives_every_row_once(rows):
    first = read()
    second = read(first.next_url)
    third = read(second.next_url)
    assert [subjects(found) for found in (first, second, third)] == ["654", "321", "0"]
    assert (first.prev_url, third.next_url) == ("", "")
    back = read(third.prev_url)
    assert subjects(back) == "321"
    front = read(back.prev_url)
    assert (subjects(front), front.prev_url) == ("654", "")
    assert subjects(read(front.next_url)) == "321"


def test_a_new_row_does_not_shift_the_next_page(rows):
    first = read()
    Outbox.objects.create(
        recipient=rows[0].recipient, event="e", subject="n", created_at=timezone.now() + datetime.timedelta(days=1)
    )
    assert subjects(read(first.next_url)) == "321"


def test_mixed_directions(rows):
    first = read(keys=("created_at", "-pk"))
    assert subjects(first) == "014"
    assert subjects(read(first.next_url, keys=("created_at", "-pk"))) == "325"


def test_filters_stay_in_the_address(rows):
    assert read("?q=amplang").next_url.startswith("?q=amplang&lanjut=")
    assert read(read("?q=amplang").next_url).prev_url.startswith("?q=amplang&balik=")


@pytest.mark.parametrize(
    "cursor", ["x", "%00", "W10", "WzEsMl0", "bnVsbA", "WyIyMDI2LTAxLTAxIl0", "WyJhIiwiYiJd", "WzFlOTk5LCAxXQ", "é"]
)
def test_a_cursor_nobody_wrote_means_the_first_page(rows, cursor):
    assert subjects(read(f"?lanjut={cursor}")) == "654"


def test_one_query(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        read()


def test_honest_count(rows):
    assert honest_count(Outbox.objects.all()) == "7"
    assert honest_count(Outbox.objects.all(), limit=6) == "lebih dari 6"
    assert honest_count(Outbox.objects.none()) == "0"


def test_in_chunks_reads_every_row_once_in_few_queries(rows, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert [row.subject for row in in_chunks(Outbox.objects.all(), size=3)] == list("0123456")


@pytest.mark.parametrize(
    "values", ['["0001-01-01T00:00:00+08:00", 1]', "[" * 2000, '["2026-01-01T00:00:00+08:00", 9e400]']
)
def test_bent_cursor_means_the_first_page(rows, values):
    cursor = base64.urlsafe_b64encode(values.encode()).decode().rstrip("=")
    assert subjects(read(f"?lanjut={cursor}")) == subjects(read())
