"""Which column was sent where by hand, and which choice a word in it means, by its header: proposed again for the next
file with that column."""

from collections.abc import Iterable
from collections.abc import Mapping as Values
from typing import Any

from sqlalchemy.orm import Session

from app.exchange.mapping import OUT, Mapping, choosable
from app.exchange.names import bare, public_fields
from app.services import settings

KEY, WORDS, KEPT = "import.columns", "import.words", "import.kept"
_MOST = 500
"""Headers remembered of each kind of record; the oldest go first."""

Remembered = Values[str, Values[str, str]]
"""Entity -> bare header -> field, "" for the notes."""

Meanings = Values[str, Values[str, Values[str, str]]]
"""Entity -> bare header -> word as compared -> code of a choice."""


def recall(session: Session) -> Remembered:
    """What was chosen by hand so far."""
    return dict(settings.value(session, KEY))


def recall_words(session: Session) -> Meanings:
    """Which choices words were said to mean so far."""
    return dict(settings.value(session, WORDS))


def remember_all(session: Session, mappings: Iterable[Mapping]) -> None:
    """The same for every kind of record of a file."""
    for mapping in mappings:
        remember(session, mapping)


def remember(session: Session, mapping: Mapping) -> None:
    """Keep the columns that a person sent elsewhere than proposed, and what words mean. Runs in a quiet write: it is no step
    of its own."""
    named = [column for column in mapping.columns if bare(column.header)]
    _keep(session, KEY, mapping.entity, {bare(column.header): column.field for column in named if column.chosen})
    fields, known = public_fields(mapping.entity), recall_words(session).get(mapping.entity, {})
    choosing = [column for column in named if column.field in fields and fields[column.field].choices]
    said = {bare(column.header): dict(column.words) for column in choosing if column.words or bare(column.header) in known}
    _keep(session, WORDS, mapping.entity, said)


def _keep(session: Session, key: str, entity: str, chosen: Values[str, Any]) -> None:
    if not chosen:
        return
    known: dict[str, Any] = dict(settings.value(session, key))
    former = {header: said for header, said in known.get(entity, {}).items() if header not in chosen}
    whole = list({**former, **chosen}.items())[-_MOST:]
    settings.change(session, key, {**known, entity: dict(whole)})


def kept_headers(session: Session, entity: str) -> frozenset[str]:
    """The headers under which imports wrote lines into notes."""
    return frozenset(settings.value(session, KEPT).get(entity, ()))


def remember_kept(session: Session, mapping: Mapping, notes: Iterable[str]) -> None:
    """Keep the headers of a file that begin lines of these notes: part of the import's own step, and taken back with it."""
    known: dict[str, list[str]] = dict(settings.value(session, KEPT))
    before = known.get(mapping.entity, [])
    missing = {one.header for one in mapping.columns if one.field != OUT and one.header} - {*before}
    found = [header for text in notes for line in text.splitlines() if (header := line.partition(": ")[0]) in missing]
    if found:
        settings.change(session, KEPT, {**known, mapping.entity: [*before, *dict.fromkeys(found)][-_MOST:]})


def recalled(mapping: Mapping, remembered: Remembered) -> Mapping:
    """The mapping with what was chosen by hand before. Fields that are gone meanwhile are passed over."""
    known = remembered.get(mapping.entity, {})
    fields = {*choosable(mapping.entity), "", OUT}
    for column in mapping.columns:
        wanted = known.get(bare(column.header))
        if wanted is not None and wanted in fields and wanted != column.field:
            mapping = mapping.with_choice(column.header, wanted)
    return mapping


def with_meanings(mapping: Mapping, meanings: Meanings) -> Mapping:
    """The mapping with what words were said to mean before, as far as the columns' fields have those choices."""
    known = meanings.get(mapping.entity, {})
    for column in mapping.columns:
        for word, code in known.get(bare(column.header), {}).items():
            mapping = mapping.with_word(column.header, word, code)
    return mapping
