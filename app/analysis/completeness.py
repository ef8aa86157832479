"""How complete a file is: weighted share of its filled fields (domain/30 C39, domain/05)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from app.analysis.figures import NOT_APPLICABLE, Figure, ratio, undefined

Weight = Literal["required", "important", "other"]
WEIGHTS: dict[str, int] = {"required": 3, "important": 2, "other": 1}

STALE_AFTER = 180
STALE_AFTER_A = 90


@dataclass(frozen=True, slots=True)
class FileField:
    """An applicable field of a file: its weight class and whether it's filled."""

    key: str
    weight: Weight
    filled: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a file; `stale`: last verified too long ago, so that what is filled counts half."""

    key: str
    fields: tuple[FileField, ...]
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Completeness:
    """Fractions overall and by section (not_applicable without fields), and the missing fields, weightiest first."""

    overall: Figure
    sections: tuple[tuple[str, Figure], ...]
    missing: tuple[str, ...]
    stale: tuple[str, ...]


def completeness(sections: Sequence[Section]) -> Completeness:
    """C39 over the sections that apply to this kind of customer."""
    fields = [field for section in sections for field in section.fields]
    empty = sorted((field for field in fields if not field.filled), key=lambda field: -WEIGHTS[field.weight])
    return Completeness(
        overall=_score(sections),
        sections=tuple((section.key, _score([section])) for section in sections),
        missing=tuple(field.key for field in empty),
        stale=tuple(section.key for section in sections if section.stale),
    )


def _score(sections: Iterable[Section]) -> Figure:
    filled, whole = Decimal(0), 0
    for section in sections:
        share = Decimal("0.5") if section.stale else Decimal(1)
        filled += share * sum(WEIGHTS[field.weight] for field in section.fields if field.filled)
        whole += sum(WEIGHTS[field.weight] for field in section.fields)
    return ratio(filled, whole) if whole else undefined(NOT_APPLICABLE)


def is_stale(verified: date | None, today: date, days: int = STALE_AFTER) -> bool:
    """Whether a section was last verified more than `days` ago. Never verified is not stale: nobody claimed it was."""
    return verified is not None and (today - verified).days > days
