"""One person: who they are to us, their file, what went on with them, the history."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError
from app.formats import days_ago, local, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Contact, fields_of
from app.services import consents, contacts, former_posts, records
from app.services.contacts import PersonView
from app.services.lists import Filter
from app.services.present import phone_text
from app.ui.attachments.of_record import RecordAttachments
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.forms.parts_table import PartsSpec, PartsTable
from app.ui.gateway import Label
from app.ui.kit.delegates import tone_of
from app.ui.kit.icons import put
from app.ui.kit.layouts import column, scrolled, waiting
from app.ui.kit.widgets import icon_button, name_it, set_tip
from app.ui.records.history import HistoryView
from app.ui.records.merging import more_button, name_more
from app.ui.records.record import RecordPane, SaveBar
from app.ui.screens.people.layout import ABOUT, CONSENT, FILE, FILE_KEYS
from app.ui.screens.people.move import Mover
from app.ui.screens.people.overview import PersonOverview

_TOUCHED = {"contacts", "customers", "visits", "complaints", "employees", "employments"}

CONSENTS = PartsSpec("consents", consents.COLUMNS, N_("Add consent"), consents.of_people)
POSTS = PartsSpec("employments", ("employer", "title", "since", "until", "customer_id"), N_("Add former post"), former_posts)


class PersonRecord(QWidget):
    """Shows one person at a time."""

    gone = Signal()
    delete_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._id: UUID | None = None
        self._view: PersonView | None = None
        self._loaded: UUID | None = None
        self._version = 0
        self.pane = RecordPane("people.record")
        self.form = waiting(Form(Contact, FILE, context, "person", own=True), self)
        self.posts = PartsTable(context, POSTS)
        self.form.section(ABOUT).append(self.posts)
        self.consents = PartsTable(context, CONSENTS)
        self.form.section(CONSENT).append(self.consents)
        self.bar = SaveBar("people.file", self.save, self.form.discard)
        self.overview = PersonOverview(context)
        self.timeline, self._cards = self.overview.timeline, self.overview.cards
        self.history: HistoryView | None = None
        self._star = icon_button("star", "", self.toggle_star)
        self._bin = icon_button("trash-2", "", lambda: self.delete_wanted.emit(self._id))
        self.mover = Mover(context, self.pane, self.reload)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._more = more_button(self.context, "contacts", self.current)
        for button, name in ((self._star, "star"), (self._bin, "delete"), (self._more, "more")):
            button.setObjectName(f"people.{name}")
            self.pane.buttons.addWidget(button)
        self.pane.add_tab("overview", N_("Overview"), self._make_overview)
        self.pane.add_tab("file", N_("File"), self._make_file)
        self.attachments = RecordAttachments(self.context, self.pane, "contacts", self)
        self.pane.add_tab("history", N_("History"), self._make_history)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pane, 1)
        layout.addWidget(self.bar)

    def _connect(self) -> None:
        self.pane.tab_changed.connect(self._fill_tab)
        self.overview.opened.connect(lambda key: self.context.frame.go(*key))
        self.overview.move_wanted.connect(self.start_move)
        self.form.dirty_changed.connect(self.bar.set_dirty)
        self.form.submitted.connect(self.save)
        self.form.edited.connect(self._edited)
        self.context.gateway.changed.connect(self._changed)

    def _make_overview(self) -> QWidget:
        return scrolled(self.overview)

    def _make_file(self) -> QWidget:
        page = QWidget()
        page.setProperty("kind", "ground")
        page.setLayout(column(self.form, margins=(24, 16, 24, 16)))
        self.form.show()
        return scrolled(page)

    def _make_history(self) -> QWidget:
        self.history = HistoryView(self.context, "people", contacts.save, FILE_KEYS)
        return self.history

    # showing ------------------------------------------------------------------------------------------------------

    def current(self) -> UUID | None:
        """The person that is shown."""
        return self._id

    def show_record(self, contact_id: UUID) -> None:
        """Show a person; what was typed on the one before is kept as a draft."""
        if contact_id != self._id:
            self.form.keep_draft()
            self.mover.close()
            self._id = contact_id
        self.reload()

    def reload(self) -> None:
        """Read the person again."""
        asked = self._id
        if asked is not None:
            self.context.gateway.read(
                contacts.view, asked, today(),
                done=lambda found: self._show(asked, found), failed=lambda error: self._lost(asked, error),
            )  # fmt: skip

    def _lost(self, asked: UUID, error: AppError) -> None:
        if asked == self._id:
            self.context.frame.tell(error.sentence)
            self._leave("")

    def _leave(self, name: str) -> None:
        """Show nobody any more: the person of that name is in the recycle bin (or can't be read)."""
        self._id, self._view, self._loaded = None, None, None
        self.form.clear(name)
        self.gone.emit()

    def _gone(self, values: Mapping[str, Any]) -> None:
        """The person shown went to the recycle bin, or was merged into another, who is shown instead."""
        if values["merged_into_id"] is None:
            self._leave(values["name"])
        else:
            self.form.clear("")
            self.show_record(values["merged_into_id"])

    def _show(self, asked: UUID, found: PersonView) -> None:
        if asked != self._id:
            return
        if found.values["deleted_at"] is not None:
            self._gone(found.values)
            return
        self._view = found
        self.mover.show_person(found.values)
        self.attachments.show(asked)
        self.pane.set_title(found.values["name"], _badges(found.values))
        values, titles = found.values, found.titles
        self.pane.set_line(
            [_firm(values, titles), values["department"] or "", values["title"] or "", phone_text(values["phone"])]
        )
        put(self._star, "star", "warning" if values["starred"] else "secondary")
        name_it(self._star, _("Take the star away") if values["starred"] else _("Star"))
        set_tip(self._star, self._star.accessibleName())
        self._show_next(found)
        self._show_form(found)
        self._fill_tab(self.pane.tab())

    def _show_next(self, found: PersonView) -> None:
        """A birthday within a fortnight, else getting in touch: the button records the contact."""
        frame, values = self.context.frame, found.values
        own = {"customer_id": values["customer_id"], "contact_id": values["id"]}
        day = found.next_birthday
        near = day is not None and (day - today()).days <= 14
        last = values["last_contact_at"]
        text = _("Next: congratulate on the birthday") if near else _("Next: get in touch")
        detail = days_ago(day, today()) if near and day else _("Last contact {when}").format(
            when=days_ago(local(last).date(), today())) if last else _("No contact recorded yet")  # fmt: skip
        self.pane.next.set(
            "" if values["has_left"] else text, detail, "", _("Record visit"), lambda: frame.begin("visits", own),
            _("Open customer"), lambda: frame.go("customers", values["customer_id"]),
        )  # fmt: skip

    def _show_form(self, found: PersonView) -> None:
        key = found.values["id"]
        if self._loaded == key:
            self.form.refresh(found.values, found.titles)
        else:
            self._loaded = key
            self.form.load(found.values, found.titles, f"contacts:{key.hex}")
            self.form.open_filled()
        self.posts.load(key)
        self.consents.load(key)
        self._version = found.values["row_version"]
        self._narrow_lines(found.values["customer_id"])

    def _narrow_lines(self, customer_id: UUID | None) -> None:
        editor = self.form.editor("reports_to_id")
        if isinstance(editor, LinkEditor) and customer_id is not None:
            editor.narrow(Filter("customer_id", "in", (customer_id,)), Filter("has_left", "in", (False,)))

    def _edited(self, key: str) -> None:
        if key == "customer_id":
            self._narrow_lines(self.form.whole_values()["customer_id"])
            changed = "customer_id" in self.form.values()
            self.form.warn(key, _("“Changed employer…” in the overview keeps the former post too.") if changed else "")

    def _fill_tab(self, key: str) -> None:
        if self._view is None or self._id is None:
            return
        if key == "overview":
            self.overview.show_view(self._view)
        elif key == "history" and self.history is not None:
            self.history.load(Contact, self._id)

    def _changed(self, changes: Any) -> None:
        if self._id is not None and self.isVisible() and _TOUCHED & changes.entities():
            self.reload()

    # changing -----------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save what was typed; True when nothing unsaved is left."""
        settled = all([self.posts.settle(), self.consents.settle()])  # each of them, also behind a failure
        if self._id is None or self._loaded is None or not self.form.dirty():
            return settled
        if self.form.sending() or not self.form.check():
            return False
        sent = self.form.send()
        label = Label(N_("Saved {name}"), {"name": self.form.whole_values()["name"]})
        self.context.gateway.write(
            label, contacts.save, self._loaded, sent.values, self._version,
            done=lambda _changed: self._stored(sent), failed=lambda error: self._refused(sent, error),
        )  # fmt: skip
        return not self.form.dirty() and settled

    def _stored(self, sent: Sent) -> None:
        self.form.saved(sent)
        self.reload()

    def _refused(self, sent: Sent, error: AppError) -> None:
        self.form.refused(sent, error)
        self.reload()

    def start_move(self) -> None:
        """Ask where somebody works now; what was typed in the file is kept as a draft."""
        self.form.keep_draft()
        self.mover.wanted = True
        if self._view is not None and self._view.values["id"] == self._id:
            self.mover.show_person(self._view.values)

    def keep_drafts(self) -> None:
        """Keep everything that is typed and not saved."""
        self.form.keep_draft()
        self.posts.keep_draft()
        self.consents.keep_draft()
        self.mover.keep()

    def toggle_star(self) -> None:
        """Star the person, or take the star away."""
        if self._view is not None:
            values = self._view.values
            said = N_("Took the star from {name}") if values["starred"] else N_("Starred {name}")
            label = Label(said, {"name": values["name"]})
            self.context.gateway.write(label, records.update, Contact, values["id"], {"starred": not values["starred"]})

    def retranslate(self) -> None:
        """Words in the new language."""
        self.pane.retranslate()
        self.form.retranslate()
        self.posts.retranslate()
        self.consents.retranslate()
        self.mover.retranslate()
        self.bar.retranslate()
        name_more(self._more)
        name_it(self._bin, _("Move to the recycle bin"))
        set_tip(self._bin, _("Move to the recycle bin"))
        self.attachments.retranslate()
        if self.history is not None:
            self.history.retranslate()
        self.reload()


def _firm(values: dict[str, Any], titles: dict[str, str]) -> str:
    """Where somebody works: who left for a firm that is only named works there."""
    return str(values["new_employer"]) if values["has_left"] and values["new_employer"] else titles.get("customer_id", "")


def _badges(values: dict[str, Any]) -> list[tuple[str, str]]:
    fields = fields_of(Contact)
    found = []
    for key, tone in (("role", "neutral"), ("attitude", tone_of("attitude", values["attitude"]) or "neutral")):
        choice = fields[key].choice(values[key])
        if choice is not None:
            found.append((_(choice.label), tone))
    return [*found, (_("Has left"), "warning")] if values["has_left"] else found
