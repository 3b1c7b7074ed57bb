"""Answers that hold a private file: shown in the browser only in types we made or checked, kept by no cache."""

from django.http import FileResponse, Http404

SAFE_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg"}


def private_file(file, stem):
    """The stored `file` under a name of ours, never guessed by the browser; Http404 where it is absent."""
    if not file or not file.storage.exists(file.name):
        raise Http404
    suffix = file.name[file.name.rfind(".") :]
    return as_private(
        FileResponse(
            file.open("rb"),
            content_type=SAFE_TYPES.get(suffix, "application/octet-stream"),
            filename=f"{stem}{suffix}",
            as_attachment=suffix not in SAFE_TYPES,
        )
    )


def as_private(response):
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
