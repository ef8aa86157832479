"""The head of a customer's file: how full it is, side by side, and what is missing, each a way to where it belongs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.formats import percent_text
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.services.customer_file import dimensions, label_of
from app.services.customer_view import CustomerView
from app.ui.kit.flow import FlowLayout
from app.ui.kit.layouts import clear, column
from app.ui.kit.meter import Meter, Meters
from app.ui.kit.widgets import PlainLabel, link_button

MOST_MISSING = 8


class FileHead(QWidget):
    """``wanted(key)`` for a field or part that is missing, ``dimension_wanted(key)`` for a side of the file."""

    wanted = Signal(str)
    dimension_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._view: CustomerView | None = None
        self._kind, self._all = "", False
        self.meters: dict[str, Meter] = {}
        self.sentence = PlainLabel("", "secondary")
        self.sentence.setObjectName("customers.fullness")
        self._bars = QVBoxLayout()
        lacks = QWidget()
        self._lacks = FlowLayout(lacks, 4)
        self.setLayout(column(self.sentence, self._bars, lacks, spacing=6))

    def show_view(self, view: CustomerView) -> None:
        """Show how full a customer's file is."""
        if self._view is not None and self._view.values["id"] != view.values["id"]:
            self._all = False
        self._view = view
        if self._kind != view.values["kind"]:
            self._make(view.values["kind"])
        self._show_meters(view)
        self._show_missing(view)

    def _make(self, kind: str) -> None:
        self._kind = kind
        clear(self._bars)
        self.meters = {each.key: Meter(f"file.meter.{each.key}") for each in dimensions(kind)}
        for key, meter in self.meters.items():
            meter.clicked.connect(lambda _on=False, key=key: self.dimension_wanted.emit(key))
        self._bars.addWidget(Meters(tuple(self.meters.values())))

    def _show_meters(self, view: CustomerView) -> None:
        figures = dict(view.file.sections)
        for each in dimensions(self._kind):
            checked = view.values.get(each.verified) if each.verified else None
            note = _("checked {day}, too long ago").format(day=checked) if each.key in view.file.stale else ""
            self.meters[each.key].set(_(each.title), figures[each.key].value, note)

    def _show_missing(self, view: CustomerView) -> None:
        percent = percent_text(view.completeness, 0)
        missing = view.missing if self._all else view.missing[:MOST_MISSING]
        told = _("The file is {percent} complete. Missing:") if missing else _("The file is complete.")
        self.sentence.setText(told.format(percent=percent))
        clear(self._lacks)
        for key in missing:
            button = link_button(_(label_of(key)), lambda key=key: self.wanted.emit(key))  # type: ignore[misc]
            button.setObjectName(f"file.missing.{key}")
            self._lacks.addWidget(button)
        rest = len(view.missing) - len(missing)
        if rest:
            text = ngettext_text("and {count} more", "and {count} more", rest).format(count=rest)
            more = link_button(text, self._show_all)
            more.setObjectName("file.missing.more")
            self._lacks.addWidget(more)

    def _show_all(self) -> None:
        self._all = True
        if self._view is not None:
            self._show_missing(self._view)

    def retranslate(self) -> None:
        """Words in the new language."""
        if self._view is not None:
            self.show_view(self._view)
