"""Forms of the industry's record: only a wrong format blocks, everything else may be filled in later."""

import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ikm.enums import CONSENT_TEXTS, SHOP_KINDS, Purpose
from ikm.form_help import FIGURES_HELP, IKM_HELP
from ikm.models import Ikm, YearlyFigures
from reference.enums import KbliVersion
from reference.models import Kbli, Region
from reference.numbers import (
    check_kbli,
    check_nib,
    check_nik,
    check_npwp,
    check_phone,
    warnings_kbli,
    warnings_nib,
    warnings_nik,
    warnings_npwp,
)
from reference.regions import CODE

DIGITS = {"inputmode": "numeric", "autocomplete": "off", "enterkeyhint": "next"}
# What a phone's keyboard may offer: only the owner's own data, only on the owner's own form.
OWNERS_OWN = {"owner_name": "name", "phone": "tel", "whatsapp": "tel", "email": "email"}
ADDRESS = {"inputmode": "url", "autocapitalize": "none"}
CAPITALS = {"name": "words", "owner_name": "words", "address": "sentences", "email": "none"}
KBLI_SEARCH = {
    "inputmode": "search",
    "list": "kbli_codes",
    "hx-get": reverse_lazy("reference:kbli_options"),
    "hx-trigger": "input changed delay:300ms",
    "hx-target": "#kbli_codes",
    "hx-include": "#id_kbli_version",
}
GROUPED = re.compile(r"\d{1,3}([., ]\d{3})+")
CENTS = re.compile(r"(,(00|-)|\.-)$")
MOST_RUPIAH = 10_000_000_000_000
MOST_WORKERS = 100_000
OLDEST_YEAR = 1900
SHOP_BASES = {
    "instagram": "https://www.instagram.com/",
    "tokopedia": "https://www.tokopedia.com/",
    "shopee": "https://shopee.co.id/",
    "facebook": "https://www.facebook.com/",
}


class WholeNumberField(forms.CharField):
    """A whole number as people write it: 1500000, 1.500.000, Rp 1.500.000,00. Answers int or None."""

    def __init__(self, *, max_value, min_value=0, required=False, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs=DIGITS))
        self.max_value, self.min_value = max_value, min_value
        super().__init__(required=required, max_length=40, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if text in ("", None):
            return None
        return self.in_range(whole_number(text))

    def in_range(self, number):
        if number > self.max_value:
            raise ValidationError(
                _("Angka ini terlalu besar (paling banyak %(max)s). Periksa lagi jumlah nolnya."),
                params={"max": dotted(self.max_value)},
            )
        if number < self.min_value:
            raise ValidationError(_("Angka ini paling sedikit %(min)s."), params={"min": dotted(self.min_value)})
        return number

    def prepare_value(self, value):
        return dotted(value) if isinstance(value, int) else value


def whole_number(text):
    plain = CENTS.sub("", re.sub(r"(?i)^rp\.?\s*", "", text.strip().replace("\xa0", " ")))
    if re.fullmatch(r"[0-9]+", plain):
        return int(plain)
    if GROUPED.fullmatch(plain):
        return int(re.sub(r"[., ]", "", plain))
    if plain.startswith("-"):
        raise ValidationError(_("Angka tidak boleh kurang dari nol."))
    raise ValidationError(_("Tulis angka bulat saja, misalnya 1.500.000."))


def dotted(number):
    return f"{number:,}".replace(",", ".")


class CoordinateField(forms.CharField):
    """Degrees with a point or a comma; empty is fine."""

    def __init__(self, *, low, high, **kwargs):
        self.low, self.high = low, high
        widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})
        super().__init__(required=False, max_length=24, widget=widget, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            degrees = float(text.replace(",", "."))
        except ValueError:
            raise ValidationError(_("Tulis angka derajat, misalnya %(low)s,5."), params={"low": self.low}) from None
        if not self.low <= degrees <= self.high:
            raise ValidationError(
                _("Titik ini di luar Indonesia. Nilainya antara %(low)s dan %(high)s."),
                params={"low": self.low, "high": self.high},
            )
        return degrees


class VersionField(forms.IntegerField):
    """The version the page was opened with; a missing or odd one counts as none."""

    def __init__(self):
        super().__init__(required=False, widget=forms.HiddenInput, localize=False)


class RegionChoice(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(queryset=Region.objects.none(), required=False, **kwargs)


class IkmForm(forms.ModelForm):
    """The profile step. `profile()` gives what `ikm.editing.save_profile` takes; `notices` are doubts to show."""

    more_help = IKM_HELP
    district = RegionChoice(
        label=_("Kecamatan"),
        empty_label=_("Pilih kecamatan"),
        error_messages={"invalid_choice": _("Pilih lagi kecamatan di kabupaten/kota yang Anda pilih.")},
    )
    regency = RegionChoice(label=_("Kabupaten/kota"), empty_label=_("Pilih kabupaten/kota"))
    region = RegionChoice(
        label=_("Desa atau kelurahan"),
        empty_label=_("Pilih desa/kelurahan"),
        error_messages={"invalid_choice": _("Pilih lagi desa atau kelurahan di kecamatan yang Anda pilih.")},
    )
    nik = forms.CharField(label=_("NIK pemilik"), required=False, max_length=40)
    npwp = forms.CharField(label=_("NPWP"), required=False, max_length=40)
    nib = forms.CharField(
        label=_("NIB"), required=False, max_length=40, help_text=_("13 angka. Gratis di oss.go.id bila belum punya.")
    )
    unit_number = WholeNumberField(
        label=_("Unit usaha ke-"),
        min_value=1,
        max_value=999,
        help_text=_("Isi 1, kecuali NIB yang sama dipakai beberapa tempat usaha."),
    )
    kbli = forms.CharField(
        label=_("Jenis usaha (KBLI)"),
        required=False,
        max_length=80,
        help_text=_("5 angka, ada di NIB. Atau ketik kata, misalnya “kerupuk”, lalu pilih."),
    )
    established_year = WholeNumberField(label=_("Tahun berdiri"), min_value=OLDEST_YEAR, max_value=2100)
    phone = forms.CharField(
        label=_("Nomor HP usaha"), required=False, max_length=40, help_text=_("Misalnya 0812 3456 7890.")
    )
    whatsapp = forms.CharField(
        label=_("Nomor WhatsApp"), required=False, max_length=40, help_text=_("Boleh sama dengan nomor HP.")
    )
    latitude = CoordinateField(label=_("Lintang"), low=-11, high=6)
    longitude = CoordinateField(label=_("Bujur"), low=95, high=141)
    version = VersionField()

    class Meta:
        model = Ikm
        fields = [
            "name", "legal_form", "owner_name", "nik", "nib", "unit_number", "npwp", "kbli", "kbli_version",
            "established_year", "regency", "region", "address", "latitude", "longitude", "phone", "whatsapp", "email",
            "mandate",
        ]  # fmt: skip
        help_texts = {
            "name": _("Misalnya: Amplang Laut Saijaan."),
            "owner_name": _("Sesuai KTP."),
            "address": _("Jalan, nomor, RT/RW."),
            "email": _("Boleh kosong."),
            "kbli_version": _("Ada di NIB; yang terbit sebelum 2026 umumnya KBLI 2020."),
        }

    def __init__(self, *args, on_behalf=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.notices = []
        for name, field in self.fields.items():
            field.required = False
            if name in ("nik", "npwp", "nib", "kbli"):
                field.widget.attrs.update(DIGITS)
        self.fields["kbli"].widget.attrs.update(KBLI_SEARCH)
        for name in ("phone", "whatsapp"):
            self.fields[name].widget.input_type = "tel"
            self.fields[name].widget.attrs.update({"inputmode": "tel", "autocomplete": "off"})
        self._prepare_keyboard(on_behalf)
        self.fields["kbli_version"].choices = [("", _("Pilih versi")), *KbliVersion.choices]
        if not on_behalf:
            del self.fields["mandate"]
        self._add_links()
        self._prepare_secrets()
        self._prepare_regions()
        if not self.is_bound:
            self.initial["version"] = self.instance.version

    def _prepare_keyboard(self, on_behalf):
        for name, hint in OWNERS_OWN.items():
            self.fields[name].widget.attrs["autocomplete"] = "off" if on_behalf else hint
        for name, capitals in CAPITALS.items():
            self.fields[name].widget.attrs |= {"autocapitalize": capitals, "enterkeyhint": "next"}

    def _add_links(self):
        for kind, label in SHOP_KINDS.items():
            self.fields[f"link_{kind}"] = forms.CharField(
                label=label,
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs=ADDRESS),
            )
            self.initial.setdefault(f"link_{kind}", self.instance.shop_links.get(kind, ""))

    def _prepare_secrets(self):
        """An identity number once stored is shown masked and kept when its field stays empty."""
        for name in ("nik", "npwp"):
            if self.initial.get(name) == getattr(self.instance, name):
                self.initial[name] = ""
            masked = getattr(self.instance, f"{name}_mask")
            if masked:
                self.fields[name].help_text = _("Tersimpan: %(mask)s. Kosongkan bila tidak berubah.") % {"mask": masked}
            elif name == "nik":
                self.fields[name].help_text = _("16 angka di KTP. Disimpan tersandi, tidak pernah ditampilkan.")
            else:
                self.fields[name].help_text = _("15 atau 16 angka. Boleh kosong.")

    def _prepare_regions(self):
        """Each list holds what lies below the choice above it; `_typed` marks a page reloaded with unsaved choices."""
        region = self.instance.region
        codes = region.path_codes if region else []
        stored = dict(zip(("regency", "district", "region"), [*codes, "", "", ""], strict=False))
        if self.instance.regency_id and not codes:
            stored["regency"] = self.instance.regency_id
        if "_typed" not in self.initial:
            self.initial.update(stored)
        parent = settings.PROVINCE
        for name in ("regency", "district", "region"):
            self.fields[name].queryset = Region.objects.filter(parent_id=parent).order_by("name_key", "code")
            value = str(self.data.get(self.add_prefix(name), "") if self.is_bound else self.initial.get(name) or "")
            parent = value if CODE.fullmatch(value) and value.startswith(f"{parent}.") else "-"

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_nik(self):
        return self._number("nik", check_nik, warnings_nik)

    def clean_npwp(self):
        return self._number("npwp", check_npwp, warnings_npwp)

    def clean_nib(self):
        return self._number("nib", check_nib, warnings_nib)

    def clean_kbli(self):
        return self._number("kbli", check_kbli, warnings_kbli)

    def clean_unit_number(self):
        return self.cleaned_data["unit_number"] or 1

    def clean_phone(self):
        return self._number("phone", check_phone)

    def clean_whatsapp(self):
        return self._number("whatsapp", check_phone)

    def clean_established_year(self):
        year = self.cleaned_data["established_year"]
        if year is not None and year > timezone.localdate().year:
            raise ValidationError(_("Tahun berdiri tidak boleh di masa depan."))
        return year

    def _number(self, name, check, warnings=None):
        text = self.cleaned_data[name].strip()
        if not text:
            return ""
        number = check(text)
        if warnings:
            self.notices += warnings(number)
        return number

    def clean(self):
        data = super().clean()
        self._clean_kbli_version(data)
        self._clean_nib_free(data)
        links = {}
        for kind in SHOP_KINDS:
            try:
                if link := shop_link(kind, data.get(f"link_{kind}", "")):
                    links[kind] = link
            except ValidationError as error:
                self.add_error(f"link_{kind}", error)
        data["shop_links"] = links
        data["region"] = data.get("region") or data.get("district") or data.get("regency")
        return data

    def _clean_kbli_version(self, data):
        code = data.get("kbli")
        if not code:
            return
        versions = list(Kbli.objects.filter(code=code).values_list("version", flat=True))
        if not data.get("kbli_version"):
            if len(versions) != 1:
                self.add_error("kbli_version", _("Pilih versi KBLI. Versinya tertulis di NIB Anda."))
                return
            data["kbli_version"] = versions[0]
        if data["kbli_version"] not in versions:
            self.notices.append(
                _t("KBLI %(code)s belum ada dalam daftar kami. Kami simpan, petugas akan mencocokkannya dengan NIB.")
                % {"code": code}
            )

    def _clean_nib_free(self, data):
        nib = data.get("nib")
        if not nib:
            return
        taken = Ikm.objects.registered().filter(nib=nib, unit_number=data.get("unit_number") or 1)
        if taken.exclude(pk=self.instance.pk).exists():
            self.add_error(
                "nib",
                _(
                    "NIB dengan nomor unit ini sudah terdaftar. Periksa lagi NIB, atau hubungi petugas "
                    "kabupaten/kota Anda."
                ),
            )

    def _post_clean(self):
        """Writing is `save_profile`'s; the instance on the page stays as stored."""

    def profile(self):
        """Field → value for `save_profile`; identity numbers left empty are left out."""
        names = [name for name in self._meta.fields if name in self.fields]
        data = {name: self.cleaned_data[name] for name in [*names, "shop_links"]}
        return {name: value for name, value in data.items() if value or name not in ("nik", "npwp")}


def shop_link(kind, text):
    """A full address; a bare shop or account name gets the market's own address."""
    text = text.strip()
    if not text:
        return ""
    if "://" not in text and ("." not in text or text.startswith("@")) and kind in SHOP_BASES:
        text = SHOP_BASES[kind] + text.lstrip("@")
    field = forms.URLField(assume_scheme="https", max_length=200)
    try:
        address = field.clean(text)
    except ValidationError:
        raise ValidationError(_("Tulis alamat lengkap, misalnya https://contoh.id, atau nama toko saja.")) from None
    if not address.startswith(("https://", "http://")):
        raise ValidationError(_("Alamat harus diawali https://."))
    return address


class YearlyFiguresForm(forms.ModelForm):
    """What one year looked like; every number may stay empty."""

    more_help = FIGURES_HELP

    class Meta:
        model = YearlyFigures
        fields = [
            "workers_male", "workers_female", "investment", "capital", "sales", "export_value", "raw_material_value",
            "machines_value", "electricity_kwh", "water_m3", "fuel_litre",
        ]  # fmt: skip

    HELP = {
        "workers_male": _("Termasuk Anda sendiri bila ikut bekerja. Misalnya 2."),
        "investment": _("Mesin, alat, dan modal kerja; tanpa tanah dan bangunan. Misalnya 25.000.000."),
        "capital": _("Seluruh modal usaha; tanpa tanah dan bangunan."),
        "sales": _("Uang penjualan selama setahun, sebelum dikurangi biaya."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            most = MOST_WORKERS if name.startswith("workers") else MOST_RUPIAH
            if name in ("electricity_kwh", "water_m3", "fuel_litre"):
                most = 1_000_000_000
            label = self.fields[name].label
            self.fields[name] = WholeNumberField(label=label, max_value=most, help_text=self.HELP.get(name, ""))

    def clean(self):
        data = super().clean()
        sales, export = data.get("sales"), data.get("export_value")
        if sales is not None and export is not None and export > sales:
            self.add_error("export_value", _("Nilai ekspor tidak mungkin lebih besar dari seluruh penjualan."))
        return data

    def _post_clean(self):
        """Writing is `save_figures`'s."""


class ConsentForm(forms.Form):
    """One box per purpose with its full text, and the wish to join BBI."""

    wants_bbi = forms.BooleanField(label=_("Daftarkan ke BBI (Bangga Buatan Indonesia)"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for purpose in Purpose.values:
            self.fields[purpose] = forms.BooleanField(label=CONSENT_TEXTS[purpose], required=False)

    def clean(self):
        data = super().clean()
        if data.get("wants_bbi") and not data.get(Purpose.PROPOSE_BBI):
            self.add_error(
                Purpose.PROPOSE_BBI,
                _("Untuk masuk BBI, data usaha perlu diserahkan ke program itu. Centang juga persetujuan ini."),
            )
        return data

    def agreed(self):
        return [purpose for purpose in Purpose.values if self.cleaned_data[purpose]]
