"""Typing that no record holds yet: kept per person and form, put back when the page is opened again.

A half number, a paper not yet saved, a change that needs an officer's check. Identity numbers, passwords and files
are never kept. Texts of a sign-in that has expired travel sealed through the sign-in page (`seal`, `unseal`).
"""

import json
import time
from datetime import timedelta

from django.utils import timezone

from core.fields import DecryptionError, decrypt_text, encrypt_text
from core.jobs import on_daily
from core.models import Unfinished

KEPT_FOR = timedelta(days=90)
SEALED_FOR = 60 * 60
MOST_TEXT, MOST_FIELDS, MOST_ROWS, MOST_PATH = 4000, 80, 400, 300
MOST_SEALED = 64_000
SEAL = "core.unfinished"
SECRETS = frozenset({"nik", "npwp"})
# What a form carries besides what a person typed: buttons, versions, tokens.
NOT_TYPING = frozenset(
    {
        "csrfmiddlewaretoken", "kept_typing", "version", "next", "typist", "lanjut", "simpan", "amend", "pilih",
        "hitung", "discard_typing",
    }
)  # fmt: skip


def keeps_typing(view):
    """Mark a view whose POST may be set aside when the sign-in has expired, and whose page shows it again."""
    view.keeps_typing = True
    return view


def may_keep(name):
    is_act = name.startswith("_") or name in NOT_TYPING
    return not is_act and name not in SECRETS and "password" not in name and len(name) <= 80


def typed_texts(post):
    """Field → text of a posted form; several choices of one field stand on lines of their own."""
    names = [name for name in post if may_keep(name)][:MOST_FIELDS]
    return {name: as_text(post.getlist(name)) for name in names}


def as_text(value):
    """A form value as one text, the same for a posted and for a stored value."""
    if isinstance(value, list | tuple):
        return "\n".join(sorted(str(part) for part in value)) if len(value) > 1 else as_text(value[0] if value else "")
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value).replace("\r\n", "\n")


def keep(user, path, texts):
    """Keep the texts of one form; the oldest of a person give way beyond MOST_ROWS."""
    texts = {name: text[:MOST_TEXT] for name, text in list(texts.items())[:MOST_FIELDS] if may_keep(name)}
    if not texts or len(path) > MOST_PATH:
        return
    now = timezone.now()
    Unfinished.objects.bulk_create(
        [Unfinished(user=user, path=path, field=name, text=text, at=now) for name, text in texts.items()],
        update_conflicts=True,
        unique_fields=["user", "path", "field"],
        update_fields=["text", "at"],
    )
    rows = Unfinished.objects.filter(user=user)
    if rows.count() > MOST_ROWS:
        newest = rows.order_by("-at", "-pk").values_list("pk", flat=True)[:MOST_ROWS]
        rows.exclude(pk__in=list(newest)).delete()


def kept(user, path):
    return dict(Unfinished.objects.filter(user=user, path=path).order_by("pk").values_list("field", "text"))


def clear(user, path, fields=None):
    rows = Unfinished.objects.filter(user=user, path=path)
    (rows if fields is None else rows.filter(field__in=fields)).delete()


def overlay(form, texts):
    """Put kept texts back into an unbound form. Answers [(label, text now shown, text stored)] of those that differ."""
    put_back = []
    for name, text in texts.items():
        if name not in form.fields or not may_keep(name):
            continue
        field = form.fields[name]
        stored = field.prepare_value(form.get_initial_for_field(field, name))
        several = getattr(field.widget, "allow_multiple_selected", False)
        form.initial[name] = text.split("\n") if several and text else [] if several else text
        if as_text(stored) != text:
            put_back.append((form[name].label, readable(form, name, text), readable(form, name, as_text(stored))))
    return put_back


def readable(form, name, text):
    """As a person reads it: the words of a choice instead of its code."""
    choices = getattr(form.fields[name], "choices", None)
    if choices is None:
        return text if text != "on" else "✓"
    words = {}
    for value, label in choices:
        words.update({str(v): lab for v, lab in label} if isinstance(label, list | tuple) else {str(value): label})
    return ", ".join(str(words.get(part, part)) for part in text.split("\n")) if text else ""


def seal(path, post):
    """The typed texts of a form as one value only this portal can read, good for an hour; "" when too long."""
    content = {"path": path, "by": post.get("typist", ""), "at": int(time.time()), "texts": typed_texts(post)}
    sealed = encrypt_text(json.dumps(content), SEAL)
    return sealed if content["texts"] and len(sealed) <= MOST_SEALED else ""


def unseal(sealed):
    """What `seal` closed, or None: altered, too old or not ours."""
    if not sealed or len(sealed) > MOST_SEALED:
        return None
    try:
        content = json.loads(decrypt_text(sealed, SEAL))
    except DecryptionError:
        return None
    return content if time.time() - content["at"] <= SEALED_FOR else None


def take_back(user, sealed):
    """Keep sealed texts for the person who has just signed in; somebody else's are dropped."""
    content = unseal(sealed)
    if content is None or content["by"] not in ("", str(user.pk)):
        return False
    keep(user, content["path"], content["texts"])
    return True


@on_daily
def forget_old_typing():
    return Unfinished.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]
