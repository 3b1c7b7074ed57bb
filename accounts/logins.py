"""What a person types to sign in or up: a phone number in any spelling, or an e-mail address."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from reference.numbers import check_phone


def read_login(text):
    """("phone", "+628…") or ("email", "a@b.id"); ValidationError with a sentence when it is neither."""
    text = (text or "").strip()
    if "@" in text:
        email = text.lower()
        EmailValidator(_("Alamat surel ini belum lengkap. Contoh: nama@gmail.com."))(email)
        return "email", email
    if not any(character.isdigit() for character in text):
        raise ValidationError(_("Tulis nomor HP (misalnya 081234567890) atau alamat surel."))
    return "phone", check_phone(text)


def spell_login(login):
    """The e-mail address, or the phone number the way people write it: 0812-0000-1001."""
    if not login.startswith("+62"):
        return login
    national = f"0{login.removeprefix('+62')}"
    return f"{national[:4]}-{national[4:8]}-{national[8:]}"
