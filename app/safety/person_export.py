"""A copy of everything kept about a person, for them or for another keeper (PIPL 45, GDPR 15 and 20): one ZIP with JSON, a
table of each kind, a paper to read, and the attachments; with the history, and who received what."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.filenames import shown_name
from app.errors import StorageError
from app.files import atomic_write
from app.formats import moment_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, Complaint, Entity, entities, entity_named, fields_of
from app.models.attachment import Attachment
from app.models.base import table_of
from app.models.choices import DISCLOSURE_KIND
from app.models.complaint import ComplaintEvent
from app.models.own import typed_fields
from app.models.privacy import Disclosure
from app.models.types import now_utc, to_plain
from app.safety.erase_places import WHO, person
from app.safety.traces import Trace, pattern, traces, with_parts, words_of
from app.services import disclosures, records, roles
from app.services.past import Past, readable
from app.services.present import lexicons, text_of
from app.services.privacy_data import File, PersonData, Sheet
from app.services.sensitive import in_clear
from app.store import log
from app.store.changes import Label
from app.store.notes import note
from app.store.store import Store

Paper = Callable[[PersonData, Path], None]
"""Makes the PDF; reports are not this room's."""

_LOST = "LOST.txt"
WHAT = N_("All data of a person")
Found = dict[type[Entity], list[UUID]]


def export_person(store: Store, entity: str, record_id: UUID, out: Path, paper: Paper) -> PersonData:
    """Write the ZIP and note that it was made. ValidationError for a firm and for a role without the right to,
    ConflictError where the record is gone, StorageError where it cannot be written: what was at ``out`` is then unchanged."""
    with in_clear():  # their own
        store.read(roles.require_out)
        store.read(roles.require, "person")
        data = store.read(person_data, entity, record_id)
    with atomic_write(out) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        _write_paper(whole, data, paper, out.parent)
        whole.writestr("data.json", _json(data))
        for sheet in data.sheets:
            whole.writestr(f"{sheet.key}.csv", _csv(sheet))
        lost = list(_write_files(store, whole, data.files))
        if lost:
            whole.writestr(_LOST, "\n".join(lost))
    if not store.readonly:
        out_of = disclosures.Out("person", WHAT, entity, ids=(record_id,), sensitive=True, place=str(out))
        note(store, Label(disclosures.LABEL), disclosures.note, out_of)
    return data


def _write_paper(whole: zipfile.ZipFile, data: PersonData, paper: Paper, beside: Path) -> None:
    """Made beside the ZIP: where the person wants the data anyway, and nowhere else."""
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        printed = Path(folder) / "data.pdf"
        paper(data, printed)
        whole.write(printed, "data.pdf")


def person_data(session: Session, entity: str, record_id: UUID) -> PersonData:
    """Everything: the records and their parts, what is linked to them, texts that name them, history, disclosures, drafts."""
    kind, record = person(session, entity, record_id, held=True)
    own = with_parts(session, kind, record.id)
    linked = _linked(session, own)
    ids = [one for many in own.values() for one in many]
    words = words_of(session, own)
    found = traces(session, own, words | {one.hex: False for one in own[kind]})
    named = [one for one in found if not _is_other(one) and not _is_in(one, linked)]
    others = {one: several for one, several in linked.items() if one.entity not in WHO}
    sheets = [_sheet(session, one, several) for one, several in (*own.items(), *others.items())]
    since = min(session.scalars(sa.select(table_of(kind).c.created_at).where(table_of(kind).c.id.in_(own[kind]))))
    sheets += [_pointing(linked), _named(session, named, words), _history(session, own)]
    sheets += [_disclosed(session, entity, ids, since), _drafts(session, ids)]
    filled = tuple(sheet for sheet in sheets if sheet.plain)
    return PersonData(record.name, now_utc(), filled, tuple(_files(session, own, linked)))


def _is_other(one: Trace) -> bool:
    """Another person's own record is theirs."""
    return (one.entity in WHO and "name" in one.keys) or one.entity == Disclosure.entity  # those have a table of their own


def _is_in(one: Trace, linked: Found) -> bool:
    return one.id in linked.get(entity_named(one.entity), ())


def _linked(session: Session, own: Found) -> Found:
    """Records of others that say they are about the person: visits, complaints with their steps, who reports to them."""
    found: Found = {}
    for entity in entities():
        for key, field in fields_of(entity).items():
            ids = own.get(BY_KEY[field.link], []) if field.link else []
            if ids and key != "merged_into_id":
                mine, table = set(own.get(entity, ())), table_of(entity)
                some = session.scalars(sa.select(table.c.id).where(table.c[key].in_(ids)))
                found.setdefault(entity, []).extend(one for one in some if one not in mine and one not in found[entity])
    cases, steps = found.get(Complaint, []), table_of(ComplaintEvent)
    taken = sa.select(steps.c.id).where(steps.c.complaint_id.in_(cases)).order_by(steps.c.at, steps.c.id)
    found[ComplaintEvent] = list(session.scalars(taken))
    return {entity: ids for entity, ids in found.items() if ids}


def _sheet(session: Session, entity: type[Entity], ids: Sequence[UUID]) -> Sheet:
    fields = {key: field for key, field in typed_fields(entity).items() if field.kind not in ("opaque", "image")}
    words = lexicons(session, fields)
    values = [records.get(session, entity, one) for one in ids]
    used = [key for key in fields if any(row.get(key) not in (None, "") for row in values)]
    rows, plain = [], []
    for row in values:
        titles = records.link_titles(session, entity, row)
        rows.append(tuple(text_of(fields[key], row[key], titles.get(key, ""), words) for key in used))
        plain.append({"id": row["id"].hex, **{key: to_plain(row[key]) for key in used}})
    return Sheet(entity.entity, _(entity.plural), tuple(_(fields[key].label) for key in used), tuple(rows), tuple(plain))


def _pointing(linked: Found) -> Sheet:
    """Records of other people that refer to this one: that they do, and nothing of theirs."""
    some = [(entity, one) for entity, ids in linked.items() if entity.entity in WHO for one in ids]
    rows = tuple((_(entity.label), one.hex) for entity, one in some)
    plain = tuple({"kind": entity.entity, "id": one.hex} for entity, one in some)
    return Sheet("referred", _("Records that refer to the person"), (_("Kind of record"), _("Record")), rows, plain)


def _named(session: Session, named: Iterable[Trace], words: Iterable[str]) -> Sheet:
    """Only the texts that name the person: the rest of those records is about others."""
    rows, plain, wanted = [], [], pattern(words)
    for one in named:
        entity, table = entity_named(one.entity), table_of(entity_named(one.entity))
        row = session.execute(sa.select(table).where(table.c.id == one.id)).mappings().one()
        texts = {key: str(row[key]) for key in one.keys if wanted is not None and wanted.search(str(row[key]))}
        fields = fields_of(entity)
        rows += [(_(entity.label), one.title, _(fields[key].label) if key in fields else "", text) for key, text in texts.items()]
        plain.append({"kind": one.entity, "id": one.id.hex, **texts})
    heads = (_("Kind of record"), _("Record"), _("Field"), _("Text"))
    return Sheet("mentions", _("Texts of others that name the person"), heads, tuple(rows), tuple(plain))


def _history(session: Session, own: Found) -> Sheet:
    rows, plain = [], []
    for entity, ids in own.items():
        for one in ids:
            entries = log.history(session, one, limit=100_000)
            pasts = [Past(e.at, e.actor, e.label.text, e.change.before, e.change.after) for e in entries]
            rows += [
                (moment_text(line.at), line.who, _(entity.label), line.step, line.field, line.before, line.after)
                for line in readable(session, entity, pasts)
            ]
            plain += [_entry(entity, one, entry) for entry in entries]
    heads = (_("At"), _("By"), _("Kind of record"), _("Step"), _("Field"), _("Before"), _("After"))
    return Sheet("history", _("History"), heads, tuple(rows), tuple(plain))


def _entry(entity: type[Entity], record_id: UUID, entry: log.Entry) -> dict[str, Any]:
    sides = entry.change.before, entry.change.after
    before, after = (side and {key: to_plain(value) for key, value in side.items()} for side in sides)
    return {"kind": entity.entity, "id": record_id.hex, "at": to_plain(entry.at), "before": before, "after": after}


def _disclosed(session: Session, entity: str, ids: Sequence[UUID], since: datetime) -> Sheet:
    kinds = {choice.code: choice.label for choice in DISCLOSURE_KIND}
    found = disclosures.about(session, entity, ids, since)
    said = [tuple(_(text) if text else "" for text in (one.what, one.place)) for one in found]
    rows = tuple((moment_text(one.at), _(kinds[one.kind]), one.who, *words) for one, words in zip(found, said, strict=True))
    keys = ("kind", "what", "place")
    plain = tuple({"id": one.id.hex, "at": to_plain(one.at), **{key: getattr(one, key) for key in keys}} for one in found)
    return Sheet("disclosures", _("Who received what"), (_("At"), _("Kind"), _("By"), _("What"), _("Where to")), rows, plain)


def _drafts(session: Session, ids: Iterable[UUID]) -> Sheet:
    from app.store import drafts

    wanted = {one.hex for one in ids}
    found = [(key, drafts.find(session, key) or {}) for key in drafts.keys(session)]
    mine = [(key, body) for key, body in found if any(one in key.replace("-", "") for one in wanted)]
    rows = tuple((key, json.dumps(body, ensure_ascii=False)) for key, body in mine)
    return Sheet("drafts", _("Drafts"), (_("Draft"), _("Text")), rows, tuple({"key": key, **body} for key, body in mine))


def _files(session: Session, own: Found, linked: Found) -> Iterator[File]:
    """The attachments of the person's own records, and of the complaints and visits they are linked to."""
    table, seen = table_of(Attachment), set[UUID]()
    for entity, ids in (*own.items(), *linked.items()):
        for key, field in fields_of(Attachment).items():
            if field.owned and field.link == entity.entity:
                for row in session.execute(sa.select(table).where(table.c[key].in_(ids))).mappings():
                    if row["id"] not in seen:
                        seen.add(row["id"])
                        yield File(row["name"], entity.entity, row["digest"], row["size"])


def _json(data: PersonData) -> str:
    whole = {"name": data.name, "at": to_plain(data.at), "format": 1, "data": {sheet.key: sheet.plain for sheet in data.sheets}}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _csv(sheet: Sheet) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.heads)
    writer.writerows([_safe(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """No cell is a formula where a spreadsheet opens it; numbers and phones are none."""
    number = cell[1:].replace(" ", "").replace("-", "").replace(".", "").isdigit()
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not number else cell


def _write_files(store: Store, whole: zipfile.ZipFile, files: Iterable[File]) -> Iterator[str]:
    """Put the contents in; yields the names of those that are nowhere."""
    used: set[str] = set()
    for file in files:
        name = _free_name(shown_name(file.name), used)
        try:
            whole.writestr(f"attachments/{name}", store.blobs.read(file.digest, file.name))
        except StorageError as error:
            yield error.sentence


def _free_name(name: str, used: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    for number in range(1, 10_000):
        tried = name if number == 1 else f"{stem or name} ({number}){dot}{ending if dot else ''}"
        if tried.casefold() not in used:
            used.add(tried.casefold())
            return tried
    return name
