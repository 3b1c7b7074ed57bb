"""The checking client catches what it promises to catch."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.urls import path

from core.models import AuditEvent
from reference.models import Region
from tests.client import page_problems

done = []


def writes(request):
    Region.objects.filter(pk="63").update(name="diubah")
    transaction.on_commit(lambda: done.append(request.method))
    return HttpResponse("<p>selesai</p>")


def styled(request):
    return HttpResponse("<p style='color: red'>merah</p>")


urlpatterns = [path("tulis/", writes, name="writes"), path("gaya/", styled, name="styled")]


@pytest.fixture
def open_pages(settings):
    """The pages above, without the middleware that belongs to the portal's own addresses."""
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []


@pytest.mark.django_db
def test_client_refuses_a_get_that_writes(client, open_pages):
    with pytest.raises(AssertionError, match=r"GET /tulis/ \(writes\) writes to the database"):
        client.get("/tulis/")


@pytest.mark.django_db
def test_client_runs_work_after_commit(client, open_pages):
    done.clear()
    client.post("/tulis/")
    assert done == ["POST"]


@pytest.mark.django_db(transaction=True)
def test_client_runs_work_after_commit_once_with_real_transactions(client, open_pages):
    done.clear()
    client.post("/tulis/")
    assert done == ["POST"]


def test_client_refuses_an_inline_style(client, open_pages):
    with pytest.raises(AssertionError, match=r"GET /gaya/: \['style= on <p>'\]"):
        client.get("/gaya/")


@pytest.mark.parametrize(
    ("page", "problems"),
    [
        ("<script src='/static/portal.js'></script>", []),
        ("<script type='application/json'>{}</script>", []),
        ("<p>onclick= dan style= dalam tulisan</p>", []),
        ("<script>jalan()</script>", ["inline <script>"]),
        ("<style>p {}</style>", ["<style>"]),
        ("<button onclick='jalan()'>Jalan</button>", ["onclick= on <button>"]),
        ("<p>{{ nama }} {% if %}</p>", ["leftover {{", "leftover {%"]),
    ],
)
def test_page_problems_are_what_the_policy_blocks(page, problems):
    assert page_problems(page) == problems


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_with_real_transactions_leaves_only_reference_data(turn):
    assert AuditEvent.objects.count() == 0
    assert Region.objects.get(pk="63").name == "Kalimantan Selatan"
    AuditEvent.objects.create(action="percobaan")
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only table"):
        cursor.execute("UPDATE core_auditevent SET action = 'lain'")
    assert connection.in_atomic_block is False
