"""Identity numbers at rest: encrypted columns and the keyed digests that make them searchable."""

import base64
import binascii
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

NONCE_LENGTH = 12
KEY_LENGTH = 32


class DecryptionError(Exception):
    """The stored text cannot be read with the configured keys; it is never handed out as it is."""


@lru_cache(maxsize=8)
def ciphers(field_keys):
    """Key id → cipher, newest first, from the text of FIELD_KEYS."""
    found = {}
    for part in filter(None, (part.strip() for part in field_keys.split(","))):
        key_id, colon, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not colon or not key_id or "$" in key_id or key_id in found or len(key) != KEY_LENGTH:
            raise ImproperlyConfigured(
                "PORTAL_FIELD_KEYS harus berbentuk id:base64 dari 32 byte, dipisah koma, tiap id satu kali."
            )
        found[key_id] = AESGCM(key)
    if not found:
        raise ImproperlyConfigured("PORTAL_FIELD_KEYS wajib berisi sedikitnya satu kunci (id:base64).")
    return found


def encrypt_text(text: str, aad: str) -> str:
    """`id$base64(nonce + ciphertext)` under the newest key, bound to `aad`; "" stays ""."""
    if text == "":
        return ""
    key_id, cipher = next(iter(ciphers(settings.FIELD_KEYS).items()))
    nonce = os.urandom(NONCE_LENGTH)
    sealed = nonce + cipher.encrypt(nonce, text.encode(), aad.encode())
    return f"{key_id}${base64.b64encode(sealed).decode()}"


def decrypt_text(token: str, aad: str) -> str:
    """The text `encrypt_text` sealed for the same `aad`; DecryptionError for anything else."""
    if token == "":
        return ""
    key_id, dollar, encoded = token.partition("$")
    if not dollar:
        raise DecryptionError(f"Isi {aad} tidak terenkripsi sebagaimana mestinya.")
    cipher = ciphers(settings.FIELD_KEYS).get(key_id)
    if cipher is None:
        raise DecryptionError(f"Kunci yang mengenkripsi {aad} tidak ada di PORTAL_FIELD_KEYS.")
    try:
        sealed = base64.b64decode(encoded, validate=True)
        return cipher.decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], aad.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise DecryptionError(f"Isi {aad} tidak dapat dibuka: kuncinya berbeda atau datanya pernah diubah.") from error


def digest(value: str) -> str:
    """Blind index of a number: equal values give equal digests, useless without DIGEST_KEY; "" for ""."""
    if not value:
        return ""
    return hmac.new(settings.DIGEST_KEY.encode(), value.encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text encrypted in its column and plain in Python. Search it through a `digest` column beside it."""

    @property
    def aad(self):
        """The column a value belongs to, so that one row's value cannot be moved to another column."""
        return f"{self.model._meta.app_label}.{self.model._meta.model_name}.{self.name}"

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value is None else encrypt_text(value, self.aad)

    def from_db_value(self, value, expression, connection):
        return value if value is None else decrypt_text(value, self.aad)

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.aad} is encrypted: filter on its digest column, not on {lookup_name}.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name):
        raise FieldError(f"{self.aad} is encrypted: filter on its digest column, not on {lookup_name}.")
