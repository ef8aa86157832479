"""Lists on their way out: the commands a list screen offers for files."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models import entity_named
from app.paths import documents_folder
from app.services import disclosures, lists
from app.services.lists import ListQuery
from app.services.sensitive import in_clear
from app.ui.context import Command, Context
from app.ui.guard.allowed import is_allowed, refusal
from app.ui.guard.disclosing import list_out
from app.ui.kit import choosing

_IMPORT = {
    "customers": N_("Import customers"), "contacts": N_("Import people"), "visits": N_("Import visits"),
    "complaints": N_("Import complaints"),
}  # fmt: skip
_FOLDER = "export.folder"


def transfer_commands(context: Context, screen: QWidget, query: Callable[[], ListQuery]) -> tuple[Command, ...]:
    """What every list offers: import (where that exists), export of what it shows, export of everything."""
    entity = query().entity
    found = []
    if entity in _IMPORT:
        found.append(Command(_IMPORT[entity], lambda: context.frame.begin("import", {"entity": entity}), "upload"))
    found.append(Command(N_("Export this list"), lambda: _ask(context, screen, entity, query()), "download"))
    shown = lambda: context.frame.begin("reports", {"report": "list", "query": query()})  # noqa: E731
    found.append(Command(N_("Print this list"), shown, "printer"))
    found.append(Command(N_("Export all"), lambda: _ask(context, screen, entity, None), "download"))
    return tuple(found)


_KINDS = (
    "Excel (*.xlsx)", "CSV (*.csv)", N_("CSV for older Chinese programs, GB18030 (*.csv)"), "vCard 4.0 (*.vcf)",
    "vCard 3.0 (*.vcf)",
)  # fmt: skip
_CALENDAR = N_("Calendar of the planned visits (*.ics)")
_CLEAR = N_("Excel with sensitive values (*.xlsx)")


def _in_clear(session: Any, *args: Any) -> int:
    from app.exchange.export import export

    with in_clear():
        return export(session, *args)


def _ask(context: Context, screen: QWidget, entity: str, query: ListQuery | None) -> None:
    path, kind = ask_path(context, screen, entity)
    if path is not None:
        export_to(context, entity, path, query, kind=kind)


def export_ids(context: Context, screen: QWidget, entity: str, ids: Sequence[UUID]) -> None:
    """Ask where these records go, and write them."""
    path, kind = ask_path(context, screen, entity)
    if path is not None:
        export_to(context, entity, path, None, ids, kind)


def ask_path(context: Context, screen: QWidget, entity: str) -> tuple[Path | None, str]:
    """Where the file goes and as what; None when the person changed their mind, or may not."""
    if not is_allowed(context, "export"):
        return None, ""
    folder = Path(str(context.preferences.get(_FOLDER, "")))
    folder = folder if folder.is_absolute() and folder.is_dir() else documents_folder()
    suggested = str(folder / f"{_(entity_named(entity).plural)}.xlsx")
    clear = entity in ("customers", "contacts") and not refusal(context, "sensitive")
    calendar = [_CALENDAR] if entity == "visits" else []
    offered = (*(_KINDS if entity == "contacts" else _KINDS[:3]), *calendar, *([_CLEAR] if clear else []))
    name, chosen = choosing.save_file(screen, _("Export"), suggested, ";;".join(_(each) for each in offered))
    return (_with_ending(Path(name), chosen) if name else None), chosen


def _with_ending(path: Path, chosen: str) -> Path:
    """A name without an ending of ours gets the one of the kind that was chosen."""
    if path.suffix.lower() in (".csv", ".xlsx", ".vcf", ".ics"):
        return path
    return path.with_name(path.name + next((kind for kind in (".csv", ".vcf", ".ics") if kind in chosen), ".xlsx"))


def export_to(
    context: Context, entity: str, path: Path, query: ListQuery | None, chosen: Sequence[UUID] | None = None, kind: str = ""
) -> None:
    """Write a list with the columns it shows, or ``chosen`` records, or everything, beside the window; say how many went out.

    ``kind`` is what was chosen in the dialog: the encoding of a CSV file, the version of cards."""
    from app.exchange.calendar_writer import export_calendar
    from app.exchange.card_writer import export_cards
    from app.exchange.export import export

    context.preferences.set(_FOLDER, str(path.parent))
    clear = kind.startswith(_(_CLEAR).split(" (")[0])

    def done(count: int, ids: Sequence[UUID] | None) -> None:
        context.gateway.note(disclosures.note, list_out(entity, path, ids, count, query.columns if query else None, clear))
        text = ngettext_text("{count} row written to {file}", "{count} rows written to {file}", count)
        context.frame.toast(text.format(count=count, file=path.name), file=path)

    def write(ids: Sequence[UUID] | None) -> None:
        failed = lambda error: context.frame.tell(error.sentence)  # noqa: E731
        if path.suffix.lower() == ".vcf":
            version = "3.0" if "3.0" in kind else "4.0"
            context.gateway.read(export_cards, path, version, ids=ids, done=lambda count: done(count, ids), failed=failed)
        elif path.suffix.lower() == ".ics" and entity == "visits":
            context.gateway.read(export_calendar, path, ids, done=lambda count: done(count, ids), failed=failed)
        else:
            encoding = "gb18030" if "GB18030" in kind and path.suffix.lower() == ".csv" else "utf-8"
            shown = query.columns if query is not None else None
            work = _in_clear if clear else export
            context.gateway.read(work, entity, path, ids, shown, encoding, done=lambda count: done(count, ids), failed=failed)

    if query is None:
        write(chosen)
    else:
        context.gateway.read(lists.ids, query, done=write)
