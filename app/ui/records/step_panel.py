"""What a move of a record asks for, in the place of its tabs: its fields prefilled. What is typed is kept as a draft until the
move is taken. Names no entity: a table of moves (``analysis``) says what each asks and needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.i18n import gettext_text as _
from app.models import Entity
from app.ui.context import Context
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.forms.form_parts import name_anew, require
from app.ui.kit.giving_up import GivenUpByEsc
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.saving import saves
from app.ui.kit.widgets import SectionTitle, primary, quiet, relabel


class Asking(Protocol):
    """A move: its code, the msgid on its button, the fields it shows, those of them that must be filled, and those that have
    another word (msgid) here."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def asks(self) -> tuple[str, ...]: ...
    @property
    def needs(self) -> tuple[str, ...]: ...
    @property
    def called(self) -> tuple[tuple[str, str], ...]: ...


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What a panel shows first: values and the names behind its links."""

    values: Mapping[str, Any]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Of:
    """Whose move it is: the kind of record, its name for objects and drafts ("request"), the record."""

    entity: type[Entity]
    name: str
    id: UUID


class StepPanel(GivenUpByEsc):
    """``take(values, sent)`` is called with what was filled in; Esc gives it up, Ctrl+Enter takes the move."""

    def __init__(
        self, context: Context, of: Of, move: Asking, first: Prefilled, take: Callable[[dict[str, Any], Sent], None],
        give_up: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(give_up)
        self.move_asked, self._take = move, take
        self.setObjectName(f"{of.name}.step")
        self.setProperty("kind", "ground")
        self.head = SectionTitle("")
        self.form = Form(of.entity, (("", move.asks, False),), context, f"{of.name}.step.form")
        self.form.load(dict(first.values), dict(first.titles), f"{of.name}.step:{move.code}:{of.id.hex}")
        for key in move.needs:
            require(self.form.editor(key), True)
        for key, words in move.called:
            name_anew(self.form.editor(key), words)
        self.do, self.leave = primary("", self.submit), quiet("", give_up)
        self.do.setObjectName(f"{of.name}.step.do")
        self.leave.setObjectName(f"{of.name}.step.cancel")
        self._lay_out()
        self.form.submitted.connect(self.submit)
        saves(self.do, self.submit)
        self.retranslate()
        self._begin(first.values, move.needs)

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setLayout(column(self.head, 4, self.form, None, margins=(24, 12, 24, 12)))
        foot = row(self.do, self.leave, None, margins=(24, 8, 24, 12))
        whole = column(scrolled(inner), foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _begin(self, values: Mapping[str, Any], needs: Sequence[str]) -> None:
        self._first_empty = next((key for key in needs if values.get(key) in (None, "")), "")

    def start(self) -> None:
        """Put the cursor into the first empty field that must be filled, else onto the button."""
        if self._first_empty:
            self.form.focus(self._first_empty)
        else:
            self.do.setFocus()

    def submit(self) -> None:
        """Take the move with what is filled in; what is wrong stands beside its field."""
        asks = self.move_asked.asks
        if self.form.sending() or (any(self.form.editor(key).problem() for key in asks) and not self.form.check()):
            return
        values = {key: self.form.whole_values()[key] for key in asks}
        self._take(values, self.form.send())

    def refuse(self, sent: Sent, error: AppError) -> None:
        """What the move refused, beside its field."""
        self.form.refused(sent, error)

    def retranslate(self) -> None:
        """Words in the new language; what is typed stays."""
        self.head.setText(_(self.move_asked.label))
        relabel(self.do, _(self.move_asked.label))
        relabel(self.leave, _("Cancel"))
        self.form.retranslate()
