"""Both scales at their borders (Permenperin 64/2016; PP 7/2021)."""

import pytest

from ikm.scale import business_scale, industry_scale

M = 1_000_000_000


@pytest.mark.parametrize(
    ("workers", "investment", "scale"),
    [
        (19, 999_999_999, "small"),
        (19, M, "medium"),
        (20, 1, "medium"),
        (19, 99 * M, "medium"),
        (20, 15 * M, "medium"),
        (20, 15 * M + 1, "large"),
        (None, M, "unknown"),
        (5, None, "unknown"),
    ],
)
def test_industry_scale(workers, investment, scale):
    assert industry_scale(workers, investment) == scale


@pytest.mark.parametrize(
    ("capital", "sales", "scale"),
    [
        (M, None, "micro"),
        (M + 1, None, "small"),
        (5 * M + 1, None, "medium"),
        (10 * M + 1, None, "large"),
        (None, 2 * M, "micro"),
        (None, 15 * M + 1, "medium"),
        (None, None, "unknown"),
        (0, 99 * M, "micro"),
    ],
)
def test_business_scale(capital, sales, scale):
    assert business_scale(capital, sales) == scale
