"""Filtering by a part of the country, above the texts that a region holds: 华东, 华南 … by the division code."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.i18n import gettext_text as _
from app.models.fields import Field
from app.services.regions import AREA_NAMES
from app.ui.kit.pick_list import KEY, ROW
from app.ui.kit.widgets import name_it
from app.ui.lists.filter_values import TextPanel
from app.ui.lists.wishes import AREA, Wish


class RegionPanel(TextPanel):
    """A part of the country chosen from a list, or a text."""

    def __init__(self, field: Field, wish: Wish | None, name: str) -> None:
        by_area = wish is not None and wish.how == AREA
        super().__init__(field, None if by_area else wish, name)
        self.wish = wish
        self.remove.setVisible(wish is not None)
        self.areas = QListWidget()
        name_it(self.areas, _("Part of the country"), f"{name}.areas")
        self.areas.setProperty("kind", "picks")
        for code, label in AREA_NAMES.items():
            item = QListWidgetItem(_(label), self.areas)
            item.setSizeHint(QSize(0, ROW))
            item.setData(KEY, code)
            if wish is not None and by_area and wish.values == (code,):
                self.areas.setCurrentItem(item)
        self.areas.setFixedHeight(ROW * len(AREA_NAMES) + 4)
        self.areas.itemClicked.connect(self._picked)
        self.areas.itemActivated.connect(self._picked)
        self.rest.insertWidget(0, self.areas)

    def _picked(self, item: QListWidgetItem) -> None:
        self._finish(Wish(self.field.key, AREA, (item.data(KEY),)))
