"""Between which two gradings movements are shown."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.formats import local
from app.i18n import gettext_text as _
from app.services.grading import Past, gradings
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, name_it

Two = tuple[UUID | None, UUID | None]


class Between(QWidget):
    """``changed`` when another of the two is chosen; while nobody chose, they are the newest and the one before it."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._past: tuple[Past, ...] = ()
        self.first, self.second = CalmCombo(), CalmCombo()
        self.labels = PlainLabel("", "label"), PlainLabel("", "label")
        for box in (self.first, self.second):
            box.setFixedWidth(236)
            box.activated.connect(self.changed)
        sides = (column(label, box, spacing=4) for label, box in zip(self.labels, (self.first, self.second), strict=True))
        self.setLayout(row(*sides, spacing=8))
        self.retranslate()

    def fill(self) -> None:
        """Read which gradings there are."""
        self._context.gateway.read(gradings, done=self._filled)

    def _filled(self, past: tuple[Past, ...]) -> None:
        newer, before = past[:1] != self._past[:1], self.value()
        chosen = (None, None) if newer else before
        self._past = past
        if not past:
            for box in (self.first, self.second):
                box.clear()
        for box, usual, key in ((self.first, 1, chosen[0]), (self.second, 0, chosen[1])):
            box.clear()
            for one in past:
                box.addItem(_name(one, past), one.id)
            place = box.findData(key) if key is not None else usual
            box.setCurrentIndex(min(place, box.count() - 1))
        if before != (None, None) and self.value() != before:  # one was taken back, or a newer one is there
            self.changed.emit()

    def value(self) -> Two:
        """The two gradings; None for the usual ones."""
        return self.first.currentData(), self.second.currentData()

    def retranslate(self) -> None:
        """Words in the language in force."""
        for label, box, word, name in zip(self.labels, (self.first, self.second), (_("From the grading of"), _("To that of")),
                                          ("first", "second"), strict=True):  # fmt: skip
            label.setText(word)
            name_it(box, word, f"analysis.between.{name}")
        if self._past:
            self._filled(self._past)


def _name(one: Past, past: tuple[Past, ...]) -> str:
    """Its day, with the hour it was computed at where several are of that day."""
    words = _("{day}, final") if one.final else _("{day}, provisional")
    several = sum(other.as_of == one.as_of for other in past) > 1
    day = one.as_of.isoformat()
    return words.format(day=day) + (f" · {local(one.computed_at):%m-%d %H:%M}" if several else "")
