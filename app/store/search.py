"""The search index: FTS5, one table an entity, each Chinese character a token, plus pinyin, initials and digits of phones.

Tokens are made here and not by a tokenizer of SQLite's: right for one- and two-character words, and the same on every
machine; its ``ascii`` tokenizer only parts them at the blanks. A record's ``doc`` column is its row in the index. The
documents are kept beside the index, so that a text found nearly everywhere need not be looked up in it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY, Entity, entities, fields_of
from app.models.base import table_of
from app.models.own import undisturbed
from app.models.session import Way, pulse
from app.store import own_fields
from app.store.changes import DELETED, Change
from app.store.documents import Document, Wanted, add_left, add_told, document, joined, owners, told, unheard
from app.store.pinyin import sort_key
from app.store.tables import file_facts
from app.store.tokens import match_expression, sounds, terms

_MANY = 2_000
"""From so many records on nothing is wiped out of the index row by row (4 ms each): it is written anew at the end instead,
and what was taken out of it is gone as well."""


def index_of(entity: type[Entity]) -> str:
    """The name of an entity's index."""
    return f"search_{entity.entity}"


def searchable() -> tuple[type[Entity], ...]:
    """The entities that have an index."""
    return tuple(entity for entity in entities() if entity.searched and not entity.append_only)


def create_tables(connection: sa.Connection) -> None:
    """Make every missing index table; idempotent."""
    for entity in searchable():
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {index_of(entity)} USING fts5("
            "words, sounds, digits, prefix='1 2 3', tokenize='ascii')"
        )
        connection.exec_driver_sql(f"INSERT INTO {index_of(entity)}({index_of(entity)}, rank) VALUES('secure-delete', 1)")


class FtsFinder:
    """The ``Finder`` of SQLite files."""

    def matches(self, entity: type[Entity], text: str, way: Way = "found") -> sa.ColumnElement[bool]:
        query, name = match_expression(text), index_of(entity)
        if not query:
            return sa.true()
        if way == "asked":
            return _document_matches(entity, text)
        inner = sa.text(f"SELECT rowid FROM {name} WHERE {name} MATCH :match").bindparams(match=query)  # noqa: S608
        # coalesce hides the column's index, so that SQLite walks the index of the order instead (1–11 ms against 15–70)
        doc = sa.func.coalesce(entity.doc, sa.null()) if way == "walked" else entity.doc
        return doc.in_(inner.columns(sa.column("rowid", sa.Integer)).scalar_subquery())

    def hits(self, session: Session, entity: type[Entity], text: str, limit: int) -> int:
        counted = sa.text(f"SELECT count(*) FROM ({_found(entity, text)} LIMIT :most)")  # noqa: S608
        return int(session.execute(counted, {"match": match_expression(text), "most": limit}).scalar_one())

    def newest(self, session: Session, entity: type[Entity], text: str, limit: int) -> list[int]:
        found = sa.text(f"{_found(entity, text)} ORDER BY 1 DESC LIMIT :most")
        return [row[0] for row in session.execute(found, {"match": match_expression(text), "most": limit})]

    def sounds(self, text: str) -> Sequence[str]:
        """How a Chinese text is found by its sound, as names are."""
        return tuple(sounds(text))


def _found(entity: type[Entity], text: str) -> str:
    """The rows of the index that a text finds; one in which nothing can be searched for finds every living record."""
    if not match_expression(text):
        return f"SELECT doc FROM {table_of(entity).name} WHERE deleted_at IS NULL AND doc IS NOT NULL AND :match = ''"  # noqa: S608
    return f"SELECT rowid FROM {index_of(entity)} WHERE {index_of(entity)} MATCH :match"  # noqa: S608


def _document_matches(entity: type[Entity], text: str) -> sa.ColumnElement[bool]:
    """The record's document says what it holds: 1–4 µs a row, where making the set of 100,000 hits takes 8–14 ms."""
    documents = sa.table(index_of(entity), *(sa.column(name) for name in ("rowid", "words", "sounds", "digits")))
    asked = (sa.or_(*(phrase.test(documents) for phrase in term)) for term in terms(text))
    return sa.exists().where(documents.c.rowid == entity.doc, *asked)


def update(session: Session, changes: Sequence[Change]) -> None:
    """Bring index and sort keys up to date with a write's changes, inside its transaction; with fields of the firm's own that
    it changed as they will be (they are in force only once it is done)."""
    if any(change.entity == own_fields.KEY for change in changes):
        with undisturbed():
            _update(session, changes, own_fields.heard_otherwise(session))
    else:
        _update(session, changes, {})


def _update(session: Session, changes: Iterable[Change], by_entity: Wanted) -> None:
    for change in changes:
        entity = BY_KEY[change.entity]
        if change.before is None or not unheard(entity).issuperset(change.after):
            by_entity.setdefault(entity, set()).add(change.id)
            add_left(entity, change.before, by_entity)
        if change.before is not None and set(entity.titles) & set(change.after):
            _add_owned(session, entity, change.id, by_entity)
    add_told(session, by_entity)
    for entity, ids in by_entity.items():
        if entity in searchable():
            index_records(session, entity, ids)


def _add_owned(session: Session, owner: type[Entity], owner_id: UUID, found: Wanted) -> None:
    """A renamed customer's people, visits and complaints are found by the new name too."""
    for entity in searchable():
        for key, field in fields_of(entity).items():
            if field.owned and field.link == owner.entity:
                column = sa.inspect(entity).columns[key]
                ids = session.execute(sa.select(entity.id).where(column == owner_id)).scalars()
                found.setdefault(entity, set()).update(ids)


def index_records(session: Session, entity: type[Entity], ids: Iterable[UUID]) -> None:
    """Index the records anew as they stand in the file."""
    pending = sorted(ids)  # made one after the other, they lie so in the index
    if len(pending) < _MANY or _indexed(session, entity, pending) < _MANY:
        _index(session, entity, pending)
        return
    name = index_of(entity)
    session.execute(sa.text(f"INSERT INTO {name}({name}, rank) VALUES('secure-delete', 0)"))
    _index(session, entity, pending)
    session.execute(sa.text(f"INSERT INTO {name}({name}, rank) VALUES('secure-delete', 1)"))
    session.execute(sa.text(f"INSERT INTO {name}({name}) VALUES('optimize')"))


def _indexed(session: Session, entity: type[Entity], ids: Sequence[UUID]) -> int:
    """How many of these records are in the index already."""
    table = table_of(entity)
    counts = (
        session.scalar(sa.select(sa.func.count(table.c.doc)).where(table.c.id.in_(ids[start : start + 500])))
        for start in range(0, len(ids), 500)
    )
    return sum(count or 0 for count in counts)


def _index(session: Session, entity: type[Entity], pending: Sequence[UUID]) -> None:
    table, silent = table_of(entity), unheard(entity)
    heard = [column for column in table.c if column.key not in silent]
    following = (session.execute(sa.select(sa.func.max(table.c.doc))).scalar() or 0) + 1
    for start in range(0, len(pending), 500):
        pulse(session)
        chunk = pending[start : start + 500]
        rows = session.execute(sa.select(*heard).where(table.c.id.in_(chunk)).order_by(table.c.id)).mappings().all()
        if not rows:  # erased, every one
            continue
        said = _said(entity, rows, owners(session, entity, rows), told(session, entity, chunk))
        following = _index_rows(session, entity, rows, said, following)


def _said(
    entity: type[Entity], rows: Iterable[Mapping[Any, Any]], names: Mapping[UUID, str], parts: Mapping[UUID, list[Document]]
) -> dict[UUID, Document]:
    """The documents of those that are not in the recycle bin."""
    links = [key for key, field in fields_of(entity).items() if field.owned]
    found = {}
    for row in rows:
        if row[DELETED] is None:
            owner = next((names[row[key]] for key in links if row[key] in names), "")
            own = document(entity, dict(row), owner)
            found[row["id"]] = joined((own, *parts[row["id"]])) if row["id"] in parts else own
    return found


def _index_rows(
    session: Session, entity: type[Entity], rows: Iterable[Mapping[Any, Any]], said: Mapping[UUID, Document], following: int
) -> int:
    table = table_of(entity)
    gone, documents, keys = [], [], []
    for row in rows:
        doc = row["doc"]
        if doc is not None:
            gone.append({"d": doc})
        else:
            doc, following = following, following + 1
        if row["id"] in said:  # the leading blank lets the first token be found like the others where a document is asked
            spoken, sounds, digits = said[row["id"]]
            documents.append({"d": doc, "w": f" {spoken}", "s": f" {sounds}", "n": f" {digits}"})
        keys.append({"b_id": row["id"], "b_doc": doc} | _sort_keys(table, row))
    _replace(session, index_of(entity), gone, documents)
    values: dict[str, Any] = {"doc": sa.bindparam("b_doc"), "updated_at": table.c.updated_at}
    values |= {"name_key": sa.bindparam("b_key")} if "name_key" in table.c else {}
    session.connection().execute(sa.update(table).where(table.c.id == sa.bindparam("b_id")).values(values), keys)
    return following


def _replace(session: Session, name: str, gone: list[dict[str, Any]], documents: list[dict[str, Any]]) -> None:
    if gone:
        session.execute(sa.text(f"DELETE FROM {name} WHERE rowid = :d"), gone)  # noqa: S608
    if documents:
        insert = f"INSERT INTO {name}(rowid, words, sounds, digits) VALUES (:d, :w, :s, :n)"  # noqa: S608
        session.execute(sa.text(insert), documents)


def _sort_keys(table: sa.FromClause, row: Mapping[Any, Any]) -> dict[str, str]:
    return {"b_key": sort_key(row["name"], row.get("surname") or "")} if "name_key" in table.c else {}


def rebuild(session: Session, told: Callable[[int, int], None] | None = None) -> None:
    """Make the whole index anew from the records; idempotent, used after migrations and repairs. ``told`` hears how many of how
    many records are done."""
    for entity in searchable():
        session.execute(sa.text(f"DROP TABLE IF EXISTS {index_of(entity)}"))
    create_tables(session.connection())
    ids = {entity: session.execute(sa.select(table_of(entity).c.id)).scalars().all() for entity in searchable()}
    done, whole = 0, sum(len(each) for each in ids.values())
    for entity, each in ids.items():
        table = table_of(entity)
        session.execute(sa.update(table).values(doc=None, updated_at=table.c.updated_at))
        for start in range(0, len(each), _AT_ONCE):
            index_records(session, entity, each[start : start + _AT_ONCE])
            done += len(each[start : start + _AT_ONCE])
            if told is not None:
                told(done, whole)
    _note_contents(session)


_CONTENTS, _FACT = "4", "search"
"""What an index holds, noted in the file: 2 brought the words of parts into the documents of their records, 3 takes the values
of retired fields of the firm's own out of them, 4 has every reading of a name's characters."""

_AT_ONCE = 2000
"""Records indexed between two words on how far it is."""


def is_up_to_date(session: Session) -> bool:
    """Whether a version that indexed as much as this one does made the index."""
    found = session.connection().exec_driver_sql("SELECT value FROM file_facts WHERE key = ?", (_FACT,))  # no compiling: a start
    return found.scalar() == _CONTENTS


def catch_up(session: Session) -> None:
    """Index anew what an older version left out, left in or heard otherwise, where the schema is the same; where it is not,
    the upgrade did so."""
    rebuild(session)


def _note_contents(session: Session) -> None:
    session.execute(sa.delete(file_facts).where(file_facts.c.key == _FACT))
    session.execute(sa.insert(file_facts).values(key=_FACT, value=_CONTENTS))
