"""Two records field by field: for each field that differs, a choice like radio buttons of the value that stays."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QWidget

from app.formats import DASH, excerpt
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.services.merge import BOTH, KEPT, OTHER
from app.services.merge_view import Line
from app.ui.kit.layouts import clear, column
from app.ui.kit.widgets import ElidedLabel, link_button, literal, relabel, set_tip

_MOST = 400


class ValueChoice(QRadioButton):
    """One value that may stay; it gives way where room lacks, the whole text is in its tooltip."""

    def __init__(self, text: str, said: str) -> None:
        super().__init__()
        self._whole = " ".join(text.split())
        self.setAccessibleName(said)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_tip(self, excerpt(text, _MOST) if text != self._whole or len(text) > 30 else "")
        self._cut()

    def whole(self) -> str:
        """The text before it was cut."""
        return self._whole

    def sizeHint(self) -> QSize:
        return QSize(120, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def hitButton(self, place: QPoint) -> bool:
        """A click anywhere in its cell chooses it, not only on its words."""
        return self.rect().contains(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.width() - 28, 20)
        self.setText(literal(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)))


class FieldChoices(QWidget):
    """``show_lines(lines)``; ``choice()`` is what ``merge`` takes. Fields that are equal, or that one record alone has, fold."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.groups: dict[str, QButtonGroup] = {}
        self._lines: tuple[Line, ...] = ()
        self._open = False
        self._asked, self._rest = QGridLayout(), QGridLayout()
        self._folded = QWidget()
        self._folded.setProperty("kind", "ground")
        self._folded.setLayout(self._rest)
        self._more = link_button("", self._unfold)
        self._more.setObjectName("duplicates.more")
        for grid in (self._asked, self._rest):
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(2)
            for place, (stretch, least) in enumerate(((2, 60), (4, 60), (4, 60), (0, 88))):
                grid.setColumnStretch(place, stretch)
                grid.setColumnMinimumWidth(place, least)
        self.setLayout(column(self._asked, 8, self._more, self._folded, None, spacing=4))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these fields; what has to be decided first."""
        self._lines, self.groups = tuple(lines), {}
        asked = _to_decide(lines)
        rest = [line for line in lines if line not in asked]
        for grid, shown in ((self._asked, asked), (self._rest, rest)):
            clear(grid)
            for place, line in enumerate(shown):
                self._add(grid, place, line)
        self._open = not asked
        self._say(len(rest))

    def _add(self, grid: QGridLayout, place: int, line: Line) -> None:
        label = ElidedLabel(_(line.label), "label")
        grid.addWidget(label, place, 0)
        if not line.differs:
            grid.addWidget(ElidedLabel(" ".join(line.kept.split())), place, 1, 1, 2)
            return
        group = QButtonGroup(self)
        self.groups[line.key] = group
        texts = {KEPT: line.kept or DASH, OTHER: line.other or DASH, BOTH: _("Both")}
        for at, option in enumerate(line.options):
            button = ValueChoice(texts[option], f"{_(line.label)}: {texts[option]}")
            button.setObjectName(f"duplicates.{line.key}.{option}")
            button.setProperty("option", option)
            button.setChecked(option == line.default)
            group.addButton(button, at)
            grid.addWidget(button, place, at + 1)
            button.show()  # not only with the next layout: the keyboard may go there at once

    def choice(self) -> dict[str, str]:
        """Field key -> kept, other or both."""
        checked = {key: group.checkedButton() for key, group in self.groups.items()}
        return {key: str(button.property("option")) for key, button in checked.items() if button is not None}

    def first(self) -> QWidget | None:
        """Where the keyboard begins: the first choice there is."""
        return next((group.checkedButton() for group in self.groups.values()), None)

    def _unfold(self) -> None:
        self._open = not self._open
        self._say(len(self._lines) - len(_to_decide(self._lines)))

    def _say(self, rest: int) -> None:
        text = ngettext_text("{count} field that is equal or empty in one", "{count} fields that are equal or empty in one", rest)
        relabel(self._more, text.format(count=rest) + (" ▴" if self._open else " ▾"))
        self._more.setVisible(bool(rest))
        self._folded.setVisible(self._open and bool(rest))


def _to_decide(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.differs and line.kept and line.other]
