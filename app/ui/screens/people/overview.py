"""The Overview tab of a person: figures, how to address them, trust, where they worked, what went on."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.formats import DASH, days_ago, local, moment_text, number_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import person_file
from app.services.contacts import PersonView
from app.services.job_change import Post
from app.services.person_file import BIRTHDAY, PersonFile
from app.ui.context import Context
from app.ui.editors.editor import firm_now
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import EmptyState, PlainLabel, SectionTitle, relabel, secondary
from app.ui.lists.rows import Line, RowsView
from app.ui.records.timeline import Timeline
from app.ui.screens.customers.overview import FigureCard, Figures
from app.ui.screens.customers.words import moments

POSTS = (N_("Employer"), N_("Position"), N_("Since"), N_("Until"))


class PersonOverview(QWidget):
    """``opened((entity, id))`` for a line of the timeline or a firm; ``move_wanted()`` for a change of employer."""

    opened = Signal(object)
    move_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context = context
        self._view: PersonView | None = None
        self._posts: tuple[Post, ...] = ()
        self.timeline, self.empty = Timeline("people"), EmptyState()
        self.cards = {key: FigureCard(f"people.card.{key}") for key in ("last", "birthday", "age", "below")}
        self.addressed, self.trust, self.trend, self.care = (PlainLabel("", wrap=True, selectable=True) for _n in range(4))
        for label, name in ((self.addressed, "address"), (self.trust, "trust"), (self.trend, "trend"), (self.care, "care")):
            label.setObjectName(f"people.{name}")
        self.trend.set_kind("secondary")
        self.work, self.heading = SectionTitle(""), SectionTitle("")
        self.posts = RowsView(POSTS, "people.posts", N_("Former posts"), widths=(160, 96, 88, 88), fitted=True)
        self.posts.stand_on_ground()
        self.posts.opened.connect(self._open_post)
        self.move_button = secondary("", self.move_wanted.emit, "briefcase")
        self.move_button.setObjectName("people.move")
        self._lay_out()
        self.timeline.opened.connect(self.opened)

    def _lay_out(self) -> None:
        words = column(self.addressed, self.care, self.trust, self.trend, spacing=4)
        self.setLayout(column(
            Figures(tuple(self.cards.values())), 4, words, 8, row(self.work, None, self.move_button), self.posts, 8, self.heading,
            self.timeline, self.empty, None, margins=(24, 16, 24, 16),
        ))  # fmt: skip

    def show_view(self, found: PersonView) -> None:
        """Show a person; what lies beyond their fields is read now."""
        self._view = found
        key = found.values["id"]
        self._show_cards(found)
        name, greeting = (words(found.values, found.vice) for words in (person_file.address, person_file.greeting))
        self.addressed.setText(_("Addressed as {name}; a letter begins “{greeting}”.").format(name=name, greeting=greeting))
        self._show_trust(found)
        self.heading.setText(_("Dealings"))
        self.timeline.set_items(moments(found.happenings, firm_now()))
        self.timeline.setVisible(bool(found.happenings))
        self.empty.set(_("Nothing happened yet."), _("Visits and complaints appear here."))
        self.empty.setVisible(not found.happenings)
        self.context.gateway.read(
            person_file.load, key, today(), done=lambda file: self._show_file(file) if self._is(key) else None
        )

    def _is(self, key: Any) -> bool:
        return self._view is not None and self._view.values["id"] == key

    def _show_cards(self, found: PersonView) -> None:
        last, day = found.values["last_contact_at"], found.next_birthday
        when = days_ago(local(last).date(), today()) if last else DASH
        self.cards["last"].set(_("Last contact"), when, moment_text(last) if last else "")
        self.cards["birthday"].set(_("Next birthday"), day.strftime("%m-%d") if day else DASH, day.isoformat() if day else "")
        self.cards["age"].set(_("Age"), str(found.age) if found.age is not None else found.values["age_band"] or DASH)
        self.cards["below"].set(_("Report to them"), str(len(found.reports)), "\n".join(name for _key, name in found.reports))

    def _show_trust(self, found: PersonView) -> None:
        words = person_file.trust_words(found.values)
        self.trust.setText(_("Trust {words}").format(words=words) if words else "")
        self.trust.setVisible(bool(words))
        self.trend.hide()
        if words:
            key = found.values["id"]
            self.context.gateway.history(key, done=lambda entries: self._show_trend(entries) if self._is(key) else None)

    def _show_trend(self, entries: Sequence[Any]) -> None:
        if self._view is None:
            return
        changes = [(entry.at, entry.change.before) for entry in entries]
        trend = person_file.trust_trend(self._view.values, changes)[:3]
        parts = [_("{score} until {day}").format(score=number_text(score, 1), day=local(at).date()) for at, score in trend]
        self.trend.setText(_("Before: {scores}").format(scores=_(", ").join(parts)))
        self.trend.setVisible(bool(trend))

    def _show_file(self, file: PersonFile) -> None:
        self._posts = file.posts
        self.posts.set_rows([_line(place, post) for place, post in enumerate(file.posts)])
        self.posts.setVisible(bool(file.posts))
        self.work.setText(_("Working life"))
        relabel(self.move_button, _("Changed employer…"))
        self.care.setVisible(file.care_on is not None)
        if file.care_on is not None:
            text = (
                _("Next care day {day}: birthday.") if file.care_reason == BIRTHDAY else _("Next care day {day}: get in touch.")
            )
            self.care.setText(text.format(day=file.care_on.isoformat()))

    def _open_post(self, place: int) -> None:
        customer = self._posts[place].customer_id
        if customer is not None:
            self.opened.emit(("customers", customer))


def _line(place: int, post: Post) -> Line:
    until = _("until now") if post.present else post.until.isoformat() if post.until else DASH
    return place, (
        Cell(post.employer),
        Cell(" · ".join(part for part in (post.title, post.department) if part), ink="secondary"),
        Cell(post.since.isoformat() if post.since else DASH, ink="secondary"),
        Cell(until, ink="secondary"),
    )
