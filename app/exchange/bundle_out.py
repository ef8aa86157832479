"""Changes since a day as one workbook for the owner's machine (two laptops, until their files merge)."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.exchange import existing
from app.exchange.bundle_file import DATA, DELETED, ID, MAIN, Sent, cells_of, sent_entities
from app.exchange.spreadsheet import Cell, Page, write_pages
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, fields_of, title_of
from app.models.base import table_of
from app.models.own import COLUMN, PREFIX, own_fields, spread, value_of
from app.models.types import now_utc
from app.services import roles
from app.services.past import Past, readable


class Touched(Protocol):
    """A record of the change log: what it was before the first change that counts."""

    @property
    def entity(self) -> str: ...
    @property
    def id(self) -> UUID: ...
    @property
    def made(self) -> bool: ...
    @property
    def before(self) -> dict[str, Any]: ...
    @property
    def former(self) -> dict[str, list[Any]]: ...


def write_changes(session: Session, path: Path, touched: Iterable[Touched]) -> int:
    """Write what these records became to an .xlsx file; returns how many records differ from what they were.

    The first sheets are customers, people, visits and complaints, also where nothing changed; then what belongs to them."""
    if path.suffix.casefold() != ".xlsx":
        raise ValidationError(N_("{file} must end with .xlsx."), file=path.name)
    roles.require_out(session)
    by_entity: dict[str, list[Touched]] = {}
    for one in touched:
        by_entity.setdefault(one.entity, []).append(one)
    pages = []
    for entity in sent_entities():
        several = by_entity.get(entity.entity, [])
        if several or entity.entity in MAIN:
            pages.append(_page(session, entity.entity, list(_sent(session, entity.entity, several))))
    return write_pages(path, pages)


def _sent(session: Session, entity: str, touched: Sequence[Touched]) -> Iterator[Sent]:
    """What is no longer what it once was. What was changed and changed back goes too: an earlier file may have told
    otherwise. Records made and thrown away again don't travel."""
    keys = [*existing_keys(entity), DELETED]
    now = existing.full(session, entity, [one.id for one in touched], keys)
    for one in touched:
        if one.id not in now or (one.made and now[one.id][DELETED] is not None):
            continue
        wanted = keys if one.made else [key for key in keys if key in one.before]
        fields = dict(_differing(entity, one, {key: now[one.id][key] for key in wanted}))
        if fields:
            yield Sent(entity, one.id, one.made, fields, {key: _former(entity, one, key) for key in fields})


def _former(entity: str, one: Touched, key: str) -> list[Any]:
    if not key.startswith(PREFIX):
        return one.former.get(key, [])
    field = own_fields(BY_KEY[entity])[key]
    return [value_of(field, (kept or {}).get(key.removeprefix(PREFIX))) for kept in one.former.get(COLUMN, [])]


def existing_keys(entity: str) -> list[str]:
    """The stored columns of a record that people fill, their own fields in one of them."""
    cls = BY_KEY[entity]
    return [*fields_of(cls), *([COLUMN] if COLUMN in table_of(cls).c else [])]


def _differing(entity: str, one: Touched, now: dict[str, Any]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """(field, (what it was, what it is)), the firm's own fields by their keys."""
    before = {} if one.made else spread(BY_KEY[entity], one.before)
    for key, value in spread(BY_KEY[entity], now).items():
        others = [each for each in (before.get(key), *_former(entity, one, key)) if each != value]
        if others:
            yield key, (others[0], value)


def _page(session: Session, entity: str, sent: Sequence[Sent]) -> Page:
    """Hidden cells first, so that nobody sorts them away; then what a person wants to read."""
    hidden = [cells_of(one) for one in sent]
    width = max((len(cells) for cells in hidden), default=2)
    header = [ID, DATA, *(f"{DATA}-{number}" for number in range(2, width)), _("Number"), _("Name"), _("What changed")]
    read = _readable(session, entity, sent)
    rows: list[list[Cell]] = [[*cells, *[""] * (width - len(cells)), *said] for cells, said in zip(hidden, read, strict=True)]
    return Page(entity, header, rows, tuple(range(width)))


def _readable(session: Session, entity: str, sent: Sequence[Sent]) -> Iterator[list[Cell]]:
    cls = BY_KEY[entity]
    wanted = list(dict.fromkeys(key for key in (cls.number_field, *cls.titles) if key))
    names = existing.full(session, entity, [one.id for one in sent], wanted)
    for one in sent:
        number = names[one.id][cls.number_field] if cls.number_field else ""
        yield [str(number or ""), title_of(cls, names[one.id]), said(session, one)]


def said(session: Session, one: Sent) -> str:
    """One line a field: "Phone: 1 → 2"."""
    before = None if one.made else {key: pair[0] for key, pair in one.fields.items()}
    after = {key: pair[1] for key, pair in one.fields.items()}
    lines = readable(session, BY_KEY[one.entity], [Past(now_utc(), None, "", before, after)])
    pairs = [(line.field, f"{line.before} → {line.after}" if line.before else line.after) for line in lines]
    return "\n".join(f"{name}: {text}" for name, text in pairs)
