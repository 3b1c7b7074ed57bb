"""Where anybody can look a permit up at its issuer, and the number in the form that page wants. Nothing is fetched."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from reference.enums import PermitKind

BPJPH = "https://bpjph.halal.go.id"
BPOM = "https://cekbpom.pom.go.id"
HEALTH = "https://infoalkes.kemkes.go.id"
TKDN = "https://tkdn.kemenperin.go.id"
BPOM_KINDS = (
    PermitKind.MD, PermitKind.ML, PermitKind.TR, PermitKind.HT, PermitKind.FF, PermitKind.SD, PermitKind.COSMETIC,
)  # fmt: skip


@dataclass(frozen=True)
class PublicCheck:
    """`url` opens as near to the number as the issuer allows; `home` is its front page; `number` is to be copied."""

    issuer: str
    url: str
    home: str
    number: str


def public_check(kind, number):
    """The `PublicCheck` of a well-formed number, or None where no public page is known (P-IRT and SLHS have none)."""
    if not number:
        return None
    if kind == PermitKind.HALAL:
        query = urlencode({"nama_produk": "", "nama_pelaku_usaha": "", "no_sertifikat": number, "page": 1})
        return PublicCheck("BPJPH", f"{BPJPH}/search/sertifikat?{query}", BPJPH, number)
    if kind in BPOM_KINDS:
        return PublicCheck("BPOM", BPOM, BPOM, _as_bpom_stores(number))
    if kind in (PermitKind.AKD, PermitKind.PKD):
        return PublicCheck("Kemenkes", HEALTH, HEALTH, number.removeprefix("KEMENKES RI "))
    if kind == PermitKind.TKDN:
        return PublicCheck("Kemenperin", TKDN, TKDN, number)
    return None


def _as_bpom_stores(number):
    """MD224510107115: letters and digits without blanks, without the “BPOM RI” or “POM” of the label (DOMAIN §4)."""
    return re.sub(r"^(?:B?POM)?(?:RI)?(?=[A-Z])", "", re.sub(r"[^A-Z0-9]", "", number.upper()))
