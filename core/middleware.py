"""One id per request, readable from anywhere below the view (audit, logs); how pages travel."""

import uuid
from contextvars import ContextVar

from django.middleware.gzip import GZipMiddleware

_request_id = ContextVar("request_id", default="")


def current_request_id():
    return _request_id.get()


class RequestIdMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex
        token = _request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-ID"] = request.id
        return response


class PageMiddleware(GZipMiddleware):
    """Pages travel compressed and are asked for anew each time; files and data go as they are.

    Django's middleware adds random bytes, so that the length tells nothing of a token on the page.
    """

    def process_response(self, request, response):
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return super().process_response(request, response)
