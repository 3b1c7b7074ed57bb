"""A form sent after the sign-in has expired, or with a token of an earlier one: nothing typed is lost."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.urls import resolve
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from core.unfinished import keep, seal, typed_texts


def sign_in_address(path):
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': path})}"


def answer_expired(request, view_func):
    """The answer to a request without a sign-in; None leaves a plain page to the usual redirect."""
    path = request.get_full_path()
    if "X-Autosave" in request.headers:
        return JsonResponse({"login": sign_in_address(path)}, status=401)
    if "HX-Request" in request.headers:
        return HttpResponse(status=401)
    if request.method == "POST" and getattr(view_func, "keeps_typing", False):
        return sign_in_page(request, path)
    return None


def sign_in_page(request, path):
    """The sign-in page itself, carrying what was typed; after signing in the form opens again with it."""
    sealed = seal(path, request.POST)
    address = resolve_url(settings.LOGIN_URL)
    request.method = "GET"
    request.GET = QueryDict(urlencode({"next": path}))
    request.path = request.path_info = address
    request.resolver_match = resolve(address)
    response = request.resolver_match.func(request)
    if hasattr(response, "context_data"):
        response.context_data["kept_typing"] = sealed
    add_never_cache_headers(response)
    return response


def place_of_form(request):
    """Where a person goes on after signing in: the page whose button was pressed, when it is one of ours."""
    came_from = request.headers.get("Referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path()


def csrf_failure(request, reason=""):
    """A form of our own with a token of an earlier sign-in keeps its texts; a foreign page reaches nothing."""
    match = resolve(request.path_info)
    path = request.get_full_path()
    if "X-Autosave" in request.headers:
        get_token(request)
        answer = {} if request.user.is_authenticated else {"login": sign_in_address(path)}
        return JsonResponse(answer, status=401 if answer else 403)
    is_own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if is_own and getattr(match.func, "keeps_typing", False):
        if not request.user.is_authenticated:
            return sign_in_page(request, path)
        if request.POST.get("typist", "") == str(request.user.pk):
            keep(request.user, path, typed_texts(request.POST))
            return render(request, "403_csrf.html", {"kept_path": path}, status=403)
    return render(request, "403_csrf.html", status=403)
