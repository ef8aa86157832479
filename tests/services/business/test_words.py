"""Every code that an analysis gives has its words: a missing one would stop the screen and the paper that shows it."""

from app.analysis.customer_pyramid import CURRY, PROFIT
from app.analysis.customer_status import STATUSES
from app.analysis.figures import REASONS as CODES
from app.analysis.rfm import POTENTIAL, SEGMENTS
from app.services.business import words
from app.services.business.labels import LABELS


def test_codes_of_analyses_have_words() -> None:
    assert set(STATUSES) <= set(words.STATUS)
    assert {*SEGMENTS, POTENTIAL} <= set(words.SEGMENTS) & set(LABELS)
    assert {*CURRY.names, *PROFIT.names} <= set(words.TIERS) & set(LABELS)
    assert set(CODES) == set(words.REASONS)
    assert set(STATUSES) - {POTENTIAL} <= set(LABELS)
