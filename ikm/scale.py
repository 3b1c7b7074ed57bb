"""The two scales of an industry, from yearly figures. Pure functions; money in rupiah.

Industry: Permenperin 64/M-IND/PER/7/2016. Business (UMKM): PP 7/2021 art. 35–36.
"""

from ikm.enums import BusinessScale, IndustryScale

MILLIARD = 1_000_000_000


def industry_scale(workers, investment):
    """Small ≤19 workers and < 1 milliard; large ≥20 and > 15 milliard; medium between; unknown without inputs."""
    if workers is None or investment is None:
        return IndustryScale.UNKNOWN
    if workers <= 19:
        return IndustryScale.SMALL if investment < MILLIARD else IndustryScale.MEDIUM
    return IndustryScale.MEDIUM if investment <= 15 * MILLIARD else IndustryScale.LARGE


def business_scale(capital, sales):
    """By business capital without land and buildings; by annual sales where capital is unknown."""
    if capital is not None:
        return _step(capital, (1, 5, 10))
    if sales is not None:
        return _step(sales, (2, 15, 50))
    return BusinessScale.UNKNOWN


def _step(value, limits):
    scales = (BusinessScale.MICRO, BusinessScale.SMALL, BusinessScale.MEDIUM)
    for limit, scale in zip(limits, scales, strict=True):
        if value <= limit * MILLIARD:
            return scale
    return BusinessScale.LARGE
