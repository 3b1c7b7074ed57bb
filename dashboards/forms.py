"""What a reviewer sends from the list “Siap diusulkan”."""

from django import forms
from django.utils.translation import gettext_lazy as _

from products.models import Product
from proposals.enums import BatchState
from proposals.models import Batch


def open_drafts(user):
    """Batches of the user's province that still take products, newest first."""
    return Batch.objects.visible_to(user).filter(state=BatchState.DRAFTING).order_by("-created_at", "-pk")


class ProposeForm(forms.Form):
    products = forms.ModelMultipleChoiceField(
        queryset=None,
        error_messages={
            "required": _("Centang dahulu produk yang akan diusulkan."),
            "invalid_choice": _("Salah satu produk tidak ditemukan lagi. Muat ulang halaman ini, lalu pilih kembali."),
            "invalid_pk_value": _("Pilihan produk tidak terbaca. Muat ulang halaman ini, lalu pilih kembali."),
        },
    )
    batch = forms.ModelChoiceField(
        label=_("Masukkan ke"),
        queryset=None,
        required=False,
        empty_label=_("Usulan baru"),
        error_messages={
            "invalid_choice": _("Usulan itu sudah dikunci atau tidak ada lagi. Pilih usulan lain atau buat yang baru.")
        },
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["products"].queryset = Product.objects.visible_to(user)
        self.fields["batch"].queryset = open_drafts(user)
        self.fields["batch"].widget.attrs["class"] = "form-select"

    def sentence(self):
        """The first error as a sentence."""
        return next((errors[0] for errors in self.errors.values()), "")
