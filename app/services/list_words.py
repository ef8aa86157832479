"""What a list shows, in words: for the head of its paper and for whoever is asked what will be printed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.formats import day_text, local
from app.i18n import gettext_text as _
from app.models import BY_KEY, Field
from app.services import lists, records
from app.services.lists import Filter, ListQuery
from app.services.present import lexicons, text_of


def words(session: Session, query: ListQuery) -> list[str]:
    """One sentence part for the text that is looked for and one for each filter, in the language in force."""
    found = [_("found by “{text}”").format(text=query.text.strip())] if query.text.strip() else []
    fields = lists.all_fields(BY_KEY[query.entity])
    told = [_said(session, fields[each.field], each) for each in query.filters if each.field in fields]
    chosen = [value for each in query.filters if each.field == "id" and each.operator == "in" for value in each.values]
    names = [_("chosen ones")] if len(chosen) > 1 else list(records.titles(session, BY_KEY[query.entity], chosen).values())
    return [*found, *told, *names]


def _said(session: Session, field: Field, wanted: Filter) -> str:
    label = _(field.label)
    if wanted.operator in ("from", "before"):
        sentence = _("{label} from {day} on") if wanted.operator == "from" else _("{label} before {day}")
        return sentence.format(label=label, day=_day(wanted.values[0]))
    if wanted.operator in ("empty", "filled"):
        return (_("{label} empty") if wanted.operator == "empty" else _("{label} filled")).format(label=label)
    values = _(", ").join(_value(session, field, each) for each in wanted.values)
    sentence = _("{label}: not {values}") if wanted.operator == "not_in" else _("{label}: {values}")
    return sentence.format(label=label, values=values)


def _day(value: date | datetime) -> str:
    return day_text(local(value).date() if isinstance(value, datetime) else value)


def _value(session: Session, field: Field, value: Any) -> str:
    if field.kind == "link":
        return records.titles(session, BY_KEY[field.link], [value]).get(value, "")
    if field.kind == "flag":
        return _("Yes") if value else _("No")
    return text_of(field, value, "", lexicons(session, {field.key: field}))
