"""One care date: what to do by when, what to say, what the gift may cost; what a move needs is asked in its place."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from app.analysis import care_moves
from app.analysis.moves import Move
from app.errors import AppError
from app.formats import excerpt
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.care import CareTask
from app.services import care_list
from app.services.asked import Asked
from app.services.care import CareItem
from app.services.care_list import CareDetail
from app.ui.context import Context
from app.ui.editors.editor import firm_now
from app.ui.forms.draft_values import Sent
from app.ui.gateway import Label
from app.ui.kit.delegates import due_cell
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import Card, PlainLabel, link_button, literal, relabel, secondary
from app.ui.records.record import RecordPane
from app.ui.records.step_panel import Of, Prefilled, StepPanel
from app.ui.screens.care.words import due_words, gift_words, state_of, title_of, whom


class CarePane(QWidget):
    """The pane at the right of the list."""

    taken = Signal()
    """A move was taken: the care date may be gone from the list."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.item: CareItem | None = None
        self._owner = ""
        self._detail: CareDetail | None = None
        self.step: StepPanel | None = None
        self.pane = RecordPane("care.record")
        self.words, self.gift = PlainLabel("", "", wrap=True, selectable=True), PlainLabel("", "secondary", wrap=True)
        self.words.setObjectName("care.words")
        self.gift.setObjectName("care.gift")
        self.reason = PlainLabel("", "danger", wrap=True)
        self.reason.setObjectName("care.reason")
        self.copy = secondary("", self.copy_words, "copy")
        self.customer = link_button("", lambda: self._go("customers"))
        self.person = link_button("", lambda: self._go("people"))
        for name, widget in (("copy", self.copy), ("customer", self.customer), ("person", self.person)):
            widget.setObjectName(f"care.{name}")
        self.card = Card(12)
        self.card.body.addWidget(self.words)
        self.card.body.addLayout(row(self.copy, None))
        self.pane.add_tab("text", N_("What to say"), self._make)
        self.setLayout(column(self.pane, spacing=0))

    def _make(self) -> QWidget:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        links = row(self.customer, self.person, None, spacing=16)
        inner.setLayout(column(self.reason, self.card, self.gift, links, None, spacing=12, margins=(24, 16, 24, 16)))
        return scrolled(inner)

    # showing ------------------------------------------------------------------------------------------------------

    def show_item(self, item: CareItem, owner: str) -> None:
        """Show a care date; what was typed for a move of the one before is kept as a draft."""
        if self.item is None or care_list.key_id(item) != care_list.key_id(self.item):
            self.close_step()
        self.item, self._owner = item, owner
        self.pane.show_tab("text")
        self._show()
        self.context.gateway.read(care_list.detail, item, done=lambda found: self._detailed(item, found))

    def _detailed(self, item: CareItem, found: CareDetail) -> None:
        if item is self.item:
            self._detail = found
            self._show_gift()

    def _show(self) -> None:
        item = self.item
        if item is None:
            return
        self.pane.set_title(title_of(item), [state_of(item)])
        self.pane.set_line((whom(item),))
        self.reason.setText(item.reason)
        self.reason.setVisible(bool(item.reason))
        self.words.setText(item.words or _("The plan has no text."))
        self.copy.setVisible(bool(item.words))
        relabel(self.copy, _("Copy text"))
        relabel(self.customer, _("Open customer"))
        relabel(self.person, _("Open person"))
        self.person.setVisible(item.contact_id is not None)
        self._show_gift()
        self._show_next(item)

    def _show_gift(self) -> None:
        lines = gift_words(self.item, self._detail) if self.item is not None and self._detail is not None else []
        self.gift.setText("\n".join(lines))
        self.gift.setVisible(bool(lines))

    def _show_next(self, item: CareItem) -> None:
        if self.step is not None:
            self.pane.next.set("")
            return
        first, *others = care_moves.allowed(item.state)
        cell = due_cell(item.remind_on, firm_now())
        late, calm = (cell.text, "") if cell.ink == "danger" else ("", cell.text)
        detail = " · ".join(part for part in (calm, due_words(item, self._owner)) if part)
        title = _("Next step: {step}").format(step=_(first.label))
        self.pane.next.set(title, detail, late, _(first.label), lambda: self.begin_step(first), _("More") + " ▾",
                           lambda: self._show_others(others))  # fmt: skip

    def _show_others(self, moves: Sequence[Move]) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for each in moves:
            menu.addAction(literal(_(each.label))).triggered.connect(lambda _checked=False, each=each: self.begin_step(each))
        menu.popup(self.pane.next.other.mapToGlobal(QPoint(0, self.pane.next.other.height())))

    # what is done -------------------------------------------------------------------------------------------------

    def begin_step(self, move: Move) -> None:
        """Ask for what a move needs."""
        item = self.item
        if item is not None and self.step is None:
            self.context.gateway.read(care_list.asked, item, move.code, done=lambda found: self._open(item, move, found))

    def resume_step(self, code: str) -> None:
        """Ask again for a move that was begun, if it is still offered."""
        offered = care_moves.allowed(self.item.state) if self.item is not None else ()
        if move := next((each for each in offered if each.code == code), None):
            self.begin_step(move)

    def _open(self, item: CareItem, move: Move, found: Asked) -> None:
        if self.item is None or care_list.key_id(item) != care_list.key_id(self.item) or self.step is not None:
            return
        self.step = StepPanel(
            self.context, Of(CareTask, "care", care_list.key_id(item)), move, Prefilled(found.values, found.titles),
            lambda values, sent: self._take(item, move, values, sent), self.close_step,
        )  # fmt: skip
        self.pane.cover(self.step)
        self.pane.next.set("")
        self.step.start()

    def _take(self, item: CareItem, move: Move, values: Mapping[str, Any], sent: Sent) -> None:
        panel = self.step
        label = Label(N_("{_step}: {name}"), {"_step": move.label, "name": excerpt(" · ".join((title_of(item), whom(item))))})
        self.context.gateway.write(
            label, care_list.take, item, move.code, values, done=lambda _key: self._taken(panel, sent),
            failed=lambda error: self._refused(panel, sent, error),
        )  # fmt: skip

    def _taken(self, panel: StepPanel | None, sent: Sent) -> None:
        if panel is not None and panel is self.step:
            panel.form.saved(sent)
            self.close_step()
            self.taken.emit()

    def _refused(self, panel: StepPanel | None, sent: Sent, error: AppError) -> None:
        if panel is not None and panel is self.step:
            panel.refuse(sent, error)
        else:
            self.context.frame.tell(error.sentence)

    def close_step(self) -> None:
        """Leave a move that was begun; what is typed stays as a draft."""
        if self.step is not None:
            self.step.form.keep_draft()
            self.step = None
            self.pane.cover(None)
            self._show()

    def copy_words(self) -> None:
        """Put the text into the clipboard."""
        if self.item is not None:
            QGuiApplication.clipboard().setText(self.item.words)
            self.context.frame.toast(_("Copied the text"))

    def _go(self, screen: str) -> None:
        if self.item is not None:
            self.context.frame.go(screen, self.item.customer_id if screen == "customers" else self.item.contact_id)

    def keep_draft(self) -> None:
        """Keep what is typed for a move."""
        if self.step is not None:
            self.step.form.keep_draft()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.pane.retranslate()
        if self.step is not None:
            self.step.retranslate()
        self._show()
