"""Forms of “Data saya” and of the admin's answer."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class AskErasureForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Boleh dikosongkan. Anda tidak wajib memberi alasan."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    understood = forms.BooleanField(
        label=gettext_lazy("Saya mengerti: setelah dikerjakan, data saya tidak dapat dikembalikan"),
        error_messages={"required": gettext_lazy("Beri tanda bahwa Anda mengerti, lalu kirim lagi.")},
    )


class EraseForm(forms.Form):
    """The number typed by hand: nobody erases a person by a slip of the finger."""

    number = forms.CharField(label=gettext_lazy("Ketik nomor permintaan ini"), max_length=12)

    def __init__(self, *args, request_number, **kwargs):
        super().__init__(*args, **kwargs)
        self.request_number = request_number
        self.fields["number"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean_number(self):
        if self.cleaned_data["number"].strip() != str(self.request_number):
            raise forms.ValidationError(
                _("Nomornya tidak sama. Ketik %(number)s bila data orang ini memang akan dihapus."),
                params={"number": self.request_number},
            )
        return self.cleaned_data["number"]


class RefuseForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Alasan penolakan"),
        help_text=gettext_lazy(
            "Dikirim kepada orang itu apa adanya. Sebutkan dasar hukumnya dan apa yang dapat dilakukannya."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Tuliskan alasannya.")},
    )
