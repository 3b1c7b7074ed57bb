"""What is asked for a food label beyond what the portal knows."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.models import FoodLabel
from products.models import Product


class FoodLabelForm(forms.ModelForm):
    class Meta:
        model = FoodLabel
        fields = [
            "trade_name", "ingredients", "allergens", "origin", "has_sweetener", "shares_with_pork", "best_before",
            "production_code", "storage_note", "usage_note",
        ]  # fmt: skip
        widgets = {
            "ingredients": forms.Textarea(attrs={"rows": 5}),
            "allergens": forms.TextInput(),
            "usage_note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "trade_name": _("Merek yang dicetak besar di depan. Kosongkan bila sama dengan merek di data produk."),
            "ingredients": _("Mulai dari yang paling banyak, pisahkan dengan koma, termasuk bahan tambahan pangan."),
            "allergens": _("Misalnya: ikan, telur, kacang."),
            "origin": _("Misalnya: gelatin sapi. Isi bila ada bahan dari hewan tertentu."),
            "best_before": _("Bulan dan tahun, misalnya 12 2027, atau “lihat bagian atas kemasan”."),
            "production_code": _("Misalnya 241126-A, atau “lihat bagian bawah kemasan”."),
            "storage_note": _("Misalnya: Simpan di tempat sejuk dan kering."),
            "usage_note": _("Misalnya: Goreng dalam minyak panas sampai mengembang."),
        }

    def save_for(self, product, *, by):
        """Write the clean fields to the one label of the product; two people saving at once follow each other."""
        with transaction.atomic():
            Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
            label = FoodLabel.objects.filter(product=product).first() or FoodLabel(product=product)
            for name, value in self.cleaned_data.items():
                setattr(label, name, value)
            label.updated_by = by
            label._history_user = by
            label.save()
        return label
