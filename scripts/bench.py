"""How pages and readiness behave as the data grows: `make bench` (docs/measurements.md explains the columns).

Makes a database of its own beside the configured one, fills it twice (desk.seeding), and removes it afterwards.
Ratios travel between machines, seconds do not: every page is given as a multiple of a bare view's median.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bbi_portal.settings")
os.environ["PORTAL_ENV"] = "test"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment  # noqa: E402
from django.urls import include, path, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from certification.models import Readiness  # noqa: E402
from certification.readiness import refresh_all  # noqa: E402
from certification.readiness_rows import products_in, write  # noqa: E402
from desk.seeding import MAIL_DOMAIN  # noqa: E402
from products.models import Product  # noqa: E402

PRODUCTS_PER_IKM = 3
RANGE = 10_000


def bare(request):
    """Everything around a page (session, user, middleware) and no page."""
    return HttpResponse(str(request.user.pk))


urlpatterns = [path("kosong/", bare), path("", include("bbi_portal.urls"))]

# role, name of the view, query
PAGES = [
    ("officer", "ikm:ikm_list", ""),
    ("officer", "products:product_list", ""),
    ("officer", "desk:queue", ""),
    ("reviewer", "ikm:ikm_list", ""),
    ("reviewer", "ikm:ikm_list", "?q=berkat"),
    ("reviewer", "products:product_list", ""),
    ("reviewer", "products:product_list", "?q=sasirangan"),
    ("officer", "certification:one_left", ""),
    ("reviewer", "desk:queue", ""),
    ("reviewer", "certification:one_left", ""),
    ("reviewer", "certification:one_left_ikm", ""),
    ("reviewer", "products:product_list", "?state=live&missing=1"),
    ("reviewer", "proposals:batch_list", ""),
    ("head", "dashboards:dashboard", ""),
    (None, "home", ""),
    (None, "catalog:product_list", ""),
    (None, "catalog:product_list", "?q=sasirangan"),
]


def user_of(role):
    region = "63.71" if role == "officer" else "63"
    return User.objects.get(email=f"{role}.{region}.1@{MAIL_DOMAIN}")


def median_ms(client, url, times):
    """Median of `times` visits after one that warms up, and the number of queries of a visit."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    count = len(queries)
    if response.status_code != 200:
        raise SystemExit(f"{url} answers {response.status_code}, so it cannot be measured.")
    taken = []
    for _visit in range(times):
        started = time.perf_counter()
        client.get(url)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), count


def measure(times):
    """({page: (multiple of the bare view, queries, ms)}, the rows of `measure_readiness`)"""
    cache.clear()
    clients = {None: Client()}
    for role in ("officer", "reviewer", "head"):
        clients[role] = Client()
        clients[role].force_login(user_of(role))
    base, _queries = median_ms(clients["reviewer"], "/kosong/", times * 3)
    found = {}
    for role, view, query in PAGES:
        taken, queries = median_ms(clients[role], reverse(view) + query, times)
        found[role, view, query] = (taken / base, queries, taken)
    return found, measure_readiness()


def measure_readiness():
    """[(what, products, seconds, multiple of the floor)]: from nothing, with nothing changed, with all changed.

    Readiness is emptied meanwhile and stands right at the end; after an interruption, refresh it anew.
    """
    empty_readiness()
    _none, floor = timed(floor_of_readiness)
    empty_readiness()
    count, filled = timed(refresh_all)
    _count, unchanged = timed(refresh_all)
    Readiness.objects.update(missing_count=9)
    _count, changed = timed(refresh_all)
    rows = [("first fill", filled), ("nothing changed", unchanged), ("every row changed", changed)]
    return [(what, count, seconds, seconds / floor) for what, seconds in rows]


def empty_readiness():
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(Readiness._meta.db_table)}")


def floor_of_readiness():
    """What no refresh can avoid: read the products and write as many rows, without judging anything."""
    row = ("unknown", "missing") * 3 + (0, "", "")
    last = 0
    while pks := list(Product.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:RANGE]):
        last = pks[-1]
        products = products_in(range(pks[0], last + 1))
        write([(pk, *row, regency) for pk, _category, _state, regency, *_facts in products], [], timezone.now())


def timed(work):
    started = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - started


def fill(ikm):
    started = time.perf_counter()
    call_command("seed", ikm=ikm, products=ikm * PRODUCTS_PER_IKM)
    print(f"seeded {ikm} IKM in {time.perf_counter() - started:.0f} s", flush=True)


def report(small, large, sizes):
    print(f"\n| page | role | × bare at {sizes[0]:,} | × bare at {sizes[1]:,} | growth | queries | ms |")
    print("|---|---|---|---|---|---|---|")
    for key in PAGES:
        role, view, query = key
        (before, _q, _ms), (after, queries, taken) = small[0][key], large[0][key]
        print(
            f"| {view}{query} | {role or 'public'} | {before:.1f} | {after:.1f} | {after / before:.2f} |"
            f" {queries} | {taken:.0f} |"
        )
    print("\n| readiness of everything | products | seconds | products/s | × floor |\n|---|---|---|---|---|")
    for what, count, seconds, floors in (*small[1], *([] if large is small else large[1])):
        print(f"| {what} | {count:,} | {seconds:.1f} | {count / seconds:,.0f} | {floors:.1f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", type=int, default=8_300, help="IKM at the first measurement")
    parser.add_argument("--large", type=int, default=83_000, help="IKM at the second measurement")
    parser.add_argument("--times", type=int, default=9, help="visits per page")
    parser.add_argument("--here", action="store_true", help="measure the configured, seeded database once, as it is")
    options = parser.parse_args()
    settings.ROOT_URLCONF = __name__
    setup_test_environment(debug=False)
    if options.here:
        found = measure(options.times)
        count = found[0] and User.objects.count()
        report(found, found, (count, count))
        teardown_test_environment()
        return
    configured = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("load_reference", verbosity=0)
        call_command("createcachetable", verbosity=0)
        fill(options.small)
        small = measure(options.times)
        fill(options.large - options.small)
        report(small, measure(options.times), (options.small, options.large))
    finally:
        connection.creation.destroy_test_db(configured, verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
