"""Handing over a copy of everything kept about a person: where it goes is asked, the ZIP is written beside the window."""

from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.analysis.filenames import shown_name
from app.formats import today
from app.i18n import gettext_text as _
from app.models import entity_named
from app.paths import documents_folder
from app.reports.person_data import paper
from app.safety.person_export import export_person
from app.services import records
from app.services.privacy_data import PersonData
from app.services.roles import Right
from app.ui.context import Context
from app.ui.guard.allowed import is_allowed
from app.ui.kit import choosing

_RIGHTS: tuple[Right, ...] = ("export", "sensitive", "person")
_FOLDER = "export.folder"


def hand_over(context: Context, entity: str, record_id: UUID, parent: QWidget) -> None:
    """Ask for the place and write the ZIP; that it left is noted."""
    if not all(is_allowed(context, right) for right in _RIGHTS):
        return
    name = context.gateway.read_now(records.get, entity_named(entity), record_id)["name"]
    folder = Path(str(context.preferences.get(_FOLDER, "")))
    folder = folder if folder.is_absolute() and folder.is_dir() else documents_folder()
    suggested = shown_name(_("Data of {name}").format(name=name) + f" {today().isoformat()}.zip")
    title, place = _("Hand over their data"), str(folder / suggested)
    chosen, _kind = choosing.save_file(parent.window(), title, place, "ZIP (*.zip)")
    if chosen:
        path = Path(chosen) if chosen.lower().endswith(".zip") else Path(chosen + ".zip")
        write(context, entity, record_id, path)


def write(context: Context, entity: str, record_id: UUID, path: Path) -> None:
    """Write it there, and say so."""
    context.preferences.set(_FOLDER, str(path.parent))

    def done(_data: PersonData) -> None:
        context.frame.toast(_("All data of the person written to {file}").format(file=path.name), file=path)

    failed = lambda error: context.frame.tell(error.sentence)  # noqa: E731
    context.gateway.run(export_person, context.gateway.store, entity, record_id, path, paper, done=done, failed=failed)
