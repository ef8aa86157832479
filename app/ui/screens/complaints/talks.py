"""The tab of what passed between people: talks with the customer, promises, hand-overs (domain/40 §4.4)."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from app.analysis.complaint_states import READ_ONLY
from app.formats import moment_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.choices import MESSAGE_KIND, TRANSFER_STATE
from app.services import complaint_messages, complaint_promises, complaint_transfers
from app.services.complaint_parts_view import Around
from app.services.complaint_view import CaseView
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.kit.layouts import clear, column
from app.ui.kit.widgets import PlainLabel, SectionTitle, link_button
from app.ui.screens.complaints.entry import EntryForm

_KINDS = {choice.code: choice.label for choice in MESSAGE_KIND}
_STATES = {choice.code: choice.label for choice in TRANSFER_STATE}
Row = tuple[str, str, str, QPushButton | None]


def _say(session: Any, complaint_id: UUID, values: dict[str, Any]) -> UUID:
    found = (values["kind"] or "note", values["text"] or "", values["channel"])
    return complaint_messages.add(session, complaint_id, *found)


def _promise(session: Any, complaint_id: UUID, values: dict[str, Any]) -> UUID:
    return complaint_promises.promise(session, complaint_id, values["name"] or "", values["due_at"])


def _hand_over(session: Any, complaint_id: UUID, values: dict[str, Any]) -> UUID:
    from app.models.complaint_parts import Transfer
    from app.services.records import missing

    if values["to_id"] is None:
        raise missing(Transfer, "to_id")
    return complaint_transfers.hand_over(session, complaint_id, values["to_id"], values["reason"] or "")


class TalksView(QWidget):
    """Three lists, each with the fields that add to it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setProperty("kind", "ground")
        self.say = EntryForm(
            context, "messages", ("kind", "channel", "text"), N_("Record contact"), N_("Contact about {number}"), _say
        )
        self.promise = EntryForm(
            context, "promises", ("name", "due_at"), N_("Record promise"), N_("Promise about {number}"), _promise
        )
        self.hand_over = EntryForm(
            context, "transfers", ("to_id", "reason"), N_("Hand over"), N_("Handed over {number}"), _hand_over
        )
        self.progress = PlainLabel("", "label", wrap=True)
        self._titles = [SectionTitle("") for _part in range(3)]
        self._grids = [QGridLayout() for _part in range(3)]
        parts: list[Any] = []
        for title, grid, entry in zip(self._titles, self._grids, self.entries(), strict=True):
            grid.setHorizontalSpacing(16)
            grid.setColumnStretch(2, 1)
            parts += [title, *([self.progress] if entry is self.say else []), grid, entry, 12]
        self.setLayout(column(*parts, None, spacing=8, margins=(24, 14, 24, 16)))
        self._shown: tuple[CaseView, Around] | None = None
        self.retranslate()

    def entries(self) -> tuple[EntryForm, EntryForm, EntryForm]:
        """What adds to the three lists."""
        return self.say, self.promise, self.hand_over

    def show_case(self, view: CaseView, around: Around) -> None:
        """Show what passed about a complaint."""
        self._shown = (view, around)
        owner, number, locked = view.values["id"], view.values["number"], view.values["state"] in READ_ONLY
        usual = {"kind": "contact", "channel": view.values["channel"] or "phone"}
        for entry, given in zip(self.entries(), (usual, {}, {}), strict=True):
            entry.load(owner, number, **given)
            entry.setEnabled(not locked)
        due = around.progress_due
        self.progress.setText(_("The customer hears of the progress by {time}.").format(time=moment_text(due)) if due else "")
        self.progress.setVisible(due is not None)
        for grid, rows in zip(self._grids, self._rows(around, locked), strict=True):
            _fill(grid, rows)

    def _rows(self, around: Around, locked: bool) -> tuple[list[Row], list[Row], list[Row]]:
        named = around.people
        talks: list[Row] = [
            (moment_text(line.at), _(_KINDS[line.kind]), _said(line.text, named.get(line.by_id or UUID(int=0), "")), None)
            for line in reversed(around.talks)
        ]  # fmt: skip
        return talks, [self._promised(line, locked) for line in around.promises], [
            (moment_text(line.asked_at), _(_STATES[line.state]), _said(_way(line, named), line.reason or ""), None)
            for line in reversed(around.transfers)
        ]  # fmt: skip

    def _promised(self, line: complaint_promises.PromiseLine, locked: bool) -> Row:
        told = _("kept {time}").format(time=moment_text(line.kept_at)) if line.kept_at else _("not kept yet")
        if line.broken:
            told = _("kept late") if line.kept_at else _("broken")
        button = None
        if line.kept_at is None and not locked:
            button = link_button(_("Kept"), lambda: self._keep(line.id, line.name))
            button.setAccessibleName(_("Kept: {name}").format(name=line.name))
            button.setObjectName("complaint.promise.kept")
        return _until(line.due_at), told, line.name, button

    def _keep(self, promise_id: UUID, name: str) -> None:
        label = Label(N_("Kept the promise “{name}”"), {"name": name})
        self.context.gateway.write(label, partial(complaint_promises.keep), promise_id)

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        for entry in self.entries():
            entry.keep_draft()

    def texts(self) -> list[str]:
        """Every text of the lists."""
        return [label.text() for label in self.findChildren(PlainLabel) if label.text()]

    def retranslate(self) -> None:
        """Words in the language in force."""
        words = (_("Contacts"), _("Promises to the customer"), _("Hand-overs"))
        for title, text in zip(self._titles, words, strict=True):
            title.setText(text)
        for entry in self.entries():
            entry.retranslate()
        if self._shown is not None:
            self.show_case(*self._shown)


def _fill(grid: QGridLayout, rows: list[Row]) -> None:
    clear(grid)
    for place, (when, what, text, button) in enumerate(rows):
        for side, (shown, kind) in enumerate(((when, "secondary"), (what, ""), (text, ""))):
            label = PlainLabel(shown, kind, wrap=side == 2, selectable=True)
            grid.addWidget(label, place, side, Qt.AlignmentFlag.AlignTop)
        if button is not None:
            grid.addWidget(button, place, 3, Qt.AlignmentFlag.AlignTop)


def _said(text: str | None, who: str) -> str:
    return " · ".join(part for part in (text or "", who) if part)


def _until(moment: datetime | None) -> str:
    return _("by {time}").format(time=moment_text(moment)) if moment else ""


def _way(line: complaint_transfers.TransferLine, named: Any) -> str:
    return _("{giver} to {taker}").format(giver=named.get(line.from_id, "—"), taker=named.get(line.to_id, "—"))
