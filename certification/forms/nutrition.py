"""The form of a nutrition table."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.enums import Basis
from certification.forms.fields import GramField
from certification.models import NutritionFacts
from certification.nutrition import warnings
from certification.papers import NUTRITION_FIELDS
from core.files import clean_image
from products.enums import WeightUnit


class NutritionForm(forms.Form):
    """Informasi nilai gizi: amounts typed in grams, kept in milligrams."""

    basis = forms.ChoiceField(label=_("Angka berasal dari"), choices=Basis.choices, widget=forms.RadioSelect)
    per = forms.ChoiceField(
        label=_("Angka di bawah dihitung per"),
        choices=NutritionFacts._meta.get_field("per").choices,
        widget=forms.RadioSelect,
        initial="100g",
    )
    serving_milli = GramField(label=_("Takaran saji (g/ml)"), help_text=_("Sekali makan atau minum, misalnya 25."))
    pack_milli = GramField(label=_("Isi kemasan (g/ml)"))
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
    label_photo = forms.FileField(
        label=_("Foto label"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Foto tabel gizi pada kemasan, paling besar 10 MB."),
    )

    def __init__(self, *args, product, **kwargs):
        super().__init__(*args, **kwargs)
        self.product = product

    def clean_label_photo(self):
        upload = self.cleaned_data["label_photo"]
        return clean_image(upload) if upload else None

    def clean(self):
        data = super().clean()
        if any(data.get(name) is None for name in NUTRITION_FIELDS):
            return data
        for field, sentence in warnings(self.facts()):
            # A millilitre of syrup or honey weighs more than a gram.
            if field != "carbohydrate_mg" or self.product.net_weight_unit != WeightUnit.MILLILITRE:
                self.add_error(field, sentence)
        return data

    def facts(self):
        """The unsaved facts of a clean form, for the computed table."""
        return NutritionFacts(product=self.product, **{name: self.cleaned_data[name] for name in NUTRITION_FIELDS})
