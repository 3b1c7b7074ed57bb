"""An officer gives the owner a sign-in code at the counter."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.logins import spell_login
from desk.codes import NotIssued, issue_to_owner
from desk.dossiers import visible_ikm

REASONS = {
    "forgotten": gettext_lazy("Lupa kata sandi"),
    "new_phone": gettext_lazy("HP hilang atau nomor berganti"),
    "first": gettext_lazy("Baru pertama kali masuk"),
    "other": gettext_lazy("Alasan lain"),
}


class IssueForm(forms.Form):
    why = forms.ChoiceField(
        label=gettext_lazy("Mengapa pemilik memerlukan kode"),
        choices=REASONS.items(),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih alasannya.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Keterangan"),
        help_text=gettext_lazy("Wajib untuk alasan lain. Pemilik dapat membacanya."),
        required=False,
        max_length=150,
    )
    checked = forms.BooleanField(
        label=gettext_lazy("Pemilik datang sendiri dan KTP-nya sudah saya cocokkan"),
        error_messages={"required": gettext_lazy("Cocokkan KTP orang yang datang, lalu beri tanda.")},
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("why") == "other" and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Tulis alasannya dengan singkat."))
        return cleaned

    @property
    def reason(self):
        """The reason as it is kept and shown to the owner."""
        why, words = self.cleaned_data["why"], self.cleaned_data["words"]
        if why == "other":
            return words
        return f"{REASONS[why]}: {words}" if words else str(REASONS[why])


@never_cache
def dossier_code(request, pk):
    """Shows the code in the answer itself, once: it lies in no address, session or message."""
    ikm = get_object_or_404(visible_ikm(request.user), pk=pk)
    if not request.user.has_perm("desk.issue_sign_in_code", ikm):
        raise PermissionDenied
    form = IssueForm(request.POST or None)
    context = {"ikm": ikm, "form": form, "login": spell_login(ikm.owner.login)}
    if request.method == "POST" and form.is_valid():
        try:
            row, code = issue_to_owner(ikm, form.reason, by=request.user)
        except NotIssued as refused:
            form.add_error(None, refused.sentence)
        else:
            context |= {"code": f"{code[:3]} {code[3:]}", "ends": row.expires_at}
            return render(request, "desk/dossier_code_shown.html", context)
    return render(request, "desk/dossier_code.html", context)
