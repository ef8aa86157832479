"""A list as it is shown, on paper: its columns, its order, what it was filtered by in words."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.i18n import gettext_text as _
from app.i18n import language
from app.models import BY_KEY, Field
from app.reports.document import Block, Column, Document, Empty, Paragraph, Table
from app.reports.heading import firm, listed, printed_text
from app.services import list_words, lists
from app.services.lists import ListQuery

MOST = 5000
"""So many rows are printed, about 150 sheets; more belongs in a file."""
_UPRIGHT = 6
_NUMBERS = ("money", "percent", "integer", "decimal")
_NARROW = ("choice", "flag", "date", "moment", "code", "phone")


EVERYBODY = ListQuery("customers", ("name", "grade", "status", "owner_id", "last_contact_at"), "name")


def build(session: Session, query: ListQuery = EVERYBODY) -> Document:
    """The rows of a list, at most ``MOST``; what is left out is said on the paper and beside it."""
    entity = BY_KEY[query.entity]
    query = _numbered(query)
    count = lists.count(session, query)
    rows = lists.page(session, query, 0, MOST)
    fields = [lists.all_fields(entity)[key] for key in query.columns]
    told = list_words.words(session, query)
    ours = firm(session)
    cut = _("The first {shown} of {count} rows.").format(shown=f"{len(rows):,}", count=f"{count:,}") if count > len(rows) else ""
    blocks: list[Block] = [Paragraph(_("Filtered by {what}").format(what=listed(told)), quiet=True)] if told else []
    table = Table(tuple(_column(field) for field in fields), tuple(tuple(text or None for text in row.texts) for row in rows))
    return Document(
        title=_(entity.plural),
        blocks=(*blocks, table if rows else Empty(_("There is nothing in this list.")), *_notice(cut)),
        meta=(_("{count} rows").format(count=f"{count:,}"), "", printed_text()),
        company=ours.name, logo=ours.logo, footer=(printed_text(),), language=language(),
        across=len(fields) > _UPRIGHT, note=cut,
    )  # fmt: skip


def _numbered(query: ListQuery) -> ListQuery:
    """The list with the records' numbers in front, where they have any."""
    number = BY_KEY[query.entity].number_field
    known = lists.all_fields(BY_KEY[query.entity])
    columns = tuple(key for key in query.columns if key in known)
    return replace(query, columns=(number, *columns) if number and number not in columns else columns)


def _column(field: Field) -> Column:
    weight = 0.0 if field.kind in _NARROW or field.kind in _NUMBERS else 1.0
    return Column(_(field.label), weight=weight, kind="number" if field.kind in _NUMBERS else "text")


def _notice(text: str) -> tuple[Block, ...]:
    return (Paragraph(text, quiet=True),) if text else ()
