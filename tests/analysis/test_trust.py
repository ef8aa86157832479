"""C20: the trust equation with its oracle, its bands and its gaps."""

import pytest

from app.analysis.figures import half_up, percent
from app.analysis.trust import trust


@pytest.mark.parametrize(
    ("parts", "score", "share", "band"),
    [
        ((8, 7, 5, 2), "10.0", "32.7", "high"),
        ((7, 9, 6, 4), "5.5", "17.5", "middle"),
        ((1, 1, 1, 10), "0.3", "0.0", "low"),
        ((10, 10, 10, 1), "30.0", "100.0", "high"),
        ((1, 1, 1, 1), "3.0", "9.1", "middle"),
        ((8, 8, 8, 3), "8.0", "25.9", "high"),
    ],
)
def test_the_score_its_share_and_band(parts: tuple[int, int, int, int], score: str, share: str, band: str) -> None:
    found = trust(*parts)
    assert found.score.value is not None
    assert str(half_up(found.score.value, 1)) == score
    assert str(percent(found.share)) == share
    assert found.band == band


@pytest.mark.parametrize(
    ("parts", "reason"), [((8, 7, None, 2), "no_data"), ((8, 7, 5, 0), "not_applicable"), ((11, 7, 5, 2), "not_applicable")]
)
def test_a_missing_or_impossible_part_leaves_it_undefined(parts: tuple[int | None, ...], reason: str) -> None:
    found = trust(*parts)
    assert (found.score.value, found.score.reason, found.share.value, found.band) == (None, reason, None, "")
