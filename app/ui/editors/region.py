"""A region: type 浦东 or pudong and choose, or go down from the province by the menu behind the sign; other text is kept."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QStringListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCompleter, QMenu

from app.analysis.regions import AREAS, Place, area_of
from app.i18n import gettext_text as _
from app.models.fields import Field
from app.services import regions
from app.ui.context import Context
from app.ui.editors.editor import LineEditor
from app.ui.kit.icons import put
from app.ui.kit.widgets import literal

_LINES = 10


class RegionEditor(LineEditor):
    """Province, city and district as text; the code is found by the text when it is stored."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self._found = QStringListModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_LINES)
        self._completer.setWidget(self.line)
        self._completer.activated[QModelIndex].connect(self._chosen)  # type: ignore[index]
        self.line.textEdited.connect(self._suggest)
        self.line.editingFinished.connect(self._settle)
        self._pick = QAction(self.line)
        put(self._pick, "map-pin", "secondary")
        self._pick.triggered.connect(self._show_places)
        self.line.addAction(self._pick, self.line.ActionPosition.TrailingPosition)
        self.retranslate()

    def retranslate(self) -> None:
        self._pick.setText(_("Choose province, city and district"))

    def _suggest(self, text: str) -> None:
        table = regions.table()
        self._found.setStringList([table.full_name(code) for code in table.search(text, _LINES)] if len(text) > 1 else [])
        if self._found.rowCount():
            self._completer.complete()
        else:
            self._hide()

    def _chosen(self, index: QModelIndex) -> None:
        self._take(str(index.data()))

    def _take(self, name: str) -> None:
        self.line.setText(name)
        self.changed.emit()

    def _settle(self) -> None:
        """A place that can be no other is written out: 深圳南山 becomes 广东省深圳市南山区."""
        text = self.line.text().strip()
        code = regions.code_of(text)
        if code and not self._open() and regions.table().full_name(code) != text:
            self._take(regions.table().full_name(code))

    def _open(self) -> bool:
        popup = self._completer.popup()
        return popup is not None and popup.isVisible()

    def _hide(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()

    # the menu ---------------------------------------------------------------------------------------------------------

    def places(self) -> QMenu:
        """The provinces by their part of the country; cities and districts open where the pointer or the keys go."""
        menu = QMenu(self.line)
        for area in AREAS:
            part = menu.addMenu(_(regions.AREA_NAMES[area]))
            for place in regions.table().below():
                if area_of(place.code) == area:
                    self._add(part, place)
        return menu

    def _add(self, menu: QMenu, place: Place) -> None:
        if not regions.table().below(place.code):
            self._add_choice(menu, place, place.name)
            return
        inner = menu.addMenu(literal(place.name))
        inner.aboutToShow.connect(lambda: self._fill(inner, place))

    def _fill(self, menu: QMenu, place: Place) -> None:
        if menu.isEmpty():
            self._add_choice(menu, place, _("All of {place}").format(place=place.name))
            menu.addSeparator()
            for each in regions.table().below(place.code):
                self._add(menu, each)

    def _add_choice(self, menu: QMenu, place: Place, text: str) -> None:
        name = regions.table().full_name(place.code)
        menu.addAction(literal(text)).triggered.connect(lambda: self._take(name))

    def _show_places(self) -> None:
        menu = self.places()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height())))

    def set_value(self, value: Any, title: str = "") -> None:
        self._hide()
        super().set_value(value, title)
