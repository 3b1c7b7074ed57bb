"""The owner with a claim card: code and digits first, then the data masked, then the claim."""

from allauth.core.internal.ratelimit import consume
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from desk.demo import CLAIM_CARD
from ikm import claims
from ikm.claims import DIGITS, ClaimRefused, check, deny, find_open, read_code
from ikm.enums import EDITABLE_STATES

OPENED = "claim"
OPEN_SECONDS = 30 * 60
LIMIT = {"claim_digits": "20/h/ip"}
NEW_CARD = gettext_lazy("Minta kartu baru kepada dinas kabupaten/kota Anda.")
SENTENCES = {
    claims.MISMATCH: gettext_lazy(
        "Kode dan angka tidak cocok. Periksa keduanya: kode seperti di kartu, dan empat angka terakhir nomor HP atau "
        "NIK yang tercatat. Setelah lima kali salah, kartu tidak berlaku lagi."
    ),
    claims.USED: gettext_lazy("Kartu ini sudah dipakai. Bila bukan Anda yang memakainya, segera hubungi dinas."),
    claims.EXPIRED: gettext_lazy("Masa berlaku kartu ini sudah lewat."),
    claims.USED_UP: gettext_lazy("Kartu ini sudah terlalu sering salah diisi dan tidak berlaku lagi."),
    claims.REPLACED: gettext_lazy("Kartu ini sudah diganti atau ditutup."),
    claims.OWN_HAND: gettext_lazy(
        "Akun ini menerbitkan kartunya, mengisi datanya, atau mendampingi usaha ini. Pemilik memakai akunnya sendiri."
    ),
}


def sentence_of(refused):
    words = SENTENCES[refused.why]
    return f"{words} {NEW_CARD}" if refused.why in (claims.EXPIRED, claims.USED_UP, claims.REPLACED) else str(words)


class ClaimForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Kode di kartu"),
        max_length=40,
        help_text=gettext_lazy("Sepuluh huruf dan angka. Huruf besar, kecil, dan tanda hubung tidak dibedakan."),
        error_messages={"required": gettext_lazy("Tulis kode yang tercetak di kartu.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code-input"}
        ),
    )
    digits = forms.CharField(
        label=gettext_lazy("Empat angka terakhir nomor HP atau NIK"),
        max_length=20,
        help_text=gettext_lazy("Nomor yang Anda berikan saat didata. Misalnya 0812-3456-7890: tulis 7890."),
        error_messages={"required": gettext_lazy("Tulis empat angka terakhir nomor HP atau NIK Anda.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self):
        code = read_code(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(_("Kode terdiri dari 10 huruf dan angka, misalnya ABCDE-12345. Salin dari kartu."))
        return code

    def clean_digits(self):
        digits = "".join(sign for sign in self.cleaned_data["digits"] if sign in "0123456789")
        if len(digits) != DIGITS:
            raise ValidationError(_("Tulis empat angka saja, yang terakhir dari nomor HP atau NIK."))
        return digits


@never_cache
@login_not_required
def claim(request):
    """Asks for code and digits; nothing of any business stands here, whatever is typed."""
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _allowed(request, dry_run=True):
            form.add_error(None, _("Terlalu banyak percobaan dari jaringan ini. Coba lagi satu jam lagi."))
        else:
            try:
                code = check(**form.cleaned_data)
            except ClaimRefused as refused:
                _allowed(request)
                form.add_error(None, sentence_of(refused))
            else:
                _remember(request, code)
                return redirect("desk:claim_review")
    return render(request, "desk/claim.html", {"form": form, "demo_card": CLAIM_CARD if settings.DEMO else None})


@never_cache
@login_not_required
def claim_review(request):
    """After the digits: who has no account yet makes one, who has one sees the data masked and answers."""
    try:
        code = _opened(request)
    except ClaimRefused as refused:
        request.session.pop(OPENED, None)
        messages.error(request, sentence_of(refused))
        return redirect("desk:claim")
    if code is None:
        messages.info(request, _("Isi kode dan empat angka terakhir lebih dahulu."))
        return redirect("desk:claim")
    if not request.user.is_authenticated:
        return render(request, "desk/claim_account.html")
    if request.method == "POST":
        return _answer(request, code)
    return render(request, "desk/claim_review.html", {"ikm": code.ikm, "rows": masked_rows(code.ikm)})


def masked_rows(ikm):
    """Enough to know one's own business again, too little to learn somebody else's."""
    products = list(ikm.products.exclude(name="").order_by("pk").values_list("name", flat=True)[:6])
    return [
        {"label": _("Nama usaha"), "value": ikm.name},
        {"label": _("Pemilik"), "value": mask_words(ikm.owner_name)},
        {"label": _("Desa/kelurahan"), "value": str(ikm.region or ikm.regency or "")},
        {"label": _("Kabupaten/kota"), "value": str(ikm.regency or "")},
        {"label": _("Produk"), "value": ", ".join(products[:5]) + (", …" if len(products) > 5 else "")},
        {"label": _("Nomor HP"), "value": mask_phone(ikm.phone or ikm.whatsapp)},
        {"label": _("Status"), "value": ikm.owner_state_label},
    ]


def mask_words(text):
    """“Siti Rahmah” → “S**i R****h”."""
    return " ".join(f"{word[0]}{'*' * (len(word) - 2)}{word[-1]}" if len(word) > 2 else word for word in text.split())


def mask_phone(phone):
    national = f"0{phone.removeprefix('+62')}" if phone else ""
    return f"{national[:4]}-****-**{national[-2:]}" if len(national) > 6 else ""


def _answer(request, code):
    answer = request.POST.get("answer")
    if answer == "not_mine":
        deny(code, by=request.user)
        request.session.pop(OPENED, None)
        messages.info(request, _("Terima kasih. Tidak ada yang berubah. Kembalikan kartu ini kepada petugas."))
        return redirect("desk:claim")
    if answer not in ("mine", "wrong"):
        return redirect("desk:claim_review")
    try:
        ikm = claims.claim(code, by=request.user)
    except ClaimRefused as refused:
        request.session.pop(OPENED, None)
        messages.error(request, sentence_of(refused))
        return redirect("desk:claim")
    request.session.pop(OPENED, None)
    if answer == "mine":
        messages.success(request, _("Selamat datang. %(ikm)s sekarang tersambung ke akun Anda.") % {"ikm": ikm})
        return redirect("desk:my_ikm")
    messages.success(request, how_to_correct(ikm))
    return redirect("desk:path_profile", ikm.pk)


def how_to_correct(ikm):
    """One sentence: how the owner corrects a record in this state."""
    if ikm.state in EDITABLE_STATES:
        return _("Usaha ini sekarang milik akun Anda. Perbaiki yang salah, lalu ajukan.")
    if ikm.state == "submitted":
        return _(
            "Usaha ini sekarang milik akun Anda. Alamat dan nomor langsung bisa diubah; untuk isian lain tekan “Tarik "
            "kembali untuk mengubah” di Usaha saya, perbaiki, lalu ajukan lagi."
        )
    return _(
        "Usaha ini sekarang milik akun Anda. Perbaiki yang salah; nama, NIB, dan isian penting lain diperiksa lagi "
        "setelah Anda tekan “Ajukan perubahan”."
    )


def _allowed(request, *, dry_run=False):
    return bool(consume(request, app="desk", action="claim_digits", config=LIMIT, dry_run=dry_run))


def _remember(request, code):
    request.session[OPENED] = {"code": code.pk, "until": timezone.now().timestamp() + OPEN_SECONDS}


def _opened(request):
    opened = request.session.get(OPENED) or {}
    if opened.get("until", 0) < timezone.now().timestamp():
        return None
    return find_open(opened.get("code"))
