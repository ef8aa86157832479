"""Which column was sent where by hand, by its header: proposed again for the next file with that column."""

from collections.abc import Mapping as Values
from typing import Any

from sqlalchemy.orm import Session

from app.exchange.mapping import Mapping, choosable
from app.exchange.names import bare
from app.services import settings

KEY = "import.columns"
_MOST = 500
"""Headers remembered of each kind of record; the oldest go first."""

Remembered = Values[str, Values[str, str]]
"""Entity -> bare header -> field, "" for the notes."""


def recall(session: Session) -> Remembered:
    """What was chosen by hand so far."""
    return dict(settings.value(session, KEY))


def remember(session: Session, mapping: Mapping) -> None:
    """Keep the columns that a person sent elsewhere than proposed. Runs in a quiet write: it is no step of its own."""
    chosen = {bare(column.header): column.field for column in mapping.columns if column.chosen and bare(column.header)}
    if not chosen:
        return
    known: dict[str, Any] = dict(settings.value(session, KEY))
    former = {header: field for header, field in known.get(mapping.entity, {}).items() if header not in chosen}
    whole = list({**former, **chosen}.items())[-_MOST:]
    settings.change(session, KEY, {**known, mapping.entity: dict(whole)})


def recalled(mapping: Mapping, remembered: Remembered) -> Mapping:
    """The mapping with what was chosen by hand before. Fields that are gone meanwhile are passed over."""
    known = remembered.get(mapping.entity, {})
    fields = {*choosable(mapping.entity), ""}
    for column in mapping.columns:
        wanted = known.get(bare(column.header))
        if wanted is not None and wanted in fields and wanted != column.field:
            mapping = mapping.with_choice(column.header, wanted)
    return mapping
