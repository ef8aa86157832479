"""What somebody writes for the month's report, and what its complaints are measured against. Typed texts are kept until saved."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.analysis.periods import parse_month
from app.errors import AppError, ValidationError
from app.formats import number_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import month_bases, report_notes
from app.services.issued_reports import KIND
from app.ui.context import Context
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, name_it, primary, relabel

_TEXTS = {
    report_notes.REMARK: N_("Remark on the summary (section I)"), report_notes.LESSON: N_("Lessons (section XI)"),
    report_notes.FOCUS: N_("Focus and support needed next month (section XV)"),
}  # fmt: skip
_FIGURES = {
    "orders": N_("Orders of the month"), "active_customers": N_("Active customers (ordered in the last 12 months)"),
    "contacts": N_("All contacts of the month"), "sales": N_("Sales of the month without tax (CNY)"),
}  # fmt: skip


class TextsView(QWidget):
    """``saved`` when something was written."""

    saved = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context, self.month, self._loading = context, "", False
        self.texts = {section: QPlainTextEdit() for section in _TEXTS}
        self.figures = {key: QLineEdit() for key in _FIGURES}
        self.labels = {key: PlainLabel("", "label") for key in (*_TEXTS, *_FIGURES)}
        self.error = PlainLabel("", "error", wrap=True)
        self.save_button = primary("", self.save)
        self.save_button.setObjectName("reports.texts.save")
        self._lay_out()
        for text in self.texts.values():
            text.setTabChangesFocus(True)
            text.textChanged.connect(self._typed)
        for line in self.figures.values():
            line.textChanged.connect(self._typed)

    def _lay_out(self) -> None:
        inside = QWidget()
        parts: list[QWidget] = []
        for section, text in self.texts.items():
            text.setFixedHeight(120 if section == report_notes.FOCUS else 76)
            parts += [self.labels[section], text]
        boxes = [_stacked(self.labels[key], line) for key, line in self.figures.items()]
        bases = (row(*boxes[:2], spacing=12), row(*boxes[2:], spacing=12))
        last = row(self.save_button, None)
        inside.setLayout(column(*parts, *bases, self.error, last, None, spacing=6, margins=(12, 4, 20, 16)))
        self.setLayout(column(scrolled(inside), spacing=0))

    @property
    def _key(self) -> str:
        return f"report.month.{self.month}"

    def show_month(self, month: str) -> None:
        """Load a month's texts and figures, with what was typed and not saved."""
        self.month = month
        stored = self._stored()
        kept = self.context.gateway.draft(self._key) or {}
        self._loading = True
        for section, text in self.texts.items():
            text.setPlainText(str(kept.get(section, stored[section])))
        for key, line in self.figures.items():
            line.setText(str(kept.get(key, stored[key])))
        self._loading = False
        self._say("")

    def _stored(self) -> dict[str, str]:
        texts = self.context.gateway.read_now(report_notes.notes, KIND, self.month)
        known = self.context.gateway.read_now(month_bases.entered, parse_month(self.month))
        figures = {key: _shown(key, known.get(key)) for key in _FIGURES}
        return {**{section: texts.get(section, "") for section in _TEXTS}, **figures}

    def typed(self) -> dict[str, str]:
        """Everything as it stands in the fields."""
        texts = {section: text.toPlainText() for section, text in self.texts.items()}
        return {**texts, **{key: line.text() for key, line in self.figures.items()}}

    def _typed(self) -> None:
        if not self._loading and self.month:
            self.context.gateway.keep_draft(self._key, dict(self.typed()))

    def save(self) -> None:
        """Write texts and figures as one step; a figure that is none is said beside it."""
        try:
            figures = {key: _read(key, line.text()) for key, line in self.figures.items()}
        except ValidationError as error:
            self._failed(error)
            return
        texts = {section: text.toPlainText() for section, text in self.texts.items()}
        month = self.month
        self.context.gateway.write(
            N_("Texts of the monthly report"), report_notes.write_month, parse_month(month), texts, figures,
            done=lambda _none: self._written(month), failed=self._failed,
        )  # fmt: skip

    def _written(self, month: str) -> None:
        self.context.gateway.forget_draft(f"report.month.{month}")
        self._say("")
        self.context.frame.toast(_("Texts of the report saved"), undo=True)
        self.saved.emit()

    def _failed(self, error: AppError) -> None:
        self._say(error.sentence)
        field = getattr(error, "field", "")
        if field in self.figures:
            self.figures[field].setFocus()

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))

    def retranslate(self) -> None:
        """Words in the language in force."""
        for key, label in (*_TEXTS.items(), *_FIGURES.items()):
            self.labels[key].setText(_(label))
            name_it(self.texts.get(key) or self.figures[key], _(label), f"reports.texts.{key}")
        relabel(self.save_button, _("Save"))


def _stacked(label: PlainLabel, line: QLineEdit) -> QWidget:
    both = QWidget()
    both.setLayout(column(label, line, spacing=4))
    return both


def _shown(key: str, value: int | None) -> str:
    if value is None:
        return ""
    return number_text(Decimal(value) / 100, 2) if key == "sales" else number_text(value)


def _read(key: str, text: str) -> int | None:
    """A whole number, or yuan as cents; nothing is nothing."""
    plain = text.replace(",", "").replace("，", "").replace("¥", "").replace("￥", "").strip()
    if not plain:
        return None
    try:
        number = Decimal(plain) * (100 if key == "sales" else 1)
    except InvalidOperation:
        number = Decimal("0.5")
    if not number.is_finite() or number != number.to_integral_value():
        raise ValidationError(N_("“{text}” is no number."), field=key, text=text.strip()[:40])
    return int(number)
