"""The commands that take data out of the file: lists, cards and reports. The role must allow it, and it is noted."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from app import commands_changes
from app.commands import data_path, reading
from app.i18n import N_, language, use_language

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from app.reports.document import Document
    from app.store.store import Store

_CHANGES = N_("Changes for another laptop")
_JSON = "list --json"
_SUBJECTS = {"customer": "customers", "person": "contacts", "complaint": "complaints", "memo": "phone_memos"}


def export(options: argparse.Namespace) -> None:
    """Write every record of an entity to a file."""
    from app.models import BY_KEY

    with reading(options) as store:
        count, actor = _written(store, options), store.actor
    kind = options.entity
    title = _CHANGES if kind == commands_changes.CHANGES else BY_KEY[kind].plural
    _note(options, actor, what=title, target=kind if kind in BY_KEY else "", count=count)
    print(options.out)


def _written(store: "Store", options: argparse.Namespace) -> int:
    from app.exchange.calendar_writer import export_calendar
    from app.exchange.card_writer import export_cards
    from app.exchange.export import export as write_out
    from app.reports.subject import find_colleague

    if options.entity == commands_changes.CHANGES:
        return commands_changes.write_out(store, options)
    if options.out.suffix.casefold() == ".vcf":
        return store.read(export_cards, options.out, options.vcard)
    if options.out.suffix.casefold() == ".ics":
        who = store.read(find_colleague, options.person)
        return store.read(export_calendar, options.out, everything=options.all, owner=who.id if who else None)
    return store.read(write_out, options.entity, options.out, encoding=options.encoding)


def list_json(options: argparse.Namespace) -> None:
    """Print records as JSON objects by field name: an export in all but name."""
    from app.exchange.listing import listing
    from app.models import BY_KEY
    from app.services import roles

    with reading(options) as store:
        found, actor = store.read(listing, options.entity, options.find, options.limit), store.actor
        clear = store.read(roles.may, "sensitive")
    what = BY_KEY[options.entity].plural
    _note(options, actor, what=what, target=options.entity, count=len(found), sensitive=clear, place=_JSON)
    print(json.dumps(found, ensure_ascii=False, indent=1))


def report(options: argparse.Namespace) -> None:
    """Print a report in either language; the month's complaints also as a workbook, where the file ends with .xlsx."""
    from app.reports import build
    from app.reports import report as named
    from app.reports.pdf import render
    from app.reports.workbook import write_workbook
    from app.services import roles

    chosen, asked = options.lang or language(), named(options.report)
    as_workbook = options.report == "complaints" and options.out.suffix.casefold() == ".xlsx"
    values = {name: getattr(options, name) for name in asked.parameters if name != "query"}
    with reading(options) as store:
        if not asked.form:
            store.read(roles.require_out)
        if as_workbook:
            document, actor = store.read(_figures, chosen, options.month), store.actor
        else:
            document, actor = store.read(lambda session: build(session, options.report, chosen, **values)), store.actor
    with use_language(chosen):
        (write_workbook if as_workbook else render)(document, options.out)
    if not asked.form:
        _note(options, actor, what=asked.title, target=next((_SUBJECTS[name] for name in values if name in _SUBJECTS), ""))
    print(options.out)


def _figures(session: "Session", chosen: str, month: str) -> "Document":
    """The month's figures as they are now, in a language."""
    from app.reports.complaints_month import figures

    with use_language(chosen):
        return figures(session, month).document


def _note(options: argparse.Namespace, actor: "UUID | None", **values: Any) -> None:
    """Who took what where; in the file, or beside it while a window has it."""
    from app.safety.noted_later import note_out
    from app.services.disclosures import Out

    note_out(data_path(options), Out("exported", **{"place": _place(options), **values}), actor)


def _place(options: argparse.Namespace) -> str:
    return str(options.out.absolute()) if hasattr(options, "out") else ""
