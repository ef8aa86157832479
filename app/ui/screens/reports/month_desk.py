"""The monthly complaint report beside its pages: figures on the screen, texts, and the way from draft to issued edition."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QStackedWidget, QTabBar, QWidget

from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import issued_reports
from app.services.issued_reports import DRAFT, ISSUED, KIND, REVIEWED, Edition
from app.ui.context import Context
from app.ui.gateway import Gateway
from app.ui.kit.layouts import column, fill, row
from app.ui.kit.widgets import Badge, ElidedLabel, literal, name_it, primary, relabel, secondary, set_tip
from app.ui.screens.reports.month_figures import FiguresView
from app.ui.screens.reports.month_texts import TextsView

_STATES = {DRAFT: (N_("Draft"), "neutral"), REVIEWED: (N_("Reviewed"), "accent"), ISSUED: (N_("Issued"), "good")}
_PLACES = (N_("Pages"), N_("Figures"), N_("Texts and bases"))


def _pages(gateway: Gateway, month: str) -> tuple[str, dict[str, bytes]]:
    """Figures and pages of the edition that is about to be issued; runs beside the window."""
    from app.reports import issuing

    prepared = gateway.read_now(issuing.ready, month)
    return prepared.figures, issuing.pages(prepared)


class MonthDesk(QWidget):
    """``changed`` when the pages must be made anew. Other reports show their pages alone."""

    changed = Signal()

    def __init__(self, context: Context, pages: QWidget) -> None:
        super().__init__()
        self.context, self.month, self.edition = context, "", None
        self.tabs = QTabBar()
        self.tabs.setObjectName("reports.places")
        self.figures, self.texts = FiguresView(context), TextsView(context)
        self.stack = QStackedWidget()
        fill(self.stack, pages, self.figures, self.texts)
        self.badge, self.told = Badge("", "neutral"), ElidedLabel("", "secondary")
        self.note = QLineEdit()
        self.review_button, self.issue_button = secondary("", self.review), primary("", self.issue)
        self.back_button, self.revise_button = secondary("", self.take_back), secondary("", self.revise)
        self._lay_out()
        self._connect()

    edition: Edition | None

    def _lay_out(self) -> None:
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setExpanding(False)
        for _place in _PLACES:
            self.tabs.addTab("")
        self.bar = QWidget()
        first = row(self.tabs, self.badge, self.told, self.review_button, self.issue_button)
        first.setStretch(2, 1)
        second = row(self.note, None, self.back_button, self.revise_button)
        second.setStretch(0, 100)
        self.bar.setLayout(column(first, second, spacing=4, margins=(12, 0, 20, 4)))
        whole = column(self.bar, self.stack, spacing=4)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.bar.hide()
        for part in (*self._buttons(), self.note):
            part.hide()  # all of them together are wider than many windows

    def _connect(self) -> None:
        names = ("review", "issue", "back", "revise")
        for name, button in zip(names, self._buttons(), strict=True):
            button.setObjectName(f"reports.{name}")
        self.tabs.currentChanged.connect(self._turned)
        self.note.returnPressed.connect(self.revise)
        self.texts.saved.connect(self.changed)

    def _buttons(self) -> tuple[QPushButton, QPushButton, QPushButton, QPushButton]:
        return self.review_button, self.issue_button, self.back_button, self.revise_button

    def show_for(self, key: str, month: str) -> None:
        """Show the bar and what is chosen in it for the complaint report of a month; the pages alone for others."""
        own = key == KIND and bool(month)
        self.month = month if own else ""
        if own:
            self._read()
        self.bar.setVisible(own)
        self._turned(self.tabs.currentIndex() if own else 0)

    def _turned(self, place: int) -> None:
        self.stack.setCurrentIndex(place if self.month else 0)
        shown = self.stack.currentWidget()
        if self.month and isinstance(shown, FiguresView | TextsView):
            shown.show_month(self.month)
        if self.month:
            self.told.setText(self._words())

    def _read(self) -> None:
        month = self.month
        self.context.gateway.read(issued_reports.current, KIND, month, done=lambda found: self._found(month, found))

    def _found(self, month: str, edition: Edition | None) -> None:
        if month == self.month:
            self.edition = edition
            self._show_edition()

    def _show_edition(self) -> None:
        edition = self.edition
        state = edition.state if edition is not None else DRAFT
        word, tone = _STATES[state]
        self.badge.set(_(word), tone)
        self.told.setText(self._words())
        shown = {self.review_button: state == DRAFT, self.issue_button: state == REVIEWED, self.back_button: state == REVIEWED,
                 self.revise_button: state == ISSUED}  # fmt: skip
        for button, visible in shown.items():
            button.setVisible(visible)
            button.setEnabled(True)
        self.note.setVisible(state == ISSUED)

    def _words(self) -> str:
        """What is said of the edition; of an issued one also that the figures beside it go on."""
        issued = self.edition is not None and self.edition.state == ISSUED
        if issued and self.stack.currentWidget() is self.figures:
            return _("Figures as they are now; the issued pages stay as they were.")
        return _told(self.edition)

    # the way of an edition ----------------------------------------------------------------------------------------

    def review(self) -> None:
        """Mark the edition as reviewed."""
        self._write(issued_reports.review, KIND, self.month)

    def take_back(self) -> None:
        """Make a draft of the reviewed edition again."""
        self._write(issued_reports.take_back, KIND, self.month)

    def revise(self) -> None:
        """Begin the next revision; what it corrects is typed beside the button."""
        self._write(issued_reports.revise, KIND, self.month, self.note.text(), then=self.note.clear)

    def issue(self) -> None:
        """Print both languages as they are now and keep them for good."""
        month = self.month
        for button in self._buttons():
            button.setEnabled(False)
        self.told.setText(_("Making the pages…"))
        self.context.gateway.run(
            _pages, self.context.gateway, month, failed=self._failed,
            done=lambda made: self._write(issued_reports.issue, KIND, month, *made),
        )  # fmt: skip

    def _write(self, op: Callable[..., Any], *args: Any, then: Callable[[], None] | None = None) -> None:
        def written(_value: Any) -> None:
            if then is not None:
                then()
            self._read()
            self.changed.emit()

        self.context.gateway.write_final(issued_reports.LABEL, op, *args, done=written, failed=self._failed)

    def _failed(self, error: AppError) -> None:
        self._read()
        self.context.frame.tell(error.sentence)

    def retranslate(self) -> None:
        """Words in the language in force."""
        for place, word in enumerate(_PLACES):
            self.tabs.setTabText(place, literal(_(word)))
        self.tabs.setMinimumWidth(self.tabs.sizeHint().width() + 20)  # the chosen one is bold
        self.tabs.setAccessibleName(_("Pages, figures or texts"))
        words = (_("Mark as reviewed"), _("Issue"), _("Back to draft"), _("Begin new revision"))
        for button, word in zip(self._buttons(), words, strict=True):
            relabel(button, word)
        set_tip(self.issue_button, _("Keeps the pages in both languages as they are now, for good."))
        name_it(self.note, _("What the new revision corrects"), "reports.change_note")
        self.note.setPlaceholderText(_("What the new revision corrects"))
        self.figures.retranslate()
        self.texts.retranslate()
        if self.month:
            self._show_edition()


def _told(edition: Edition | None) -> str:
    """``TSYB-202607-1 · reviewed by 林晚 on 2026-08-03``."""
    if edition is None:
        return ""
    if edition.state == ISSUED:
        who, day = edition.issued_by, edition.issued_on
    elif edition.state == REVIEWED:
        who, day = edition.reviewed_by, edition.reviewed_on
    else:
        who, day = edition.prepared_by, edition.prepared_on
    return " · ".join(part for part in (edition.number, who, str(day or "")) if part)
