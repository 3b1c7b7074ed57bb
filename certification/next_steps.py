"""The one next step of a product in plain words: what, how, who can help.

Everything comes from columns of readiness; nothing here asks the database or the table of rules.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from certification.enums import AxisStatus, CertificateState, Obligation
from reference.enums import Axis, PermitKind

PAPERS_PAGE, NUTRITION_PAGE = "desk:path_product_certificates", "desk:path_nutrition"
LARGE_SCALES = ("medium", "large")
DONE_BY_OFFICE = (AxisStatus.CLAIMED,)
SENT_BACK = (CertificateState.RETURNED, CertificateState.REFUSED)


@dataclass(frozen=True)
class Guide:
    """How one document is obtained. `who` may name the place: %(place)s."""

    name: Promise
    how: Promise
    who: Promise
    case_kind: str = ""


@dataclass(frozen=True)
class NextStep:
    """`who` are the people and offices that can help, nearest first; `url_name` takes the IKM and the product."""

    axis: str
    how_it_stands: str
    document: str
    what: str
    how: str
    who: tuple
    url_name: str
    is_advised: bool
    legal: str
    kind: str
    case_kind: str


_BPOM = _("Balai Besar POM di Banjarmasin")
GUIDES = {
    PermitKind.PIRT: Guide(
        _("P-IRT"),
        _(
            "Ajukan SPP-IRT di OSS (oss.go.id) dengan NIB, gratis. Siapkan rancangan label, daftar bahan, dan foto "
            "produk; sesudah terbit ikuti penyuluhan keamanan pangan."
        ),
        _("Dinas Kesehatan %(place)s"),
        "pirt",
    ),
    PermitKind.MD: Guide(
        _("izin BPOM MD"),
        _(
            "Daftarkan tempat produksi, lalu produknya, di e-reg.pom.go.id. Siapkan NIB, denah tempat produksi, "
            "rancangan label, dan hasil uji laboratorium."
        ),
        _BPOM,
        "md",
    ),
    PermitKind.SLHS: Guide(
        _("sertifikat laik higiene sanitasi (SLHS)"),
        _(
            "Ajukan SLHS di OSS (oss.go.id) dengan NIB. Siapkan tempat untuk dilihat petugas kesehatan dan sertifikat "
            "pelatihan penjamah pangan."
        ),
        _("Dinas Kesehatan %(place)s"),
        "slhs",
    ),
    PermitKind.TR: Guide(
        _("izin BPOM TR"),
        _("Daftarkan produk di BPOM sebagai obat bahan alam. Siapkan NIB, susunan bahan, dan rancangan label."),
        _BPOM,
        "bpom_tr",
    ),
    PermitKind.SD: Guide(
        _("izin BPOM SD"),
        _("Daftarkan produk di BPOM sebagai suplemen kesehatan. Siapkan NIB, susunan bahan, dan rancangan label."),
        _BPOM,
    ),
    PermitKind.COSMETIC: Guide(
        _("notifikasi kosmetik BPOM"),
        _("Ajukan notifikasi di notifkos.pom.go.id. Siapkan NIB, susunan bahan, dan rancangan label."),
        _BPOM,
        "cosmetic",
    ),
    PermitKind.AKD: Guide(
        _("izin edar alat kesehatan (AKD)"),
        _("Ajukan izin edar alat kesehatan ke Kementerian Kesehatan. Siapkan NIB, uraian produk, dan hasil uji."),
        _("Dinas Kesehatan Provinsi Kalimantan Selatan"),
        "akd",
    ),
    PermitKind.PKD: Guide(
        _("izin edar perbekalan rumah tangga (PKD)"),
        _("Ajukan izin edar PKD ke Kementerian Kesehatan. Siapkan NIB, susunan bahan, dan rancangan label."),
        _("Dinas Kesehatan Provinsi Kalimantan Selatan"),
        "pkd",
    ),
    Axis.LICENCE: Guide(
        _("izin edar"),
        _("Tanyakan dahulu izin mana yang cocok. Siapkan NIB, daftar bahan, dan cara membuat produk."),
        "",
    ),
    Axis.HALAL: Guide(
        _("sertifikat halal"),
        _(
            "Ajukan di ptsp.halal.go.id; usaha mikro dan kecil dapat memakai jalur pernyataan sendiri. Siapkan NIB, "
            "KTP, daftar bahan, foto produk, dan uraian cara membuat."
        ),
        _("Pendamping proses produk halal (PPH)"),
        "halal_self",
    ),
    Axis.NUTRITION: Guide(
        _("informasi nilai gizi"),
        _(
            "Isi tabel gizi di portal ini dari hasil uji, tabel komposisi pangan, atau hitungan resep. Siapkan daftar "
            "bahan dengan takarannya."
        ),
        "",
        "nutrition",
    ),
}

WHAT = {
    AxisStatus.MISSING: _("Urus %(document)s untuk %(product)s."),
    AxisStatus.EXPIRED: _("Perpanjang %(document)s untuk %(product)s: masa berlakunya habis."),
    CertificateState.RETURNED: _("Perbaiki %(document)s untuk %(product)s: petugas mengembalikannya."),
    CertificateState.REFUSED: _("Perbaiki %(document)s untuk %(product)s: petugas menolaknya."),
    CertificateState.REVOKED: _("Urus lagi %(document)s untuk %(product)s: yang lama dicabut."),
    AxisStatus.IN_PROCESS: _("Selesaikan pengurusan %(document)s untuk %(product)s."),
    AxisStatus.CLAIMED: _("Menunggu petugas memeriksa %(document)s untuk %(product)s."),
}
NUTRITION_WHAT = _("Isi %(document)s untuk %(product)s.")
HOW = {
    CertificateState.RETURNED: _("Baca catatan petugas, betulkan nomor atau berkasnya, lalu ajukan lagi."),
    CertificateState.REFUSED: _("Baca alasan petugas, betulkan nomor atau berkasnya, lalu ajukan lagi."),
    AxisStatus.IN_PROCESS: _("Begitu terbit, tulis nomornya dan unggah berkasnya di portal ini."),
    AxisStatus.CLAIMED: _("Pemilik tidak perlu berbuat apa-apa; kabar dikirim setelah diperiksa."),
}
KINDS = {AxisStatus.IN_PROCESS: "wait", AxisStatus.CLAIMED: "wait"}


def next_step(readiness, product=None, *, place="", helpers=()):
    """The `NextStep` of a product, or None when nothing is asked of it.

    `product` gives the name and the scale of its loaded IKM; `place` is the kabupaten/kota, `helpers` the names of
    those who accompany the IKM.
    """
    code = getattr(readiness, "next_step", "")
    if not code:
        return None
    axis, how, permits = read(code)
    guide = guide_of(axis, permits)
    obligation = getattr(readiness, f"{axis}_obligation")
    return NextStep(
        axis=axis,
        how_it_stands=how,
        document=str(guide.name),
        what=_what(axis, how) % {"document": guide.name, "product": product or _t("produk ini")},
        how=str(HOW.get(how, guide.how)),
        who=_who(guide, how, place, helpers),
        url_name=_page(axis, how),
        is_advised=obligation == Obligation.ADVISED,
        legal=str(Obligation(obligation).label) if obligation == Obligation.ADVISED else "",
        kind=KINDS.get(how, "back"),
        case_kind=_case_kind(guide, product),
    )


def read(code):
    """(axis, how it stands, permit kinds) of a stored code such as `licence.missing.pirt+md`."""
    axis, how, permits = [*code.split("."), "", ""][:3]
    return axis, how, permits.split("+") if permits else []


def guide_of(axis, permits):
    """The guide of the first permit there is one for, else of the axis."""
    return next((GUIDES[permit] for permit in permits if permit in GUIDES), GUIDES[axis])


def message_to_owner(step, owner, business):
    """A polite text to begin a chat with."""
    return _t(
        "Assalamu'alaikum, Bapak/Ibu %(owner)s dari %(business)s. Kami dari dinas perindustrian. %(what)s %(how)s "
        "Boleh kami bantu?"
    ) % {"owner": owner or business, "business": business, "what": step.what, "how": step.how}


def _what(axis, how):
    if axis == Axis.NUTRITION and how in (AxisStatus.MISSING, AxisStatus.IN_PROCESS):
        return NUTRITION_WHAT
    return WHAT[how]


def _who(guide, how, place, helpers):
    """Those who accompany the IKM, then the office that gives the paper, then the officers of the place."""
    place = place or _t("kabupaten/kota setempat")
    officers = _t("Petugas dinas perindustrian %(place)s") % {"place": place}
    if how in DONE_BY_OFFICE or how in SENT_BACK:
        return (*map(str, helpers), officers)
    outside = str(guide.who) % {"place": place} if guide.who else ""
    return tuple(filter(None, (*map(str, helpers), outside, officers)))


def _page(axis, how):
    if how in DONE_BY_OFFICE:
        return ""
    return NUTRITION_PAGE if axis == Axis.NUTRITION else PAPERS_PAGE


def _case_kind(guide, product):
    scale = product.ikm.business_scale if product is not None else ""
    return "halal_regular" if guide.case_kind == "halal_self" and scale in LARGE_SCALES else guide.case_kind
