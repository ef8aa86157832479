"""The sample company with hostile texts in every field of text (faults F76), each between marks by which it is known again.

Whatever shows ``Q17q`` shows the seventeenth text: ``wrong`` says where it does not stand there as it was stored.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY, Field, entities, fields_of
from app.models.base import table_of
from app.services import records
from app.services.sample import make_sample
from app.store.changes import Label
from app.store.store import create, open_file
from tests.hostile import HOSTILE

TEXT = frozenset({"name", "line", "text", "tags", "code", "listed", "phone", "url"})
KEPT = frozenset({"complaint_events", "custom_fields", "saved_views", "distinct_pairs", "settings"})
"""Entities whose texts are the program's own."""
EACH = 60
"""Records of a kind that get hostile texts; no list shows more at once."""
_MARK = re.compile(r"Q(\d+)q")


def marked(texts: Sequence[str]) -> list[str]:
    return [f"Q{number}q{text}q{number}Q" for number, text in enumerate(texts)]


def make(path: Path, canary: Path) -> None:
    """Write such a company to a new file. ``canary`` is a picture that two of the texts ask for."""
    create(path).close()
    store = open_file(path)
    try:
        store.write(Label("Sample"), make_sample, "en", date(2026, 7, 31))
        store.write(Label("Hostile"), _fill, marked([*canary_texts(canary), *HOSTILE]))
    finally:
        store.close()


def canary_texts(canary: Path) -> tuple[str, str]:
    return f'<img src="file://{canary}">', f'<p><img src="{canary}" width=20>'


def _fill(session: Session, texts: Sequence[str]) -> None:
    at = 0
    for entity in entities():
        table = table_of(entity)
        wanted = {} if entity.entity in KEPT else {key: field for key, field in fields_of(entity).items() if field.kind in TEXT}
        wanted.pop(entity.number_field, None)
        ids = session.execute(sa.select(table.c.id).where(table.c.deleted_at.is_(None)).limit(EACH)).scalars() if wanted else ()
        for one in list(ids):
            values, at = _values(wanted, texts, at)
            records.update(session, BY_KEY[entity.entity], one, values, sealed=True)


def _values(wanted: dict[str, Field], texts: Sequence[str], at: int) -> tuple[dict[str, str], int]:
    values = {}
    for key, field in wanted.items():
        text = texts[at % len(texts)]
        at += 1
        if len(text) <= (field.length or 200) and records.problem_with(field, records.tidied(field, text)) is None:
            values[key] = text
    return values, at + 1


def stored(session: Session) -> dict[str, set[str]]:
    """number -> the texts that stand in the file between its marks, without white space."""
    found: dict[str, set[str]] = {}
    for entity in entities():
        table = table_of(entity)
        columns = [table.c[key] for key, field in fields_of(entity).items() if field.kind in TEXT and key in table.c]
        for row in session.execute(sa.select(*columns)) if columns else ():
            for text in row:
                if isinstance(text, str) and (mark := _MARK.match(text)):
                    found.setdefault(mark[1], set()).add(folded(text))
    return found


def folded(text: str) -> str:
    """Without white space: lists and titles show one line, accounts groups of digits."""
    return "".join(text.split())


def numbers_in(texts: Iterable[str]) -> set[str]:
    return {number for text in texts for number in _MARK.findall(text)}


def wrong(shown: str, known: dict[str, set[str]]) -> list[str]:
    """The pieces of a shown text that begin like a stored one and do not go on like it, nor are cut with "…"."""
    text, found = folded(shown), []
    for mark in _MARK.finditer(text):
        piece = text[mark.start() :]
        variants = known.get(mark[1], set())
        if not any(piece.startswith(one) or _is_cut(piece, one) for one in variants):
            found.append(piece[:160])
    return found


def _is_cut(piece: str, whole: str) -> bool:
    at = next((index for index, (one, other) in enumerate(zip(piece, whole, strict=False)) if one != other), len(piece))
    return piece[at : at + 1] == "…" or piece[max(0, at - 1) : at] == "…"
