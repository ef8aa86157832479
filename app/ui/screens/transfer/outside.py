"""The files of an import that a person is asked for: what comes in, and where the rows that stay outside go."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.analysis.filenames import shown_name
from app.exchange.plan_types import ImportPlan
from app.exchange.refused import write_refused
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.paths import documents_folder
from app.ui.context import Context
from app.ui.kit import choosing
from app.ui.screens.transfer.start import ENTITY_WORDS

FILES = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "vcf", "ics")


def ask_file(context: Context, parent: QWidget) -> Path | None:
    """Which file comes in; None when the person changed their mind."""
    kinds = " ".join(f"*.{kind}" for kind in FILES)
    folder = str(context.preferences.get("import.folder", "") or documents_folder())
    offered = _("Tables") + f" ({kinds});;" + _("All files") + " (*)"
    name, _filter = choosing.open_file(parent, _("Choose a file"), folder, offered)
    return Path(name) if name else None


def save_outside(context: Context, parent: QWidget, plan: ImportPlan, source: Path | None) -> None:
    """Ask where to, write, and say how many rows went there."""
    path = ask_outside(parent, plan, source)
    if path is None:
        return

    def told(count: int) -> None:
        text = ngettext_text("{count} row written to {file}", "{count} rows written to {file}", count)
        context.frame.toast(text.format(count=count, file=path.name), file=path)

    failed = lambda error: context.frame.tell(error.sentence)  # noqa: E731
    context.gateway.run(write_refused, plan, path, _(ENTITY_WORDS[plan.entity]), done=told, failed=failed)


def ask_outside(parent: QWidget, plan: ImportPlan, source: Path | None) -> Path | None:
    """Where the rows go, beside the file they come from unless said otherwise; None when the person changed their mind."""
    folder = source.parent if source is not None else Path()
    sheet = plan.sheet.name if plan.sheet is not None and len(plan.sheet.sheets) > 1 else ""
    name = " – ".join(filter(None, (Path(plan.file).stem, shown_name(sheet))))
    suggested = folder / _("{name} – left out.xlsx").format(name=name)
    title = _("Save rows left out")
    name, chosen = choosing.save_file(parent, title, str(suggested), "Excel (*.xlsx);;CSV (*.csv)")
    path = Path(name)
    if name and path.suffix.lower() not in (".csv", ".xlsx"):
        path = path.with_name(path.name + (".csv" if "csv" in chosen else ".xlsx"))
    return path if name else None
