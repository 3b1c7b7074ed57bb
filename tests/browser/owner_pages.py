"""Every page an owner can open, found by following links and by filling the addresses of the whole portal.

A page that joins the portal is found without a line here: what a link does not reach is tried with the arguments seen
in the addresses that a link did reach. GET never writes, so trying is safe.
"""

import itertools
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import NoReverseMatch, Resolver404, URLPattern, get_resolver, resolve, reverse

DEMO_OWNERS = [f"0812-0000-100{number}" for number in range(1, 7)]
PUBLIC_NAMES = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "accounts:privacy",
    "accounts:accessibility",
    "guide",
    "offline",
)
# Not an owner's: the administration, and the catalogue with its photos; leaving has a page of its own.
OTHERS = ("admin:", "catalog:", "home", "manifest", "service_worker", "health")
MOST_TRIES = 6


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found.append(address)


def _names(patterns=None, namespace=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name and not (namespace + pattern.name).startswith(OTHERS):
                yield namespace + pattern.name, sorted(pattern.pattern.converters)
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _names(pattern.url_patterns, namespace + inner)


def _match(path):
    try:
        return resolve(path)
    except Resolver404:
        return None


def _read(page, path):
    """The text of a whole page, or nothing where the address answers with something else."""
    answer = page.request.get(path, max_redirects=0, fail_on_status_code=False)
    if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
        return ""
    text = answer.text()
    return text if "<html" in text else ""


def owner_pages(page, start="/usaha-saya/"):
    """{path: view name} of every whole page the person signed in on `page` can open."""
    pages, seen, queue, values = {}, {start}, [start], {}
    while queue:
        path = queue.pop(0)
        match = _match(path)
        if not match or not match.view_name or match.view_name.startswith(OTHERS):
            continue
        for name, value in match.kwargs.items():
            values.setdefault(name, {})[value] = None
        text = _read(page, path)
        if not text:
            continue
        pages[path] = match.view_name
        links = _Links()
        links.feed(text)
        for link in links.found:
            address = urlsplit(urljoin(path, link))
            if not address.netloc and address.path not in seen and not address.scheme:
                seen.add(address.path)
                queue.append(address.path)
        if not queue:
            fresh = [path for path in _guesses(set(pages.values()), values) if path not in seen]
            seen.update(fresh)
            queue.extend(fresh)
    return pages


def _guesses(met, values):
    """Addresses of views no link led to, with arguments met elsewhere."""
    for name, arguments in _names():
        if name in met:
            continue
        choices = [list(_values_for(argument, values)) for argument in arguments]
        for chosen in itertools.islice(itertools.product(*choices), MOST_TRIES):
            try:
                yield reverse(name, kwargs=dict(zip(arguments, chosen, strict=True)))
            except NoReverseMatch:
                break


def _values_for(argument, values):
    """What the argument was elsewhere; a bare `pk` may be any number met so far."""
    if argument in values:
        yield from values[argument]
    if argument == "pk":
        yield from (value for name, held in values.items() if name.endswith("_pk") for value in held)


def each_kind(pages, most=3):
    """At most `most` pages of each view: what differs within one view differs by state, which other owners show."""
    counted = Counter()
    for path, name in pages.items():
        counted[name] += 1
        if counted[name] <= most:
            yield path
