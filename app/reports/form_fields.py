"""Forms from field declarations: what a value is comes from its declaration, where it stands is written by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.analysis.money import capital
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.models import Entity, Field
from app.models.own import typed_fields
from app.reports.document import Block, FormField, FormGrid, Heading, Spacer
from app.services.present import Lexicons, shown_text

COLUMNS = 4
MARKED = N_("* must be filled in")


@dataclass(frozen=True, slots=True)
class Place:
    """A field on a form: columns it spans, writing lines, whether its choices print as boxes to tick, whether its amount is
    written out in capitals too (大写金额, on Chinese forms), and whether a flag that is not set means no (else it is open)."""

    key: str
    span: int = 1
    lines: int = 1
    ticks: bool = False
    capital: bool = False
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Boxes under a heading (a msgid; the empty text for none); ``key`` names the section for what stands below them,
    ``number`` stands before the heading (0 for none)."""

    title: str
    places: tuple[Place, ...]
    key: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Filling:
    """What is written into a form: a record's values, the names behind its links, the firm's own lists."""

    values: Mapping[str, Any]
    titles: Mapping[str, str]
    words: Lexicons


BLANK = Filling({}, {}, {})


def places(text: str) -> tuple[Place, ...]:
    """Places from a layout written as words: ``name:2`` spans two columns, ``notes:4x3`` has three lines, ``size:2*``
    prints its choices as boxes to tick, ``internal:2*!`` also the No of a flag that is not set, ``credit_limit:2^`` writes the
    amount out in capitals too."""
    return tuple(_place(word) for word in text.split())


def _place(word: str) -> Place:
    key, _colon, size = word.rstrip("*^!").partition(":")
    span, _times, lines = size.partition("x")
    return Place(key, int(span or 1), int(lines or 1), "*" in word, word.endswith("^"), word.endswith("!"))


def form_blocks(
    entity: type[Entity], parts: Iterable[Part], required: frozenset[str], filling: Filling,
    below: Mapping[str, tuple[Block, ...]] | None = None,
) -> tuple[Block, ...]:  # fmt: skip
    """The parts of a form, each with what stands ``below`` it by its key; ``MARKED`` at the foot of the page explains the mark
    of the required fields."""
    blocks: list[Block] = []
    for part in parts:
        if part.title:
            blocks.append(Heading(f"{part.number} {_(part.title)}" if part.number else _(part.title), 2))
        if part.places:
            blocks.append(form_grid(entity, part.places, required, filling))
        blocks += (below or {}).get(part.key, ())
    return tuple(blocks)


def signing_line(signers: tuple[str, ...]) -> tuple[Block, ...]:
    """One low box per signer, so that the form stays on one sheet."""
    boxes = tuple(FormField(_("{signer}, date").format(signer=each)) for each in signers)
    return Spacer(3), FormGrid(boxes, len(boxes))


def form_grid(entity: type[Entity], wanted: Iterable[Place], required: frozenset[str], filling: Filling) -> FormGrid:
    """Boxes for these fields, filled or empty."""
    fields = typed_fields(entity)
    return FormGrid(tuple(_box(fields[each.key], each, each.key in required, filling) for each in wanted), COLUMNS)


def _box(field: Field, place: Place, required: bool, filling: Filling) -> FormField:
    label = f"{_(field.label)} *" if required else _(field.label)
    value = filling.values.get(field.key)
    if place.ticks:
        chosen = _chosen(field, value, place.certain)
        return FormField(label, "", place.span, place.lines, tuple(_options(field).values()), chosen)
    text = shown_text(field, value, filling.titles.get(field.key, ""), filling.words)
    if place.capital and isinstance(value, int) and language() == "zh" and text:
        text = _("{amount} ({capital})").format(amount=text, capital=capital(value))
    return FormField(label, text, place.span, place.lines)


def _options(field: Field) -> dict[Any, str]:
    if field.kind == "flag":
        return {True: _("Yes"), False: _("No")}
    return {choice.code: _(choice.label) for choice in field.choices}


def _chosen(field: Field, value: Any, certain: bool) -> frozenset[str]:
    """Labels of what was chosen. An unset flag is left open unless that is ``certain``: of a consent nobody said no."""
    options = _options(field)
    codes = str(value).split(",") if field.kind == "choices" and value else [value]
    return frozenset(options[code] for code in codes if code in options and (certain or code is not False))
