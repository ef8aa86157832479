"""What the window writes down of data that leave it (``services/disclosures.py``)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from app.models import entity_named
from app.reports import Report
from app.services.disclosures import Out

_OF = {"customer": "customers", "person": "contacts", "complaint": "complaints"}


def paper_out(kind: str, report: Report, wanted: Mapping[str, Any], place: str) -> Out:
    """A report of a customer, of a person, of a list, or of a month."""
    subject = next((key for key in _OF if isinstance(wanted.get(key), UUID)), "")
    query = wanted.get("query")
    target = _OF.get(subject, query.entity if query is not None else "")
    ids = (wanted[subject],) if subject else ()
    return Out(kind, report.title, target, ids=ids, sensitive=bool(wanted.get("clear")), place=place)


def list_out(entity: str, path: Path, ids: Sequence[UUID] | None, count: int, keys: Sequence[str] | None, clear: bool) -> Out:
    """A list written to a file; ``ids`` None is all of its kind, ``keys`` None every field somebody has."""
    what = entity_named(entity).plural
    return Out("exported", what, entity, count, tuple(ids or ()), tuple(keys or ()), clear, str(path))
