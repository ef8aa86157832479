"""Somebody changed employer: where to, as what, since when. One step; the former post goes into their history."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Contact, fields_of
from app.models.fields import Field
from app.services import customers, job_change
from app.services.job_change import Move
from app.ui.context import Context
from app.ui.editors_link import LinkEditor
from app.ui.form_parts import FieldBox, Section
from app.ui.gateway import Label
from app.ui.layouts import column, row, scrolled
from app.ui.widgets import PlainLabel, SectionTitle, primary, quiet

_KEYS = ("customer_id", "employer", "title", "department", "in_post_since", "role")


class MovePanel(QWidget):
    """In the place of the record's tabs; ``left`` is called when it is done or given up."""

    def __init__(self, context: Context, person: Mapping[str, Any], today: date, left: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.setObjectName("move")
        self.context, self._person, self._left = context, dict(person), left
        own = fields_of(Contact)
        self._fields = {
            "customer_id": Field(N_("New firm"), "link", link="customers", key="customer_id"),
            "employer": Field(N_("Or only the firm's name"), "line", 200, key="employer"),
            **{key: own[key] for key in ("title", "department", "in_post_since", "role")},
        }
        self.boxes: dict[str, FieldBox] = {}
        self.error = PlainLabel("", "error", wrap=True)
        self.error.hide()
        self.do, self.leave = primary(_("Change employer"), self.submit), quiet(_("Cancel"), left)
        self.do.setObjectName("move.do")
        self.leave.setObjectName("move.cancel")
        self._lay_out()
        self.boxes["in_post_since"].editor.set_value(today)

    def _lay_out(self) -> None:
        title = SectionTitle(_("{name} changed employer").format(name=self._person["name"]))
        hint = PlainLabel(
            _("Phone, notes, attitude and all dealings stay with the person. Weight, influence and reporting line belong to "
              "the former post and go; so do office phone and workplace. Those who reported to them report one level up."),
            "secondary", wrap=True,
        )  # fmt: skip
        fields = Section("", _KEYS, False, self._make_box)
        fields.build_if_open()
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setLayout(column(title, hint, 4, fields, None, margins=(24, 12, 24, 12)))
        foot = column(self.error, row(self.do, self.leave, None), margins=(24, 8, 24, 12))
        whole = column(scrolled(inner), foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        for keys, run in (("Esc", self._left), ("Ctrl+Return", self.submit)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _make_box(self, key: str) -> FieldBox:
        box = FieldBox(self._fields[key], self.context, "move")
        self.boxes[key] = box
        if isinstance(box.editor, LinkEditor):
            box.editor.offer_creation(self._make_customer)
        return box

    def _make_customer(self, name: str, done: Callable[[UUID, str], None]) -> None:
        self.context.gateway.write(
            Label(N_("Added {name}"), {"name": name}), customers.add, {"name": name}, done=lambda key: done(key, name),
            failed=self.show_error,
        )  # fmt: skip

    def start(self) -> None:
        """Put the cursor where the firm goes."""
        self.boxes["customer_id"].editor.widget.setFocus()

    def submit(self) -> None:
        """Write it; what is wrong stands beside its field."""
        self.error.hide()
        problems = {key: box.editor.problem() for key, box in self.boxes.items()}
        for key, problem in problems.items():
            self.boxes[key].fail(problem)
        if any(problems.values()):
            return
        given = {key: box.editor.value() for key, box in self.boxes.items()}
        move = Move(given["customer_id"], given["employer"] or "", given["title"], given["department"],
                    given["in_post_since"], given["role"])  # fmt: skip
        label = Label(N_("{name} changed employer"), {"name": self._person["name"]})
        self.context.gateway.write(
            label, job_change.change_employer, self._person["id"], move, done=lambda _post: self._left(), failed=self.show_error
        )

    def show_error(self, error: AppError) -> None:
        """What was refused, beside its field where it has one."""
        box = self.boxes.get(getattr(error, "field", ""))
        if box is not None:
            box.fail(error.sentence)
            box.editor.widget.setFocus()
        else:
            self.error.setText(error.sentence)
            self.error.show()
