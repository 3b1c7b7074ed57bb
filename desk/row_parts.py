"""What several desk pages show of an IKM or product without asking the database again."""

from certification.readiness import words
from reference.enums import RegionLevel


def district(ikm):
    """Name of the kecamatan of an IKM whose region is loaded with its parent, or ""."""
    if ikm.region is None or ikm.region.level < RegionLevel.DISTRICT:
        return ""
    return ikm.region.parent.name if ikm.region.level == RegionLevel.VILLAGE else ikm.region.name


def axis_dots(product):
    """The three dots of a product as the component wants them; spoken with their word."""
    return [{**axis, "word": axis["word_label"]} for axis in words(getattr(product, "readiness", None))]
