"""Upload of a sheet, and what its columns mean."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.files import clean_workbook
from core.spreadsheets import SheetError
from inventory.enums import SheetKind
from inventory.fields import FIRST_YEAR, fields_for
from inventory.pipeline import local_copy, read


class UploadForm(forms.Form):
    """After `is_valid`, `reading` holds the sheet."""

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("Excel (.xlsx, .xls), LibreOffice (.ods), atau .csv; paling besar 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": _("Pilih berkas yang akan diunggah.")},
    )
    kind = forms.ChoiceField(
        label=_("Isi lembar"),
        choices=[
            (SheetKind.IKM, _("Daftar IKM: satu baris satu usaha")),
            (SheetKind.COMBINED, _("Gabungan: satu baris satu produk, dengan usaha dan angkanya")),
        ],
        initial=SheetKind.IKM,
        widget=forms.RadioSelect,
    )
    year = forms.IntegerField(
        label=_("Tahun angka"),
        required=False,
        help_text=_("Hanya untuk lembar gabungan: tahun kapasitas, investasi, dan nilai produksi."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reading = None
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_file(self):
        file = self.cleaned_data["file"]
        clean_workbook(file)
        try:
            with local_copy(file) as path:
                self.reading = read(path)
        except SheetError as error:
            raise ValidationError(str(error)) from error
        if not self.reading.rows:
            raise ValidationError(_t("Lembar ini hanya berisi judul kolom. Isi dahulu baris datanya."))
        return file

    def clean(self):
        cleaned = super().clean()
        year, combined = cleaned.get("year"), cleaned.get("kind") == SheetKind.COMBINED
        if not combined:
            cleaned["year"] = None
        elif "year" not in self.errors and (year is None or not FIRST_YEAR <= year <= timezone.localdate().year):
            self.add_error(
                "year", _t("Isi tahun angkanya, misalnya %(year)d.") % {"year": timezone.localdate().year - 1}
            )
        return cleaned


class MappingForm(forms.Form):
    """One choice per heading; no field may be given to two columns."""

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, **kwargs)
        self.batch = batch
        choices = [("", _("abaikan kolom ini")), *((field.name, field.label) for field in fields_for(batch.kind))]
        for index, column in enumerate(batch.headers):
            self.fields[f"kolom_{index}"] = forms.ChoiceField(
                label=column["header"],
                choices=choices,
                required=False,
                initial=batch.mapping.get(column["header"]) or "",
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        if batch.kind == SheetKind.COMBINED:
            self.fields["in_thousands"] = forms.ChoiceField(
                label=_("Nilai rupiah di lembar ini"),
                choices=[
                    ("", _("menurut judul kolom, misalnya (Rp.000)")),
                    ("yes", _("dalam ribuan rupiah: dikalikan 1.000")),
                    ("no", _("dalam rupiah penuh")),
                ],
                required=False,
                initial={True: "yes", False: "no"}.get(batch.in_thousands, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def columns(self):
        """[(bound field, column of the batch)] in sheet order."""
        return [(self[f"kolom_{index}"], column) for index, column in enumerate(self.batch.headers)]

    def clean(self):
        cleaned = super().clean()
        chosen = [cleaned.get(f"kolom_{index}", "") for index in range(len(self.batch.headers))]
        for index, name in enumerate(chosen):
            if name and name in chosen[:index]:
                self.add_error(
                    f"kolom_{index}", _t("Isian ini sudah dipakai kolom lain. Pilih yang lain atau abaikan.")
                )
        needed = ["ikm_name"] + (["product_name"] if self.batch.kind == SheetKind.COMBINED else [])
        labels = {field.name: field.label for field in fields_for(self.batch.kind)}
        for name in needed:
            if name not in chosen:
                self.add_error(
                    None, _t("Pilih kolom mana yang berisi %(label)s.") % {"label": str(labels[name]).lower()}
                )
        return cleaned

    @property
    def chosen(self):
        return {
            column["header"]: self.cleaned_data[f"kolom_{index}"] or None
            for index, column in enumerate(self.batch.headers)
        }

    @property
    def thousands(self):
        return {"yes": True, "no": False}.get(self.cleaned_data.get("in_thousands", ""))
