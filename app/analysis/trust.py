"""The trust equation C20 (domain/30; Maister, Green & Galford 2000): (credibility + reliability + intimacy) / self-interest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import NO_DATA, NOT_APPLICABLE, Figure, known, ratio, undefined

LOW, MIDDLE, HIGH = "low", "middle", "high"
_LEAST, _MOST = Decimal("0.3"), Decimal(30)


@dataclass(frozen=True, slots=True)
class Trust:
    """``score`` 0.3…30, ``share`` of the way from the least to the most (0…1), ``band``: below 3, below 8, from 8 on
    ("" while undefined)."""

    score: Figure
    share: Figure
    band: str


def trust(credibility: int | None, reliability: int | None, intimacy: int | None, self_interest: int | None) -> Trust:
    """The score of four parts of 1 to 10. A missing part leaves it undefined (no_data); so does a part outside 1 to 10
    (not_applicable), self-interest 0 first of all."""
    parts = (credibility, reliability, intimacy, self_interest)
    filled = [part for part in parts if part is not None]
    if len(filled) < len(parts):
        return _undefined(NO_DATA)
    if not all(1 <= part <= 10 for part in filled):
        return _undefined(NOT_APPLICABLE)
    score = ratio(sum(filled[:3]), filled[3])
    value = score.value or Decimal(0)
    band = LOW if value < 3 else MIDDLE if value < 8 else HIGH
    return Trust(score, known((value - _LEAST) / (_MOST - _LEAST)), band)


def _undefined(reason: str) -> Trust:
    return Trust(undefined(reason), undefined(reason), "")
