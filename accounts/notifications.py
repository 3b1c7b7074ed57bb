"""Messages about the safety of an account; they always go out."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import NoticeGroup
from accounts.notices import OFFICE, OWNER, offer
from core.outbox import tell

PASSWORD_CHANGED = "account.password_changed"
offer(PASSWORD_CHANGED, gettext_lazy("Kata sandi saya diganti"), group=NoticeGroup.SAFETY, to=[OWNER, OFFICE])


def tell_password_changed(user):
    tell(
        user,
        PASSWORD_CHANGED,
        _("Kata sandi Anda diganti"),
        _("Bukan Anda? Masuk dengan kode dan ganti lagi sekarang, lalu beri tahu dinas kabupaten/kota Anda."),
        reverse("accounts:account"),
    )
