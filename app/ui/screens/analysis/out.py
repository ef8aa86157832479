"""An analysis on its way out: its table to the clipboard or into a workbook."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from app.errors import AppError
from app.files import atomic_write
from app.i18n import gettext_text as _
from app.paths import documents_folder
from app.services import disclosures
from app.ui.guard.allowed import is_allowed
from app.ui.kit import choosing
from app.ui.screens.analysis import headed
from app.ui.screens.analysis.shown import Column, Row

if TYPE_CHECKING:
    from app.ui.screens.analysis.screen import AnalysisScreen

_KINDS = {"money": "money", "percent": "percent", "number": "decimal", "decimal": "decimal", "day": "date"}
_FOLDER = "export.folder"


def copy_table(screen: "AnalysisScreen") -> None:
    """The rows as shown, with their headers, separated by tabs."""
    if screen.shown is None or not is_allowed(screen.context, "export"):
        return
    lines = ["\t".join(_(column.label) for column in screen.table.columns)]
    lines += ["\t".join(_flat(cell.text) for cell in row.cells) for row in screen.table.rows]
    QGuiApplication.clipboard().setText("\n".join(lines))
    _note(screen, "exported", "")
    screen.context.frame.toast(_("Copied {count} rows").format(count=len(screen.table.rows)))


def _flat(text: str) -> str:
    """A text as one cell: no tab, no line end."""
    return " ".join(text.split())


def save_table(screen: "AnalysisScreen") -> None:
    """Ask where, and write the rows as a workbook with real numbers."""
    if screen.shown is None or not is_allowed(screen.context, "export"):
        return
    suggested = _folder(screen) / f"{_(screen.analysis.title)}.xlsx"
    name, _chosen = choosing.save_file(screen, _("Save the table as Excel"), str(suggested), "Excel (*.xlsx)")
    if name:
        save_to(screen, Path(name) if name.lower().endswith(".xlsx") else Path(name + ".xlsx"))


def copy_drawing(screen: "AnalysisScreen") -> None:
    """The drawing to the clipboard."""
    if screen.shown is not None and is_allowed(screen.context, "export"):
        screen.chart.copy(headed.heading_of(screen))
        _note(screen, "exported", "")
        screen.context.frame.toast(_("Copied the drawing"))


def save_drawing(screen: "AnalysisScreen") -> None:
    """Ask where, and write the drawing as a picture."""
    if screen.shown is None or not is_allowed(screen.context, "export"):
        return
    suggested = _folder(screen) / f"{_(screen.analysis.title)}.png"
    name, _chosen = choosing.save_file(screen, _("Save the drawing as PNG"), str(suggested), "PNG (*.png)")
    if name:
        save_drawing_to(screen, Path(name) if name.lower().endswith(".png") else Path(name + ".png"))


def save_drawing_to(screen: "AnalysisScreen", path: Path) -> None:
    """Write the picture, whole or not at all."""
    try:
        with atomic_write(path, shared=True) as file:
            file.write(screen.chart.png(headed.heading_of(screen)))
    except AppError as error:
        screen.context.frame.tell(error.sentence)
        return
    screen.context.preferences.set(_FOLDER, str(path.parent))
    _note(screen, "exported", str(path))
    screen.context.frame.toast(_("Saved the drawing as {file}").format(file=path.name), file=path)


def _folder(screen: "AnalysisScreen") -> Path:
    kept = Path(str(screen.context.preferences.get(_FOLDER, "")))
    return kept if kept.is_absolute() and kept.is_dir() else documents_folder()


def save_to(screen: "AnalysisScreen", path: Path) -> None:
    """Write the workbook beside the window."""
    title = _(screen.analysis.title)
    screen.context.preferences.set(_FOLDER, str(path.parent))
    screen.context.gateway.run(
        _write, path, title, screen.table.columns, list(screen.table.rows), done=lambda count: _saved(screen, path, count),
        failed=lambda error: screen.context.frame.tell(error.sentence),
    )  # fmt: skip


def _saved(screen: "AnalysisScreen", path: Path, count: int) -> None:
    _note(screen, "exported", str(path))
    screen.context.frame.toast(_("{count} rows written to {file}").format(count=count, file=path.name), file=path)


def _write(path: Path, title: str, columns: tuple[Column, ...], rows: list[Row]) -> int:
    from app.reports.sheet import Sheet, SheetColumn, write_sheet

    heads: list[Any] = [SheetColumn(_(column.label), _KINDS.get(column.kind, "text")) for column in columns]  # type: ignore[arg-type]
    lines = (
        [row.raw[place] if column.kind in _KINDS else row.cells[place].text for place, column in enumerate(columns)]
        for row in rows
    )
    return write_sheet(path, [Sheet(title, heads, lines)]).rows


def _note(screen: "AnalysisScreen", way: str, place: str) -> None:
    """Write down that these figures left the file."""
    ids = tuple(row.customer for row in screen.table.rows if row.customer is not None)
    out = disclosures.Out(way, screen.analysis.title, "customers", len(screen.table.rows), ids, place=place)
    screen.context.gateway.note(disclosures.note, out)
