"""Saving what this laptop's user changed since a day as a file for another laptop."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QDialog, QWidget

from app.errors import AppError
from app.exchange.bundle_out import write_changes
from app.formats import from_local, today
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.paths import documents_folder
from app.services import disclosures
from app.services.disclosures import Out
from app.ui.context import Context
from app.ui.guard.allowed import refusal
from app.ui.kit import choosing
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, name_it, primary, quiet

_SINCE = "changes.since"
_BACK = timedelta(days=30)


class ChangesDialog(QDialog):
    """From which day on; then where to."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName("changes")
        self.setWindowTitle(_("Changes for another laptop"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.day = QDateEdit(self._usual_day())
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setMaximumDate(_as_qt(today()))
        name_it(self.day, _("Changes since"), "changes.since")
        self.error = PlainLabel("", "error", wrap=True)
        self.error.hide()
        self.save_button = primary(_("Save"), self.submit, "download")
        self.save_button.setObjectName("changes.save")
        said = PlainLabel(_("The file comes in on the other laptop under Import; records are matched by their id."),
                          "secondary", wrap=True)  # fmt: skip
        box = column(PlainLabel(_("Changes since"), "label"), row(self.day, None), spacing=4)
        foot = row(self.save_button, quiet(_("Cancel"), self.reject), None)
        self.setLayout(column(box, said, self.error, 8, foot, spacing=12, margins=(24, 20, 24, 20)))
        self.setFixedWidth(440)
        self.adjustSize()

    def _usual_day(self) -> QDate:
        """The day up to which the last file went, else a month ago."""
        found = QDate.fromString(str(self.context.preferences.get(_SINCE, "")), Qt.DateFormat.ISODate)
        return found if found.isValid() else _as_qt(today() - _BACK)

    def submit(self) -> None:
        """Ask where to, and write."""
        if sentence := refusal(self.context, "export"):
            self._say(sentence)
            return
        path = self.ask_path()
        if path is not None:
            self.write(path)

    def ask_path(self) -> Path | None:
        """Where the file goes; None when the person changed their mind."""
        suggested = documents_folder() / (_("Changes since {day}").format(day=self._day().isoformat()) + ".xlsx")
        name, _filter = choosing.save_file(self, self.windowTitle(), str(suggested), "Excel (*.xlsx)")
        path = Path(name)
        return (path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")) if name else None

    def write(self, path: Path) -> None:
        """Write the file beside the window."""
        begin = from_local(datetime.combine(self._day(), time()))
        gateway = self.context.gateway
        gateway.touched_since(
            begin,
            done=lambda found: gateway.read(write_changes, path, found, done=lambda count: self._written(path, count),
                                            failed=self._failed),
        )  # fmt: skip

    def _written(self, path: Path, count: int) -> None:
        self.context.preferences.set(_SINCE, today().isoformat())
        text = ngettext_text("{count} changed record written to {file}", "{count} changed records written to {file}", count)
        self.context.frame.toast(text.format(count=count, file=path.name), file=path)
        out = Out("exported", "Changes for another laptop", count=count, sensitive=True, place=str(path))
        self.context.gateway.note(disclosures.note, out)
        self.accept()

    def _failed(self, error: AppError) -> None:
        self._say(error.sentence)

    def _say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()

    def _day(self) -> date:
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())


def _as_qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
