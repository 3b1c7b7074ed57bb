"""The forms of a nutrition table, of a recipe and of a food table."""

import datetime

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from certification.enums import Basis, LabelLayout
from certification.food_tables import FoodTableError, read_foods
from certification.forms.fields import GramField
from certification.models import Food, NutritionFacts
from certification.nutrition import findings, label_context
from certification.papers import NUTRITION_FIELDS
from core.files import clean_image
from products.enums import WeightUnit

OPTIONAL = ("stated_energy_kcal",)
MAX_TABLE_BYTES = 5 * 1024 * 1024


AMOUNTS = ("fat_mg", "saturated_fat_mg", "protein_mg", "carbohydrate_mg", "sugar_mg", "sodium_mg")


class NutritionForm(forms.Form):
    """Informasi nilai gizi: amounts typed in grams, kept in milligrams. The unlikely is said, the impossible stops."""

    basis = forms.ChoiceField(label=_("Angka berasal dari"), choices=Basis.choices, widget=forms.RadioSelect)
    source = forms.CharField(
        label=_("Sumber angka"),
        max_length=200,
        help_text=_(
            "Laboratorium dan nomor laporannya; atau nama tabel dan halamannya; atau “resep” bila dihitung dari resep."
        ),
        error_messages={"required": _("Tulis dari mana angkanya, supaya petugas dapat mencocokkan.")},
    )
    unit = forms.ChoiceField(
        label=_("Satuan"),
        choices=NutritionFacts._meta.get_field("unit").choices,
        widget=forms.RadioSelect,
        help_text=_("Cairan dalam mililiter."),
    )
    serving_milli = GramField(
        label=_("Takaran saji (g/ml)"),
        is_positive=True,
        help_text=_("Sekali makan atau minum, misalnya 25 atau 2,5."),
        error_messages={"required": _("Isi banyaknya sekali makan atau minum.")},
    )
    pack_milli = GramField(
        label=_("Isi kemasan (g/ml)"),
        is_positive=True,
        error_messages={"required": _("Isi berat atau isi bersih yang tertulis di kemasan.")},
    )
    per = forms.ChoiceField(
        label=_("Angka di bawah dihitung per"),
        choices=NutritionFacts._meta.get_field("per").choices,
        widget=forms.RadioSelect,
    )
    stated_energy_kcal = forms.IntegerField(
        label=_("Energi menurut sumber (kkal)"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("Boleh kosong. Label memakai hasil hitungan 9/4/4; angka ini hanya untuk mencocokkan."),
    )
    fat_mg = GramField(label=_("Lemak total (gram)"))
    saturated_fat_mg = GramField(label=_("Lemak jenuh (gram)"))
    protein_mg = GramField(label=_("Protein (gram)"))
    carbohydrate_mg = GramField(label=_("Karbohidrat total (gram)"))
    sugar_mg = GramField(label=_("Gula (gram)"))
    sodium_mg = forms.IntegerField(
        label=_("Garam/natrium (miligram)"),
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    layout = forms.ChoiceField(
        label=_("Bentuk tabel"),
        choices=LabelLayout.choices,
        widget=forms.RadioSelect,
        help_text=_("Dapat diganti kapan saja tanpa diperiksa ulang."),
    )
    label_photo = forms.FileField(
        label=_("Foto label"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "data-shrink": ""}),
        help_text=_("Foto tabel gizi pada kemasan, paling besar 10 MB."),
    )

    def __init__(self, *args, product, **kwargs):
        super().__init__(*args, **kwargs)
        self.product, self.findings = product, []
        unit = self.data.get(self.add_prefix("unit"), self.initial.get("unit"))
        for name in ("serving_milli", "pack_milli"):
            self.fields[name].unit = unit
        for name in AMOUNTS:
            self.fields[name].error_messages["required"] = _("Isi angkanya. Tulis 0 bila tidak ada.")

    def clean_label_photo(self):
        upload = self.cleaned_data["label_photo"]
        return clean_image(upload) if upload else None

    def clean(self):
        data = super().clean()
        if any(data.get(name) is None for name in NUTRITION_FIELDS if name not in OPTIONAL) or self.errors:
            return data
        self.findings = findings(self.facts())
        for found in self.findings:
            if found.is_impossible:
                self.add_error(found.field, found.sentence)
        return data

    def facts(self):
        """The unsaved facts of a clean form, for the computed table."""
        return NutritionFacts(product=self.product, **{name: self.cleaned_data[name] for name in NUTRITION_FIELDS})

    def preview(self):
        """The computed table of a clean form; None while something is missing or impossible."""
        return label_context(self.facts()) if self.is_valid() else None

    def warnings(self):
        """Sentences to look at that stop nothing."""
        return [found.sentence for found in self.findings if not found.is_impossible]


def nutrition_initial(product, facts):
    """Initial values of a `NutritionForm`: the saved facts, or what the product says about its pack."""
    if facts is not None:
        return {name: getattr(facts, name) for name in NUTRITION_FIELDS}
    weighed = product.net_weight_unit in (WeightUnit.GRAM, WeightUnit.MILLILITRE)
    return {
        "per": "100g",
        "unit": unit_of(product),
        "layout": LabelLayout.VERTICAL,
        "pack_milli": product.net_weight * 1000 if weighed and product.net_weight else None,
    }


def unit_of(product):
    """Liquids in millilitres, as the net weight says."""
    return WeightUnit.MILLILITRE if product.net_weight_unit == WeightUnit.MILLILITRE else WeightUnit.GRAM


class YieldForm(forms.Form):
    """How much comes out of one batch."""

    yield_milli = GramField(
        label=_("Hasil jadi sekali membuat (g/ml)"),
        is_positive=True,
        help_text=_("Timbang hasil yang sudah jadi: sesudah digoreng, dikeringkan, atau direbus."),
        error_messages={"required": _("Isi berat hasil jadi.")},
    )


class RecipeForm(YieldForm):
    """The yield and the amount of every ingredient; an empty amount takes the ingredient out."""

    def __init__(self, *args, recipe, **kwargs):
        super().__init__(*args, initial={"yield_milli": recipe.yield_milli}, **kwargs)
        self.ingredients = list(recipe.ingredients.select_related("food__table"))
        for ingredient in self.ingredients:
            self.fields[self.name_of(ingredient)] = GramField(
                label=_t("%(food)s (gram)") % {"food": ingredient.food},
                is_positive=True,
                required=False,
                initial=ingredient.amount_mg,
                help_text=_t("%(table)s, halaman %(page)s. Kosongkan untuk menghapus.")
                % {"table": ingredient.food.table.name, "page": ingredient.food.page},
            )

    @staticmethod
    def name_of(ingredient):
        return f"amount_{ingredient.pk}"

    def amounts(self):
        """{ingredient pk: milligrams or None} of a clean form."""
        return {row.pk: self.cleaned_data[self.name_of(row)] for row in self.ingredients}


class IngredientForm(forms.Form):
    """One food and how much of it goes into the batch."""

    food = forms.ModelChoiceField(
        queryset=Food.objects.filter(table__is_active=True),
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Pilih bahan dari hasil pencarian."),
            "invalid_choice": _("Bahan ini tidak ada lagi. Cari sekali lagi."),
        },
    )
    amount_mg = GramField(
        label=_("Banyaknya (gram)"),
        is_positive=True,
        error_messages={"required": _("Isi banyaknya dalam gram.")},
    )


class FoodTableForm(forms.Form):
    """A food-composition table as CSV; `reading` holds its rows once the form is clean."""

    name = forms.CharField(
        label=_("Nama tabel"),
        max_length=200,
        help_text=_("Sama dengan tabel yang sudah dimuat berarti memperbarui tabel itu."),
    )
    publisher = forms.CharField(label=_("Penerbit"), max_length=200)
    year = forms.IntegerField(label=_("Tahun terbit"), min_value=1900)
    file = forms.FileField(
        label=_("Berkas CSV"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("UTF-8 atau Latin-1, dipisah titik koma atau koma, paling besar 5 MB."),
    )

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > datetime.date.today().year:
            raise forms.ValidationError(_t("Tahun terbit masih di depan. Periksa tahunnya."), code="future")
        return year

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MAX_TABLE_BYTES:
            raise forms.ValidationError(_t("Berkas ini lebih dari 5 MB. Bagi menjadi beberapa tabel."), code="large")
        try:
            self.reading = read_foods(upload.read())
        except FoodTableError as refused:
            raise forms.ValidationError(str(refused), code="unreadable") from refused
        return upload
