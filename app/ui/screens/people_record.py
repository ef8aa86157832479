"""One person: who they are to us, their file, what went on with them, the history."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError
from app.formats import DASH, days_ago, local, moment_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Contact, fields_of
from app.services import contacts, records
from app.services.contacts import PersonView
from app.services.lists import Filter
from app.ui.context import Context
from app.ui.delegates import tone_of
from app.ui.draft_values import Sent
from app.ui.editors import firm_now
from app.ui.editors_link import LinkEditor
from app.ui.forms import Form
from app.ui.gateway import Label
from app.ui.history import HistoryView
from app.ui.icons import put
from app.ui.layouts import column, scrolled
from app.ui.record import RecordPane, SaveBar
from app.ui.screens.customer_overview import FigureCard, Figures
from app.ui.screens.customer_words import moments
from app.ui.screens.people_layout import FILE
from app.ui.timeline import Timeline
from app.ui.widgets import EmptyState, SectionTitle, icon_button, name_it

_TOUCHED = {"contacts", "customers", "visits", "complaints", "employees"}


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
        self.form = Form(Contact, FILE, context, "person")
        self.bar = SaveBar("people.file", self.save, self.form.discard)
        self.timeline, self.empty, self.heading = Timeline("people"), EmptyState(), SectionTitle("")
        self.history: HistoryView | None = None
        self._cards = {key: FigureCard(f"people.card.{key}") for key in ("last", "birthday", "age", "below")}
        self._star = icon_button("star", "", self.toggle_star)
        self._bin = icon_button("trash-2", "", lambda: self.delete_wanted.emit(self._id))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for button, name in ((self._star, "star"), (self._bin, "delete")):
            button.setObjectName(f"people.{name}")
            self.pane.buttons.addWidget(button)
        self.pane.add_tab("overview", N_("Overview"), self._make_overview)
        self.pane.add_tab("file", N_("File"), self._make_file)
        self.pane.add_tab("history", N_("History"), self._make_history)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pane, 1)
        layout.addWidget(self.bar)

    def _connect(self) -> None:
        self.pane.tab_changed.connect(self._fill_tab)
        self.timeline.opened.connect(lambda key: self.context.frame.go(*key))
        self.form.dirty_changed.connect(self.bar.set_dirty)
        self.form.submitted.connect(self.save)
        self.form.edited.connect(self._edited)
        self.context.gateway.changed.connect(self._changed)

    def _make_overview(self) -> QWidget:
        page = QWidget()
        page.setProperty("kind", "ground")
        cards = Figures(tuple(self._cards.values()))
        page.setLayout(column(cards, 12, self.heading, self.timeline, self.empty, None, margins=(24, 16, 24, 16)))
        return scrolled(page)

    def _make_file(self) -> QWidget:
        page = QWidget()
        page.setProperty("kind", "ground")
        page.setLayout(column(self.form, margins=(24, 16, 24, 16)))
        return scrolled(page)

    def _make_history(self) -> QWidget:
        self.history = HistoryView(self.context, "people")
        return self.history

    # showing ------------------------------------------------------------------------------------------------------

    def current(self) -> UUID | None:
        """The person that is shown."""
        return self._id

    def show_record(self, contact_id: UUID) -> None:
        """Show a person; what was typed on the one before is kept as a draft."""
        if contact_id != self._id:
            self.form.keep_draft()
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

    def _show(self, asked: UUID, found: PersonView) -> None:
        if asked != self._id:
            return
        if found.values["deleted_at"] is not None:
            self._leave(found.values["name"])
            return
        self._view = found
        self.pane.set_title(found.values["name"], _badges(found.values))
        values, titles = found.values, found.titles
        self.pane.set_line(
            [titles.get("customer_id", ""), values["department"] or "", values["title"] or "", values["phone"] or ""]
        )
        put(self._star, "star", "warning" if values["starred"] else "secondary")
        name_it(self._star, _("Take the star away") if values["starred"] else _("Star"))
        self._star.setToolTip(self._star.accessibleName())
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
        self._version = found.values["row_version"]
        self._narrow_lines(found.values["customer_id"])

    def _narrow_lines(self, customer_id: UUID | None) -> None:
        editor = self.form.editor("reports_to_id")
        if isinstance(editor, LinkEditor) and customer_id is not None:
            editor.narrow(Filter("customer_id", "in", (customer_id,)))

    def _edited(self, key: str) -> None:
        if key == "customer_id":
            self._narrow_lines(self.form.whole_values()["customer_id"])

    def _fill_tab(self, key: str) -> None:
        if self._view is None or self._id is None:
            return
        if key == "overview":
            self._show_overview(self._view)
        elif key == "history" and self.history is not None:
            self.history.load(Contact, self._id)

    def _show_overview(self, found: PersonView) -> None:
        last, day = found.values["last_contact_at"], found.next_birthday
        when = days_ago(local(last).date(), today()) if last else DASH
        self._cards["last"].set(_("Last contact"), when, moment_text(last) if last else "")
        self._cards["birthday"].set(_("Next birthday"), day.strftime("%m-%d") if day else DASH, day.isoformat() if day else "")
        self._cards["age"].set(_("Age"), str(found.age) if found.age is not None else found.values["age_band"] or DASH)
        self._cards["below"].set(_("Report to them"), str(len(found.reports)), "\n".join(name for _key, name in found.reports))
        self.heading.setText(_("Dealings"))
        self.timeline.set_items(moments(found.happenings, firm_now()))
        self.timeline.setVisible(bool(found.happenings))
        self.empty.set(_("Nothing happened yet."), _("Visits and complaints appear here."))
        self.empty.setVisible(not found.happenings)

    def _changed(self, changes: Any) -> None:
        if self._id is not None and self.isVisible() and _TOUCHED & changes.entities():
            self.reload()

    # changing -----------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save what was typed; True when nothing unsaved is left."""
        if self._id is None or self._loaded is None or not self.form.dirty():
            return True
        if self.form.sending() or not self.form.check():
            return False
        sent = self.form.send()
        label = Label(N_("Saved {name}"), {"name": self.form.whole_values()["name"]})
        self.context.gateway.write(
            label, contacts.save, self._loaded, sent.values, self._version,
            done=lambda _changed: self._stored(sent), failed=lambda error: self._refused(sent, error),
        )  # fmt: skip
        return not self.form.dirty()

    def _stored(self, sent: Sent) -> None:
        self.form.saved(sent)
        self.reload()

    def _refused(self, sent: Sent, error: AppError) -> None:
        self.form.refused(sent, error)
        self.reload()

    def toggle_star(self) -> None:
        """Star the person, or take the star away."""
        if self._view is not None:
            values = self._view.values
            label = Label(
                N_("Took the star from {name}") if values["starred"] else N_("Starred {name}"), {"name": values["name"]}
            )
            self.context.gateway.write(label, records.update, Contact, values["id"], {"starred": not values["starred"]})

    def retranslate(self) -> None:
        """Words in the new language."""
        self.pane.retranslate()
        self.form.retranslate()
        self.bar.retranslate()
        name_it(self._bin, _("Move to the recycle bin"))
        self._bin.setToolTip(self._bin.accessibleName())
        if self.history is not None:
            self.history.retranslate()
        self.reload()


def _badges(values: dict[str, Any]) -> list[tuple[str, str]]:
    fields = fields_of(Contact)
    found = []
    for key, tone in (("role", "neutral"), ("attitude", tone_of("attitude", values["attitude"]) or "neutral")):
        choice = fields[key].choice(values[key])
        if choice is not None:
            found.append((_(choice.label), tone))
    return [*found, (_("Has left"), "warning")] if values["has_left"] else found
