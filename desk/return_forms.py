"""The return page: a note on any field of a dossier, several rows, with or without JavaScript."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.models import Certificate, NutritionFacts
from certification.papers import NUTRITION_FIELDS
from desk.returning import Note
from ikm.enums import FREE_FIELDS as IKM_FREE
from ikm.enums import MATERIAL_FIELDS as IKM_MATERIAL
from ikm.models import Ikm
from products.enums import FREE_FIELDS as PRODUCT_FREE
from products.enums import MATERIAL_FIELDS as PRODUCT_MATERIAL
from products.models import Product
from reference.enums import Axis

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 5, 3, 40


def _named(model, wanted):
    """(field, label) of the wanted fields in the order of the model."""
    return [
        (field.name, field.verbose_name) for field in model._meta.get_fields() if getattr(field, "name", "") in wanted
    ]


def note_choices(ikm, products, certificates):
    """Grouped choices "target:id:field" for everything a note may stand beside."""
    groups = [
        (
            str(ikm),
            _options("ikm", ikm.pk, _("Seluruh profil usaha"), _named(Ikm, IKM_FREE | IKM_MATERIAL - {"kbli_version"})),
        )
    ]
    for product in products:
        extra = [("photos", _("Foto")), *((axis, Axis(axis).label) for axis in Axis.values)]
        fields = [*_named(Product, PRODUCT_FREE | PRODUCT_MATERIAL), *extra]
        groups.append((str(product), _options("product", product.pk, _("Seluruh produk"), fields)))
        if facts := getattr(product, "nutrition", None):
            fields = [*_named(NutritionFacts, set(NUTRITION_FIELDS)), ("label_photo", _("foto label"))]
            groups.append((str(facts), _options("nutrition", facts.pk, _("Seluruh tabel gizi"), fields)))
    wanted = {"number", "issuer", "issued_on", "valid_until", "document"}
    for certificate in certificates:
        options = _options("certificate", certificate.pk, _("Seluruh sertifikat"), _named(Certificate, wanted))
        groups.append((str(certificate), options))
    return groups


def _options(target, pk, whole, fields):
    return [(f"{target}:{pk}:", whole)] + [
        (f"{target}:{pk}:{name}", label[:1].upper() + label[1:]) for name, label in ((n, str(lbl)) for n, lbl in fields)
    ]


class NoteForm(forms.Form):
    place = forms.ChoiceField(label=_("Bagian yang dicatat"), required=False)
    text = forms.CharField(
        label=_("Apa yang harus diperbaiki"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("– pilih –")), *choices]

    def clean(self):
        data = super().clean()
        if data.get("text", "").strip() and not data.get("place") and "place" not in self.errors:
            self.add_error("place", _("Pilih bagian yang dimaksud catatan ini."))
        if data.get("place") and not data.get("text", "").strip():
            self.add_error("text", _("Tuliskan apa yang harus diperbaiki di sini."))
        return data

    def note(self):
        """The Note of a filled row, or None of an empty one."""
        place = self.cleaned_data.get("place")
        if not place:
            return None
        target, pk, field = place.split(":", 2)
        labels = {
            value: f"{group}: {label}"
            for group, options in self.fields["place"].choices[1:]
            for value, label in options
        }
        return Note(target, int(pk), field, labels[place][:120], self.cleaned_data["text"])


class MessageForm(forms.Form):
    message = forms.CharField(
        label=_("Pesan kepada pemilik (boleh kosong)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def note_formset(choices, data=None, *, initial=None):
    """Rows for notes: bound to `data`, or blank after `initial` rows."""
    initial = initial or []
    blank = MORE_ROWS if initial and len(initial) >= FIRST_ROWS else FIRST_ROWS - len(initial)
    factory = forms.formset_factory(NoteForm, extra=blank, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    if data is None:
        return factory(initial=initial, prefix="n", form_kwargs={"choices": choices})
    return factory(data, prefix="n", form_kwargs={"choices": choices})


def typed_rows(data):
    """What stands in the rows of a posted page, kept when rows are added."""
    try:
        count = min(int(data.get("n-TOTAL_FORMS", FIRST_ROWS)), MOST_ROWS)
    except ValueError:
        count = FIRST_ROWS
    rows = [{name: data.get(f"n-{row}-{name}", "") for name in ("place", "text")} for row in range(count)]
    return rows or [{"place": "", "text": ""}]
