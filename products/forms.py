"""Forms of a product: only a wrong format blocks, everything else may be filled in later."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.files import clean_image
from ikm.forms import MOST_RUPIAH, VersionField, WholeNumberField
from products.enums import MadeAt, PackagingKind, PhotoKind, Process, Storage
from products.form_help import PRODUCT_HELP
from products.models import Product, ProductFigures
from products.photos import MOST_PHOTOS, too_many
from reference.enums import CategoryGroup
from reference.models import ProductCategory

MOST_PIECES = 1_000_000_000


class ProductForm(forms.ModelForm):
    """`product_data()` gives what `products.editing.save_product` takes."""

    more_help = PRODUCT_HELP
    price_min = WholeNumberField(
        label=_("Harga jual (Rp)"), min_value=1, max_value=MOST_RUPIAH, help_text=_("Misalnya 25.000.")
    )
    price_max = WholeNumberField(
        label=_("Harga tertinggi (Rp)"),
        min_value=1,
        max_value=MOST_RUPIAH,
        help_text=_("Isi hanya bila harganya berbeda menurut ukuran."),
    )
    monthly_capacity = WholeNumberField(
        label=_("Bisa dibuat dalam sebulan"),
        max_value=MOST_PIECES,
        help_text=_("Dalam satuan jual di atas. Misalnya 500."),
    )
    net_weight = WholeNumberField(
        label=_("Isi bersih"), min_value=1, max_value=MOST_PIECES, help_text=_("Untuk satu kemasan. Misalnya 250.")
    )
    shelf_life_days = WholeNumberField(
        label=_("Tahan berapa hari"), min_value=1, max_value=36_500, help_text=_("Enam bulan kira-kira 180 hari.")
    )
    version = VersionField()

    class Meta:
        model = Product
        fields = [
            "name", "brand", "category", "description", "description_en", "price_min", "price_max", "unit",
            "monthly_capacity", "packaging", "net_weight", "net_weight_unit", "shelf_life_days", "storage", "made_at",
            "process", "packaging_kind", "ready_to_eat", "health_claim", "animal_material",
        ]  # fmt: skip
        labels = {
            "ready_to_eat": _("Langsung dimakan atau diminum"),
            "health_claim": _("Kemasannya menyebut manfaat kesehatan"),
            "animal_material": _("Mengandung bahan dari hewan (kulit, gelatin, kaldu, madu, sutra)"),
            "unit": _("Satuan jual"),
            "description": _("Cerita singkat produk"),
            "description_en": _("Cerita singkat dalam bahasa Inggris"),
        }
        help_texts = {
            "name": _("Misalnya: Amplang ikan tenggiri."),
            "brand": _("Boleh kosong."),
            "category": _("Kategori menentukan izin yang diperlukan."),
            "description": _("Bahan, rasa atau kegunaan, dan apa istimewanya. Satu atau dua kalimat."),
            "description_en": _("Boleh kosong."),
            "packaging": _("Misalnya: plastik berdiri, kotak karton."),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "description_en": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
        for name, capitals in (("name", "words"), ("brand", "words"), ("packaging", "sentences")):
            self.fields[name].widget.attrs |= {"autocapitalize": capitals, "enterkeyhint": "next"}
        self.fields["category"].choices = grouped_categories(self.instance.category_id)
        self.fields["unit"].empty_label = _("Pilih satuan")
        self.fields["storage"].choices = [("", _("Pilih cara menyimpan")), *Storage.choices]
        self.fields["made_at"].choices = [("", _("Pilih tempat")), *MadeAt.choices]
        self.fields["process"].choices = [("", _("Pilih cara membuat")), *Process.choices]
        self.fields["packaging_kind"].choices = [("", _("Pilih jenis kemasan")), *PackagingKind.choices]
        if not self.is_bound:
            self.initial["version"] = self.instance.version

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean(self):
        data = super().clean()
        low, high = data.get("price_min"), data.get("price_max")
        if low is not None and high is not None and high < low:
            self.add_error("price_max", _("Harga tertinggi tidak boleh lebih kecil dari harga jual."))
        return data

    def _post_clean(self):
        """Writing is `save_product`'s; the instance on the page stays as stored."""

    def product_data(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields}


def grouped_categories(chosen=None):
    """Choices under the headings of CategoryGroup; one already chosen stays although no longer in use."""
    rows = ProductCategory.objects.filter(is_active=True) | ProductCategory.objects.filter(pk=chosen)
    order = CategoryGroup.values
    ordered = sorted(rows, key=lambda row: (order.index(row.group), row.order, row.code))
    groups = groupby(ordered, key=lambda row: row.group)
    return [
        ("", _("Pilih kategori")),
        *((CategoryGroup(group).label, [(row.pk, row.name) for row in members]) for group, members in groups),
    ]


class ProductFiguresForm(forms.ModelForm):
    capacity = WholeNumberField(label=_("Dibuat dalam setahun"), max_value=MOST_PIECES)
    production_value = WholeNumberField(label=_("Nilai produksi setahun (Rp)"), max_value=MOST_RUPIAH)
    raw_material_value = WholeNumberField(label=_("Nilai bahan baku setahun (Rp)"), max_value=MOST_RUPIAH)

    class Meta:
        model = ProductFigures
        fields = ["capacity", "unit", "production_value", "raw_material_value"]

    def _post_clean(self):
        """Writing is `save_product_figures`'s."""


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files; each must be a photo by its content. Answers ready JPEGs of our own making."""

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if not uploads:
            raise ValidationError(_("Pilih sedikitnya satu foto."))
        photos, errors = [], []
        for upload in uploads:
            try:
                photos.append(clean_image(upload))
            except ValidationError as error:
                errors += [f"{upload.name}: {sentence}" for sentence in error.messages]
        if errors:
            raise ValidationError(errors)
        return photos


class PhotoForm(forms.Form):
    kind = forms.ChoiceField(label=_("Foto apa ini?"), choices=PhotoKind.choices, initial=PhotoKind.FRONT)
    images = PhotosField(
        label=_("Pilih atau ambil foto"),
        help_text=_("JPG, PNG, WebP, atau HEIC, paling besar 10 MB. Boleh beberapa sekaligus."),
        widget=SeveralFilesInput(attrs={"accept": "image/*"}),
    )

    def __init__(self, *args, already=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.already = already

    def clean_images(self):
        photos = self.cleaned_data["images"]
        if self.already + len(photos) > MOST_PHOTOS:
            raise ValidationError(too_many(self.already))
        return photos


class SentPhotoForm(PhotoForm):
    """The form of the photo page, which a browser also sends by itself, photo by photo, each with a key of its own."""

    upload_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_upload_key(self):
        return str(self.cleaned_data["upload_key"] or "")


class PhotoKindForm(forms.Form):
    kind = forms.ChoiceField(label=_("Foto apa ini?"), choices=PhotoKind.choices)
