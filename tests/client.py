"""A test client that checks every response of every test."""

import re
from contextlib import ExitStack
from html.parser import HTMLParser

from django.db import connections
from django.test import Client, TestCase

# Views whose GET is allowed to write: audited downloads and contact counters.
WRITING_GETS = {
    "assistance:document",
    "certification:document",
    "certification:nutrition_photo",
    "certification:preview",
    "proposals:batch_letter",
    "proposals:batch_list_file",
}
# Tables a GET may touch whatever the view: the session and the shared cache.
_FREE_TABLES = ("django_session", "portal_cache")
_WRITE = re.compile(r"^\s*(?:WITH\b.*?\b)?(INSERT|UPDATE|DELETE|TRUNCATE|COPY|MERGE|REPLACE)\b", re.I | re.S)


class _PageCheck(HTMLParser):
    """Collects what the Content-Security-Policy would block."""

    def __init__(self):
        super().__init__()
        self.problems = []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        for name in names:
            if name == "style" or re.fullmatch(r"on[a-z]+", name):
                self.problems.append(f"{name}= on <{tag}>")
        if tag == "style":
            self.problems.append("<style>")
        if tag == "script" and "src" not in names and names.get("type") != "application/json":
            self.problems.append("inline <script>")


def page_problems(text):
    """What is wrong with an HTML page whatever its content: leftover template syntax and what CSP blocks."""
    check = _PageCheck()
    check.feed(text)
    return check.problems + [f"leftover {mark}" for mark in ("{{", "{%", "{#") if mark in text]


class PortalClient(Client):
    """Runs on-commit work after each request, and fails the test on a bad page or on a GET that writes."""

    def request(self, **request):
        writes = []

        def watch(execute, sql, params, many, context):
            if _WRITE.match(str(sql)) and not any(table in str(sql) for table in _FREE_TABLES):
                writes.append(str(sql))
            return execute(sql, params, many, context)

        with TestCase.captureOnCommitCallbacks(execute=True), ExitStack() as stack:
            for connection in connections.all(initialized_only=True):
                stack.enter_context(connection.execute_wrapper(watch))
            response = super().request(**request)
        self._check(response, request, writes)
        return response

    def _check(self, response, request, writes):
        match = getattr(response, "resolver_match", None)
        view_name = match.view_name if match else ""
        if request.get("REQUEST_METHOD") in {"GET", "HEAD"} and view_name not in WRITING_GETS:
            assert writes == [], f"GET {request['PATH_INFO']} ({view_name}) writes to the database"
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return
        problems = page_problems(response.content.decode(response.charset))
        assert problems == [], f"{request['REQUEST_METHOD']} {request['PATH_INFO']}: {problems}"
