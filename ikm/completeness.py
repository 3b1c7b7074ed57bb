"""What an IKM still lacks before it may be submitted: sentences at fields, in the order of the form."""

from django.utils.translation import gettext as _

from reference.enums import RegionLevel


def missing(ikm):
    """[(field, sentence)]; empty when the profile may be submitted. DESIGN §4: desa is compulsory only here."""
    found = []
    if not ikm.name.strip():
        found.append(("name", _("Tuliskan nama usaha.")))
    if not ikm.owner_name.strip():
        found.append(("owner_name", _("Tuliskan nama pemilik.")))
    if ikm.regency_id is None:
        found.append(("regency", _("Pilih kabupaten/kota.")))
    elif ikm.region is None or ikm.region.level != RegionLevel.VILLAGE:
        found.append(("region", _("Pilih desa atau kelurahan tempat usaha.")))
    if not ikm.address.strip():
        found.append(("address", _("Tuliskan alamat usaha: jalan, nomor, RT/RW.")))
    if not ikm.phone:
        found.append(("phone", _("Tuliskan nomor HP usaha yang bisa dihubungi.")))
    if not ikm.kbli:
        found.append(("kbli", _("Pilih jenis usaha (KBLI). Bila ragu, pilih yang paling dekat.")))
    if ikm.wants_bbi and not ikm.nib:
        found.append(("nib", _("NIB diperlukan untuk masuk Bangga Buatan Indonesia. NIB gratis di oss.go.id.")))
    return found
