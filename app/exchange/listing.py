"""Records as plain JSON values, keyed by public field names: what ``list --json`` prints."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.exchange import existing
from app.exchange.names import public_fields
from app.formats import visible, zone
from app.models import BY_KEY, Field
from app.services import lists, records, roles
from app.services.sensitive import emptied

_MOST = 10_000_000


def listing(session: Session, entity: str, find: str = "", limit: int | None = None) -> list[dict[str, Any]]:
    """Every field of the records found, in the order of their numbers (people: of their names).

    Choices are their codes, links the name of the record behind them, days ``2026-07-31``, moments on the firm's clock
    with its offset, amounts in yuan; None where nothing is known, or the role does not show it. ValidationError where the
    role takes nothing out of the file: this is an export in all but name.
    """
    roles.require(session, "export")
    cls, fields = BY_KEY[entity], public_fields(entity)
    query = lists.ListQuery(entity, (), sort=cls.number_field or "name", text=find)
    ids = lists.ids(session, query, _MOST if limit is None else limit)
    found = existing.full(session, entity, ids)
    if not roles.may(session, "sensitive"):
        found = {key: emptied(cls, row) for key, row in found.items()}
    titles = {
        name: records.titles(session, BY_KEY[field.link], {row[field.key] for row in found.values() if row[field.key]})
        for name, field in fields.items()
        if field.kind == "link"
    }
    return [{name: _plain(field, found[one][field.key], titles.get(name, {})) for name, field in fields.items()} for one in ids]


def _plain(field: Field, value: Any, titles: dict[Any, str]) -> Any:
    if field.kind == "link":
        return titles.get(value)
    if isinstance(value, datetime):
        return value.astimezone(zone()).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return float(Decimal(value).scaleb(-2)) if field.kind in ("money", "percent") and value is not None else value


def table(session: Session, entity: str, names: tuple[str, ...], find: str = "", limit: int | None = None) -> list[list[str]]:
    """The same records as lines of text in the language in force, for reading in a terminal."""
    cls, fields = BY_KEY[entity], public_fields(entity)
    columns = tuple(fields[name].key for name in names)
    query = lists.ListQuery(entity, columns, sort=cls.number_field or "name", text=find)
    rows = lists.page(session, query, 0, _MOST if limit is None else limit)
    return [[visible(" ".join(text.split())) for text in row.texts] for row in rows]
