"""The forms of the rules the admin role keeps: what the engine cannot read is said, never stored."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BooleanField
from django.utils.translation import gettext as _

from certification.enums import Topic
from certification.requirements import IKM_FACTS, PRODUCT_FACTS
from ikm.models import Ikm
from products.models import Product
from reference.enums import AXIS_OF_KIND, PermitKind
from reference.models import ProductCategory

DAYS = ("shelf_life_days", "min_shelf_life", "max_shelf_life")


class _RuleForm(forms.ModelForm):
    def clean_conditions(self):
        """{fact: value or list of values}, of facts and values that a product or an IKM can have."""
        conditions = self.cleaned_data["conditions"] or {}
        if not isinstance(conditions, dict):
            raise ValidationError(_("Syarat ditulis sebagai pasangan, misalnya {“storage”: “frozen”}."))
        for key, wanted in conditions.items():
            if problem := _problem(key, wanted):
                raise ValidationError(problem)
        return conditions


class RequirementForm(_RuleForm):
    def clean(self):
        data = super().clean()
        topic, permits = data.get("axis"), data.get("accepted_permits") or []
        if not isinstance(permits, list) or not all(_is_about(kind, topic) for kind in permits):
            self.add_error("accepted_permits", _("Tulis daftar kode izin dari perihal ini, misalnya [“pirt”, “md”]."))
        else:
            data["accepted_permits"] = permits
        return data


class PermitExclusionForm(_RuleForm):
    def clean_categories(self):
        categories = self.cleaned_data["categories"] or []
        known = set(ProductCategory.objects.values_list("code", flat=True))
        if not isinstance(categories, list) or not all(isinstance(one, str) and one in known for one in categories):
            raise ValidationError(_("Tulis daftar kode kategori yang ada, misalnya [“kerupuk”], atau [] untuk semua."))
        return categories


def _is_about(kind, topic):
    if kind == PermitKind.SNI:
        return topic == Topic.SNI
    return isinstance(kind, str) and AXIS_OF_KIND.get(kind) == topic


def _problem(key, wanted):
    """Why a condition cannot be asked, as a sentence; "" when it can."""
    if key in DAYS:
        is_unknown = wanted is None and key in PRODUCT_FACTS
        is_days = is_unknown or (isinstance(wanted, int) and not isinstance(wanted, bool))
        return "" if is_days else _("Syarat %(key)s berupa angka hari, misalnya 7.") % {"key": key}
    if key not in PRODUCT_FACTS + IKM_FACTS:
        return _("Syarat “%(key)s” tidak dikenal. Periksa ejaannya.") % {"key": key}
    field = (Product if key in PRODUCT_FACTS else Ikm)._meta.get_field(key)
    if isinstance(field, BooleanField):
        return "" if isinstance(wanted, bool) else _("Syarat %(key)s berupa true atau false.") % {"key": key}
    values = ["", *(value for value, _label in field.choices)]
    asked = wanted if isinstance(wanted, list) else [wanted]
    if asked and all(isinstance(one, str) and one in values for one in asked):
        return ""
    return _("Syarat %(key)s hanya dapat berisi: %(values)s.") % {"key": key, "values": ", ".join(values[1:])}
