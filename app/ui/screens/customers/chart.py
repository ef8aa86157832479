"""A customer's decision chain as an org chart: who reports to whom, changed by dragging, by Ctrl+arrow or by the menu."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.analysis.decision_chain import APPROVER, DECIDER, contacted
from app.analysis.org_lines import branch
from app.analysis.org_moves import UP
from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import chain_words, contacts, people_chain
from app.services.people_chain import Chain, Member
from app.ui.chart.canvas import Verdict
from app.ui.chart.card import ChartCard
from app.ui.chart.view import OrgView
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.kit.delegates import tone_of
from app.ui.kit.layouts import column
from app.ui.kit.widgets import PlainLabel, literal


class CustomerChart(QWidget):
    """``opened(id)`` for a person; lines are written as one step each, refusals stand above the chart."""

    opened = Signal(object)
    visit_wanted = Signal(object)
    move_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._chain: Chain | None = None
        self._customer: UUID | None = None
        self.refusal = PlainLabel("", "error", wrap=True)
        self.refusal.setObjectName("chain.refusal")
        self.refusal.hide()
        self.view = OrgView("chain.chart")
        canvas = self.view.canvas
        canvas.judge = self.verdict
        canvas.opened.connect(lambda person: self.opened.emit(UUID(hex=person)))
        canvas.moved.connect(self.reline)
        canvas.shifted.connect(self._shift)
        canvas.menu_wanted.connect(lambda person, place: self.menu(person).popup(place))
        whole = column(self.refusal, self.view, spacing=4)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_chain(self, customer_id: UUID, chain: Chain) -> None:
        """Draw a customer's chain."""
        anew = customer_id != self._customer
        self._customer, self._chain = customer_id, chain
        self.refusal.hide()
        self.view.show_people(chain.lines(), cards(chain), anew)

    def verdict(self, person: str, boss: str | None) -> Verdict:
        """What dropping somebody there would mean."""
        member, target = self._member(person), self._member(boss)
        if self._chain is None or member is None or person == boss:
            return "", True
        if target is None:
            return _("{name} reports to nobody").format(name=member.values["name"]), True
        names = {"name": member.values["name"], "boss": target.values["name"]}
        if target.id.hex in branch(self._chain.forest, person):
            return _("{boss} stands below {name}").format(**names), False
        return _("{name} reports to {boss}").format(**names), True

    def _member(self, person: str | None) -> Member | None:
        return self._chain.member(person) if self._chain is not None and person else None

    def reline(self, person: str, boss: str | None) -> None:
        """Let somebody report to somebody else, or to nobody; one step that can be undone."""
        member, target = self._member(person), self._member(boss)
        if self._chain is None or member is None or self._chain.forest.above[person] == boss:
            return
        name = {"name": member.values["name"]}
        label = Label(N_("{name} reports to nobody"), name)
        if target is not None:
            label = Label(N_("{name} reports to {boss}"), {**name, "boss": target.values["name"]})
        self.refusal.hide()
        self.context.gateway.write(
            label, people_chain.reline, member.id, target.id if target else None, failed=self._refused
        )  # fmt: skip

    def _refused(self, error: AppError) -> None:
        self.refusal.setText(error.sentence)
        self.refusal.show()

    def _shift(self, person: str, way: str) -> None:
        """Ctrl+↑ one level up, Ctrl+↓ below the one before at the same level, Ctrl+← and Ctrl+→ to the next boss aside."""
        if self._chain is None:
            return
        found = self._chain.forest
        boss = found.above[person]
        if way == UP:
            if boss is not None:
                self.reline(person, found.above[boss])
            return
        peers = found.roots if boss is None else found.below[boss]
        others = [each for each in peers if each != person]
        before = peers[peers.index(person) - 1] if peers.index(person) else None
        target = before or (others[0] if others else None)
        if way == "down" and target is not None:
            self.reline(person, target)

    def menu(self, person: str) -> QMenu:
        """What can be done with somebody, the line among it."""
        menu = QMenu(self)
        member = self._member(person)
        if member is None:
            return menu
        menu.addAction(_("Open"), lambda: self.opened.emit(member.id))
        menu.addAction(_("Record visit"), lambda: self.visit_wanted.emit(member.id))
        self._add_lines(menu.addMenu(_("Reports to")), person)
        menu.addAction(_("Mark as the one who decides"), lambda: self.decide(member))
        menu.addAction(_("Changed employer…"), lambda: self.move_wanted.emit(member.id))
        return menu

    def _add_lines(self, menu: QMenu, person: str) -> None:
        if self._chain is None:
            return
        below = set(branch(self._chain.forest, person))
        bosses: list[Member | None] = [None, *(each for each in self._chain.members if each.id.hex not in below)]
        for boss in bosses:
            key = boss.id.hex if boss else None
            action = menu.addAction(literal(boss.values["name"]) if boss else _("Nobody"))
            action.setCheckable(True)
            action.setChecked(self._chain.forest.above[person] == key)
            action.triggered.connect(lambda _on=False, key=key: self.reline(person, key))

    def decide(self, member: Member) -> None:
        """Mark somebody as the one who decides."""
        label = Label(N_("{name} decides"), {"name": member.values["name"]})
        self.context.gateway.write(label, people_chain.make_decider, member.id, failed=self._refused)

    def popup(self, person: UUID, place: QPoint) -> None:
        """The menu of somebody, at a place on the screen."""
        self.menu(person.hex).popup(place)

    def retranslate(self) -> None:
        """Words in the new language; the cards follow with the data."""
        self.view.retranslate()


def cards(chain: Chain) -> Mapping[str, ChartCard]:
    """The cards of a chain by id."""
    return {member.id.hex: _card(chain, member) for member in chain.members}


def _card(chain: Chain, member: Member) -> ChartCard:
    values = member.values
    matters = {DECIDER, APPROVER} & set(contacts.roles_of(values))
    return ChartCard(
        member.id.hex,
        values["name"],
        values["title"] or values["department"] or "",
        chain_words.role_words(values) or _("No role yet"),
        chain_words.attitude_words(values),
        tone_of("attitude", values["attitude"]) or "neutral",
        chain_words.weight_words(values),
        chain_words.contact_words(chain, values),
        bool(matters) and not contacted(contacts.node(values), chain.today),
        chain_words.spoken(chain, member),
    )
