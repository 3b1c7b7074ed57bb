"""What a repair link opens: the portal's own forms, cut down to the fields an officer's notes speak of."""

from dataclasses import dataclass, field
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.forms.certificates import CertificateForm, certificate_initial
from certification.forms.nutrition import NutritionForm, nutrition_initial
from certification.models import Certificate, NutritionFacts
from certification.papers import CLOSED_STATES, NUTRITION_FIELDS, add_certificate, change_certificate, save_nutrition
from certification.requirements import required
from core.workflow import TransitionRefused
from desk.models import ReturnNote
from desk.repairs import DIGITS
from ikm import editing
from ikm.enums import SHOP_KINDS
from ikm.forms import IkmForm
from ikm.models import Ikm
from products import editing as product_editing
from products import photos
from products.forms import PhotoForm, PhotosField, ProductForm, SeveralFilesInput
from products.models import Product
from reference.enums import AXIS_OF_KIND, Axis

Target = ReturnNote.Target
LINKS = tuple(f"link_{kind}" for kind in SHOP_KINDS)
PLACE = ("regency", "district", "region")
# A note on one of these opens what cannot be put right without it.
IKM_PARTS = {
    "kbli": ("kbli", "kbli_version"), "shop_links": LINKS, "regency": PLACE, "region": PLACE,
    "latitude": ("latitude", "longitude"), "longitude": ("latitude", "longitude"),
}  # fmt: skip
PRODUCT_PARTS = {
    "price_min": ("price_min", "price_max"), "price_max": ("price_min", "price_max"),
    "net_weight": ("net_weight", "net_weight_unit"), "net_weight_unit": ("net_weight", "net_weight_unit"),
}  # fmt: skip
CERTIFICATE_PARTS = {"number": ("number_raw",)}
CERTIFICATE_FIELDS = ("kind", "number_raw", "issuer", "issued_on", "valid_until", "document")


class DigitsForm(forms.Form):
    digits = forms.CharField(
        label=gettext_lazy("Empat angka terakhir nomor HP Anda"),
        max_length=20,
        help_text=gettext_lazy("Nomor HP yang Anda pakai di portal ini. Misalnya 0812-3456-7890: tulis 7890."),
        error_messages={"required": gettext_lazy("Tulis empat angka terakhir nomor HP Anda.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_digits(self):
        digits = "".join(character for character in self.cleaned_data["digits"] if character in "0123456789")
        if len(digits) != DIGITS:
            raise ValidationError(_("Tulis empat angka saja, yang terakhir dari nomor HP Anda."))
        return digits


class OnlyNoted:
    """Cuts a form down to `only`; what was not opened is read by no one, whatever a page sends."""

    def __init__(self, *args, only, **kwargs):
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)
        for name in [name for name in self.fields if name not in (*only, "version")]:
            del self.fields[name]
        for each in self.fields.values():
            for attribute in [name for name in each.widget.attrs if name.startswith("hx-") or name == "list"]:
                del each.widget.attrs[attribute]

    def add_error(self, name, error):
        super().add_error(name if name in self.fields else None, error)

    def keep(self, stored):
        """Fill in what is not on this page, so that the whole can be checked."""
        for name, value in stored.items():
            if name not in self.fields:
                self.cleaned_data.setdefault(name, value)

    def written(self, *names):
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class RepairIkmForm(OnlyNoted, IkmForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    def clean(self):
        self.keep({"unit_number": self.instance.unit_number})
        return super().clean()

    def profile(self):
        data = super().profile()
        return data if LINKS[0] in self.fields else {name: data[name] for name in data if name != "shop_links"}


class RepairProductForm(OnlyNoted, ProductForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    def product_data(self):
        return self.written(*self._meta.fields)


class RepairCertificateForm(OnlyNoted, CertificateForm):
    def clean(self):
        if "number_raw" in self.fields and self.certificate is not None:
            self.keep({name: getattr(self.certificate, name) for name in ("kind", "issued_on", "valid_until")})
        return super().clean()

    def paper_data(self):
        data = self.written(*CERTIFICATE_FIELDS)
        return {name: value for name, value in data.items() if value or name != "document"}


class RepairNutritionForm(OnlyNoted, NutritionForm):
    def clean(self):
        facts = getattr(self.product, "nutrition", None)
        if facts is not None:
            self.keep({name: getattr(facts, name) for name in NUTRITION_FIELDS})
        return super().clean()

    def facts_data(self):
        return self.written(*NUTRITION_FIELDS, "label_photo")


@dataclass
class Section:
    """One record on the page; `rows` are (bound field, its notes), `notes` those that belong to no field here."""

    title: str
    form: forms.BaseForm
    rows: list
    notes: list
    write: object
    photos: list = field(default_factory=list)
    differences: list = field(default_factory=list)
    newest_version: int | None = None

    def save(self, owner):
        """True when nothing is left to say: unchanged, or written as the owner's act."""
        if not self.form.has_changed():
            return True
        if not self.form.is_valid():
            return False
        try:
            self.write(self.form, owner)
        except editing.ChangedMeanwhile as conflict:
            self.differences, self.newest_version = conflict.differences, conflict.version
            return False
        except TransitionRefused as refused:
            self.form.add_error(None, str(refused))
            return False
        return True


def section_makers(returned):
    """Functions (data, files) → Section, one for every record with open notes and for photos and papers to add."""
    grouped = {}
    for note in returned.notes.filter(resolved_at=None).order_by("pk"):
        grouped.setdefault((note.target, note.target_id), []).append(note)
    makers = []
    for (target, pk), notes in grouped.items():
        makers += list(MAKERS[target](returned.ikm, pk, notes))
    return makers


def _ikm(ikm, pk, notes):
    def make(data=None, files=None):
        fresh = Ikm.objects.get(pk=ikm.pk)
        everything = [name for name in IkmForm(instance=fresh).fields if name != "version"]
        opened = _opened(notes, IKM_PARTS, everything)
        form = RepairIkmForm(data, instance=fresh, prefix="ikm", only=_names(opened))
        return _section(_("Profil usaha"), form, opened, _write_ikm)

    if ikm.pk == pk:
        yield make


def _product(ikm, pk, notes):
    product = _found(Product.objects.filter(ikm=ikm).select_related("ikm", "category"), pk)
    if product is None:
        return
    apart = {"photos", *Axis.values}
    own = [note for note in notes if note.field not in apart]
    if own:
        yield partial(_product_section, pk, own)
    for name in dict.fromkeys(note.field for note in notes if note.field in apart):
        about = [note for note in notes if note.field == name]
        if name == "photos":
            yield partial(_photo_section, product, about)
        elif name == Axis.NUTRITION:
            yield partial(_nutrition_section, pk, about)
        else:
            yield partial(_new_paper, product, name, about)


def _product_section(pk, notes, data=None, files=None):
    product = Product.objects.select_related("ikm").get(pk=pk)
    opened = _opened(notes, PRODUCT_PARTS, ProductForm._meta.fields)
    form = RepairProductForm(data, instance=product, prefix=f"product-{pk}", only=_names(opened))
    return _section(str(product), form, opened, _write_product)


def _photo_section(product, notes, data=None, files=None):
    shots = list(product.photos.all())
    form = RepairPhotoForm(data, files, already=len(shots), prefix=f"photos-{product.pk}", shots=shots)

    def write(form, owner):
        for photo in form.removed():
            photos.remove_photo(photo, by=owner)
        if form.cleaned_data.get("images"):
            photos.add_photos(product, form.cleaned_data["images"], form.cleaned_data["kind"], by=owner)

    rows = [(form[name], []) for name in form.fields if name != "remove" or shots]
    return Section(_("Foto %(product)s") % {"product": product}, form, rows, notes, write, photos=shots)


class PhotosIfAny(PhotosField):
    def clean(self, data, initial=None):
        return super().clean(data, initial) if data else []


class RepairPhotoForm(PhotoForm):
    """New photos, and a tick on those to take away; both may be left out."""

    images = PhotosIfAny(
        label=gettext_lazy("Pilih atau ambil foto"),
        required=False,
        help_text=PhotoForm.base_fields["images"].help_text,
        widget=SeveralFilesInput(attrs={"accept": "image/*"}),
    )

    def __init__(self, *args, shots, already=0, **kwargs):
        super().__init__(*args, already=already, empty_permitted=True, use_required_attribute=False, **kwargs)
        self.shots, self.all_of_them = shots, already
        self.fields["remove"] = forms.TypedMultipleChoiceField(
            label=_("Hapus foto"),
            required=False,
            coerce=int,
            choices=[
                (shot.pk, _("Foto %(number)d: %(kind)s") % {"number": place, "kind": shot.get_kind_display()})
                for place, shot in enumerate(shots, 1)
            ],
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["remove", "kind", "images"])

    def has_changed(self):
        return bool({"images", "remove"} & set(self.changed_data))

    def clean_remove(self):
        self.already = self.all_of_them - len(self.cleaned_data["remove"])
        return self.cleaned_data["remove"]

    def removed(self):
        return [shot for shot in self.shots if shot.pk in self.cleaned_data.get("remove", [])]


def _new_paper(product, axis, notes, data=None, files=None):
    """A paper that is missing on one axis; left empty it asks for nothing."""
    rule = required(product, timezone.localdate())[axis]
    mine = Product.objects.filter(pk=product.pk)
    prefix = f"{axis}-{product.pk}"
    form = RepairCertificateForm(
        data, files, ikm=product.ikm, axis=axis, rule=rule, products=mine, prefix=prefix, only=CERTIFICATE_FIELDS
    )
    form.initial["kind"] = next(iter(form.fields["kind"].choices))[0]
    label = Axis(axis).label
    opened = [("", notes), *((name, []) for name in CERTIFICATE_FIELDS)]

    def write(form, owner):
        add_certificate(product.ikm, [product], **form.paper_data(), by=owner)

    return _section(f"{label} – {product}", form, opened, write)


def _certificate(ikm, pk, notes):
    def make(data=None, files=None):
        paper = Certificate.objects.select_related("ikm").get(pk=pk)
        opened = _opened(notes, CERTIFICATE_PARTS, CERTIFICATE_FIELDS)
        form = RepairCertificateForm(
            data, files, ikm=ikm, axis=AXIS_OF_KIND.get(paper.kind), certificate=paper, prefix=f"certificate-{pk}",
            initial=certificate_initial(paper), only=_names(opened),
        )  # fmt: skip

        def write(form, owner):
            change_certificate(paper, form.paper_data(), by=owner)

        return _section(str(paper), form, opened, write)

    if _found(Certificate.objects.filter(ikm=ikm).exclude(state__in=CLOSED_STATES), pk):
        yield make


def _nutrition(ikm, pk, notes):
    facts = _found(NutritionFacts.objects.filter(product__ikm=ikm), pk)
    if facts is not None:
        yield partial(_nutrition_section, facts.product_id, notes)


def _nutrition_section(product_pk, notes, data=None, files=None):
    product = Product.objects.select_related("ikm", "nutrition").get(pk=product_pk)
    everything = (*NUTRITION_FIELDS, "label_photo")
    opened = _opened(notes, {Axis.NUTRITION: everything}, everything)
    form = RepairNutritionForm(
        data, files, product=product, prefix=f"nutrition-{product.pk}", only=_names(opened),
        initial=nutrition_initial(product, getattr(product, "nutrition", None)),
    )  # fmt: skip

    def write(form, owner):
        save_nutrition(product, form.facts_data(), by=owner)

    return _section(_("Tabel gizi – %(product)s") % {"product": product}, form, opened, write)


def _write_ikm(form, owner):
    editing.save_profile(form.instance, form.profile(), by=owner, version=form.cleaned_data["version"])


def _write_product(form, owner):
    product_editing.save_product(form.instance, form.product_data(), by=owner, version=form.cleaned_data["version"])


def _opened(notes, parts, everything):
    """[(field name, notes)] in the order of the notes; a note on the whole record opens all of it."""
    opened = {}
    for note in notes:
        names = everything if not note.field else parts.get(note.field, (note.field,))
        for place, name in enumerate(names):
            opened.setdefault(name, []).extend([note] if place == 0 else [])
    return list(opened.items())


def _names(opened):
    return [name for name, _notes in opened]


def _section(title, form, opened, write):
    rows = [(form[name], notes) for name, notes in opened if name in form.fields]
    loose = [note for name, notes in opened if name not in form.fields for note in notes]
    return Section(title, form, rows, loose, write)


def _found(queryset, pk):
    return queryset.filter(pk=pk).first()


MAKERS = {
    Target.IKM: _ikm,
    Target.PRODUCT: _product,
    Target.CERTIFICATE: _certificate,
    Target.NUTRITION: _nutrition,
}
