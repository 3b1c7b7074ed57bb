import base64

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from core.fields import DecryptionError, EncryptedTextField, decrypt_text, digest, encrypt_text

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()


@pytest.fixture
def vault(db):
    """A model of its own, with a plain table that goes with the test's transaction."""
    with isolate_apps():

        class Vault(models.Model):
            id = models.IntegerField(primary_key=True)
            number = EncryptedTextField(blank=True, null=True)

            class Meta:
                app_label = "core"

            def __str__(self):
                return str(self.pk)

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE core_vault (id integer PRIMARY KEY, number text NULL)")
    return Vault


def stored(model, pk):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {model._meta.db_table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def test_column_holds_ciphertext_and_python_the_text(vault, settings):
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    saved = vault.objects.create(pk=1, number="6371010101900001")
    raw = stored(vault, saved.pk)
    assert raw.startswith("new$")
    assert "6371010101900001" not in raw
    assert decrypt_text(raw, "core.vault.number") == "6371010101900001"
    assert vault.objects.get().number == "6371010101900001"
    saved.number = "6371010101900002"
    vault.objects.bulk_update([saved], ["number"])
    assert list(vault.objects.values_list("number", flat=True)) == ["6371010101900002"]
    assert stored(vault, saved.pk).startswith("new$")


def test_empty_and_null_stay_as_they_are(vault):
    empty, null = vault.objects.create(pk=1, number=""), vault.objects.create(pk=2, number=None)
    assert [stored(vault, empty.pk), stored(vault, null.pk)] == ["", None]
    assert list(vault.objects.order_by("pk").values_list("number", flat=True)) == ["", None]
    assert vault.objects.get(number__isnull=True) == null


@pytest.mark.parametrize("lookup", ["number", "number__contains", "number__length"])
def test_searching_the_ciphertext_is_refused(vault, lookup):
    with pytest.raises(FieldError, match="core.vault.number is encrypted"):
        vault.objects.filter(**{lookup: "6371010101900001"})


def test_old_key_still_opens_after_rotation(settings):
    settings.FIELD_KEYS = OLD
    token = encrypt_text("123", "a.b.c")
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    assert decrypt_text(token, "a.b.c") == "123"
    assert encrypt_text("123", "a.b.c").startswith("new$")


def test_equal_texts_give_different_tokens():
    assert encrypt_text("123", "a.b.c") != encrypt_text("123", "a.b.c")


@pytest.mark.parametrize(
    ("spoil", "aad", "sentence"),
    [
        (lambda token: token.replace("old$", "gone$"), "a.b.c", "tidak ada di PORTAL_FIELD_KEYS"),
        (lambda token: token.replace("old$", "new$"), "a.b.c", "tidak dapat dibuka"),
        (lambda token: token, "a.b.other", "tidak dapat dibuka"),
        (lambda token: token[:12], "a.b.c", "tidak dapat dibuka"),
        (lambda token: token + "*", "a.b.c", "tidak dapat dibuka"),
        (lambda token: "6371010101900001", "a.b.c", "tidak terenkripsi"),
    ],
)
def test_unreadable_token_raises_without_showing_it(settings, spoil, aad, sentence):
    settings.FIELD_KEYS = f"{OLD},{NEW}"
    token = spoil(encrypt_text("123", "a.b.c"))
    with pytest.raises(DecryptionError, match=sentence) as caught:
        decrypt_text(token, aad)
    assert token not in str(caught.value)


@pytest.mark.parametrize("keys", ["", "a", "a:c2hvcnQ=", f"{OLD},{OLD}", OLD.replace("old", "o$d"), "a:***"])
def test_malformed_keys_are_refused(settings, keys):
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match="PORTAL_FIELD_KEYS"):
        encrypt_text("123", "a.b.c")


def test_digest_is_keyed_and_stable(settings):
    settings.DIGEST_KEY = "k"
    # HMAC-SHA256("k", "123"), from openssl.
    assert digest("123") == "54536c9357ebad32486620506599ff3d0542c9d9735c61e0f27bfc9d23d34806"
    assert digest("") == ""
    settings.DIGEST_KEY = "other"
    assert digest("123") != "54536c9357ebad32486620506599ff3d0542c9d9735c61e0f27bfc9d23d34806"


def test_field_survives_a_migration():
    written, imports = MigrationWriter.serialize(EncryptedTextField(blank=True, default=""))
    assert written == "core.fields.EncryptedTextField(blank=True, default='')"
    assert imports == {"import core.fields"}
