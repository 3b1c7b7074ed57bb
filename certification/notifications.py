"""Messages about papers that run out and about the yearly halal question; each has a key, so none comes twice."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import NoticeGroup
from accounts.notices import OFFICE, OWNER, offer
from core.outbox import tell
from reference.enums import PermitKind

EXPIRING, ASKED, CHANGED, DIGEST = (
    "certificate.expiring", "certificate.change_asked", "certificate.changed", "certificate.digest",
)  # fmt: skip
for _event, _label, _to in (
    (EXPIRING, gettext_lazy("Sertifikat atau izin saya hampir habis"), OWNER),
    (ASKED, gettext_lazy("Pertanyaan tahunan sertifikat halal"), OWNER),
    (CHANGED, gettext_lazy("Pemilik menyatakan bahan atau proses berubah"), OFFICE),
    (DIGEST, gettext_lazy("Ringkasan sertifikat yang hampir habis di wilayah saya"), OFFICE),
):
    offer(_event, _label, group=NoticeGroup.PAPERS, to=[_to])

SHORT_NAMES = {PermitKind.PIRT: "P-IRT", PermitKind.SLHS: "SLHS"}
_BPOM = gettext_lazy("Urus perpanjangannya ke BPOM sebelum hari itu.")
_KEMENKES = gettext_lazy("Urus perpanjangannya ke Kementerian Kesehatan sebelum hari itu.")
WHAT_TO_DO = {
    PermitKind.PIRT: gettext_lazy("Urus perpanjangannya lewat OSS (oss.go.id) sebelum hari itu."),
    PermitKind.SLHS: gettext_lazy("Urus perpanjangannya ke Dinas Kesehatan sebelum hari itu."),
    PermitKind.HALAL_MUI: gettext_lazy(
        "Sertifikat MUI lama: ajukan ulang ke BPJPH (ptsp.halal.go.id). Sertifikat BPJPH tidak punya batas waktu."
    ),
    PermitKind.BRAND: gettext_lazy("Perpanjang mereknya ke DJKI sebelum hari itu."),
    PermitKind.AKD: _KEMENKES,
    PermitKind.PKD: _KEMENKES,
    **dict.fromkeys(
        (
            PermitKind.MD, PermitKind.ML, PermitKind.TR, PermitKind.HT, PermitKind.FF, PermitKind.SD,
            PermitKind.COSMETIC,
        ),
        _BPOM,
    ),
}  # fmt: skip


def short_name(certificate):
    """“P-IRT 2066302010012-30”: the kind in few words, and the number."""
    kind = SHORT_NAMES.get(certificate.kind) or str(certificate.get_kind_display()).split(" (")[0]
    return f"{kind} {certificate.number or certificate.number_raw}".strip()


def tell_owner_expiring(certificate, validity, step):
    """What ends when, what to do about it, who helps; the link leads to where the new paper is entered."""
    tell(
        certificate.ikm.owner,
        EXPIRING,
        _expiring_subject(certificate, validity),
        "\n".join(_expiring_lines(certificate, validity)),
        reverse("desk:path_certificate_replace", args=[certificate.ikm_id, certificate.pk]),
        key=f"certificate-expiring:{certificate.pk}:{validity.until}:{step}",
    )


def tell_owner_asked(certificate, due_on, is_second):
    """The yearly question; nothing runs out when it stays unanswered."""
    first, second = _("Apakah bahan atau proses berubah?"), _("Mengingatkan: apakah bahan atau proses berubah?")
    tell(
        certificate.ikm.owner,
        ASKED,
        second if is_second else first,
        _(
            "Setahun sekali kami menanyakan %(certificate)s: apakah bahan atau cara membuat produknya berubah? Jawab "
            "di portal, cukup satu ketukan. Sertifikat tetap berlaku."
        )
        % {"certificate": short_name(certificate)},
        reverse("certification:change_answer", args=[certificate.pk]),
        key=f"certificate-asked:{certificate.pk}:{due_on}:{'2' if is_second else '1'}",
    )


def tell_officers_changed(answer, officers):
    certificate = answer.certificate
    for officer in officers:
        tell(
            officer,
            CHANGED,
            _("%(ikm)s menyatakan bahan atau proses berubah") % {"ikm": certificate.ikm},
            _("%(certificate)s perlu diperiksa lagi. Yang berubah: %(note)s")
            % {"certificate": short_name(certificate), "note": answer.note},
            reverse("certification:certificate_detail", args=[certificate.pk]),
            key=f"certificate-changed:{answer.pk}:{officer.pk}",
        )


def digest_key(person, scope, day):
    """One digest per person, part of the province and day."""
    return f"certificate-digest:{day}:{scope}:{person.pk}"


def tell_digest(person, scope, place, counts, unanswered, day):
    """`counts` is {days_before: number of papers}, 0 for those that have run out."""
    lines = [sentence for days in sorted(counts, reverse=True) if (sentence := _counted(days, counts[days]))]
    if unanswered:
        lines.append(_("%(count)d belum menjawab pertanyaan halal") % {"count": unanswered})
    tell(
        person,
        DIGEST,
        _("Sertifikat di %(place)s: %(what)s") % {"place": place, "what": ", ".join(lines)},
        _("Hubungi pemiliknya; daftar dan tautan WhatsApp ada di halaman Masa berlaku."),
        reverse("certification:expiring_list"),
        key=digest_key(person, scope, day),
    )


def _counted(days, count):
    if not count:
        return ""
    if days == 0:
        return _("%(count)d sudah habis") % {"count": count}
    return _("%(count)d habis dalam %(days)d hari") % {"count": count, "days": days}


def _expiring_subject(certificate, validity):
    left = (validity.until - validity.on).days
    words = {"certificate": short_name(certificate), "days": left, "day": date_format(validity.until, "j F Y")}
    if left < 0:
        return _("%(certificate)s sudah habis (%(day)s)") % words
    if left == 0:
        return _("%(certificate)s habis hari ini (%(day)s)") % words
    return ngettext(
        "%(certificate)s habis %(days)d hari lagi (%(day)s)", "%(certificate)s habis %(days)d hari lagi (%(day)s)", left
    ) % words  # fmt: skip


def _expiring_lines(certificate, validity):
    if validity.is_over:
        yield _("Produk yang wajib memakainya tidak tampil di katalog sampai yang baru dimasukkan dan diperiksa.")
    elif validity.renew_by:
        yield _("Perpanjangan dibuka sejak %(first)s dan diajukan ke BPOM paling lambat %(last)s.") % {
            "first": date_format(validity.renew_from, "j F Y"),
            "last": date_format(validity.renew_by, "j F Y"),
        }
    else:
        yield str(WHAT_TO_DO.get(certificate.kind) or _("Urus perpanjangannya ke penerbitnya sebelum hari itu."))
    yield _("Sesudah yang baru terbit, masukkan di portal lewat tautan ini.")
    yield _("Perlu bantuan? Hubungi petugas industri %(place)s.") % {"place": certificate.ikm.regency}
