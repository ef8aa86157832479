"""Somebody changed employer: where to, as what, since when. One step; the former post goes into their history."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.formats import today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Contact, fields_of
from app.models.fields import Field
from app.services import customers, job_change
from app.services.job_change import Move
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.forms.draft_banner import DraftBanner
from app.ui.forms.draft_values import packed, unpacked
from app.ui.forms.form import DRAFT_EVERY
from app.ui.forms.form_parts import FieldBox, Section
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, SectionTitle, primary, quiet, relabel
from app.ui.records.record import RecordPane

_KEYS = ("customer_id", "employer", "title", "department", "in_post_since", "role")


class Mover:
    """The panel over a person's tabs: opened as soon as the person it is ``wanted`` for is there (another may be shown still)."""

    def __init__(self, context: Context, pane: RecordPane, ended: Callable[[], None]) -> None:
        self._context, self._pane, self._ended = context, pane, ended
        self.panel: MovePanel | None = None
        self.wanted = False

    def show_person(self, values: Mapping[str, Any]) -> None:
        """The person is there now."""
        if self.wanted and self.panel is None:
            self.panel = MovePanel(self._context, values, today(), self._end)
            self._pane.cover(self.panel)
            self.panel.start()
        self.wanted = False

    def _end(self) -> None:
        self.close()
        self._ended()

    def close(self) -> None:
        """The tabs are back; what is typed is kept as a draft."""
        self.wanted = False
        if self.panel is not None:
            self.panel.keep()
            self.panel = None
            self._pane.cover(None)

    def keep(self) -> None:
        """Keep what is typed."""
        if self.panel is not None:
            self.panel.keep()

    def retranslate(self) -> None:
        """Words in the new language."""
        if self.panel is not None:
            self.panel.retranslate()


class MovePanel(QWidget):
    """In the place of the record's tabs; ``left`` is called when it is done or given up. What is typed and not done is kept as
    a draft, and stands there again when the panel is opened for the same person."""

    def __init__(self, context: Context, person: Mapping[str, Any], day: date, left: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.setObjectName("move")
        self.context, self._person, self._left, self._over = context, dict(person), left, False
        self.key = f"contacts.move:{self._person['id'].hex}"
        self.banner = DraftBanner(context, lambda: self.key, self._resume, lambda: context.gateway.forget_draft(self.key))
        self._timer = QTimer(self, interval=DRAFT_EVERY, singleShot=True)
        self._timer.timeout.connect(self.keep)
        own = fields_of(Contact)
        self._fields = {
            "customer_id": Field(N_("New firm"), "link", link="customers", key="customer_id"),
            "employer": Field(N_("Or only the firm's name"), "line", 200, key="employer"),
            **{key: own[key] for key in ("title", "department", "in_post_since", "role")},
        }
        self.boxes: dict[str, FieldBox] = {}
        self.error = PlainLabel("", "error", wrap=True)
        self.error.hide()
        self.title, self.hint = SectionTitle(""), PlainLabel("", "secondary", wrap=True)
        self.do, self.leave = primary("", self.submit), quiet("", self.give_up)
        self.do.setObjectName("move.do")
        self.leave.setObjectName("move.cancel")
        self._lay_out()
        self.boxes["in_post_since"].editor.set_value(day)
        self._begun = self._values()
        self.retranslate()
        self.banner.offer(context.gateway.draft(self.key))

    def _lay_out(self) -> None:
        fields = Section("", _KEYS, False, self._make_box)
        fields.build_if_open()
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setLayout(column(self.banner, self.title, self.hint, 4, fields, None, margins=(24, 12, 24, 12)))
        foot = column(self.error, row(self.do, self.leave, None), margins=(24, 8, 24, 12))
        whole = column(scrolled(inner), foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        for keys, run in (("Esc", self.give_up), ("Ctrl+Return", self.submit)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _make_box(self, key: str) -> FieldBox:
        box = FieldBox(self._fields[key], self.context, "move")
        self.boxes[key] = box
        box.editor.changed.connect(lambda: self._timer.isActive() or self._timer.start())
        box.editor.left.connect(self.keep)
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

    # what is typed ------------------------------------------------------------------------------------------------

    def _values(self) -> dict[str, Any]:
        return {key: box.editor.value() for key, box in self.boxes.items()}

    def keep(self) -> None:
        """Keep what is typed and not done."""
        self._timer.stop()
        typed = {key: value for key, value in self._values().items() if value != self._begun[key]}
        if typed and not self._over:
            titles = {"customer_id": self.boxes["customer_id"].title()} if "customer_id" in typed else {}
            self.context.gateway.keep_draft(self.key, {**self.banner.offered(), **packed(typed, titles)})

    def _resume(self, body: Mapping[str, Any]) -> None:
        """What was typed since the offer stands above what is offered."""
        values, titles = unpacked(Contact, body)
        values |= {"employer": body["employer"]} if "employer" in body else {}
        for key, box in self.boxes.items():
            if key in values and box.editor.value() == self._begun[key]:
                box.editor.set_value(values[key], titles.get(key, ""))

    def give_up(self) -> None:
        """Leave; what is typed is kept as a draft."""
        self.keep()
        self._left()

    def _done(self) -> None:
        self._over = True
        self.context.gateway.forget_draft(self.key)
        self._left()

    def submit(self) -> None:
        """Write it; what is wrong stands beside its field."""
        self.error.hide()
        problems = {key: box.editor.problem() for key, box in self.boxes.items()}
        for key, problem in problems.items():
            self.boxes[key].fail(problem)
        if any(problems.values()):
            return
        given = self._values()
        move = Move(given["customer_id"], given["employer"] or "", given["title"], given["department"],
                    given["in_post_since"], given["role"])  # fmt: skip
        label = Label(N_("{name} changed employer"), {"name": self._person["name"]})
        self.context.gateway.write(
            label, job_change.change_employer, self._person["id"], move, done=lambda _post: self._done(), failed=self.show_error
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

    def retranslate(self) -> None:
        """Words in the new language; what is typed stays."""
        self.title.setText(_("{name} changed employer").format(name=self._person["name"]))
        self.hint.setText(
            _("Phone, notes, attitude and all dealings stay with the person. Weight, influence and reporting line belong to "
              "the former post and go; so do office phone and workplace. Those who reported to them report one level up.")
        )  # fmt: skip
        relabel(self.do, _("Change employer"))
        relabel(self.leave, _("Cancel"))
        self.banner.retranslate()
        for box in self.boxes.values():
            box.retranslate()
