"""What stands in a complaint's tabs below the fields: lines of remedies, whys, the fishbone, the sum of costs, other cases."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.analysis.complaint_states import CLOSED, READ_ONLY
from app.formats import day_text, local, money_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import complaint_costs, complaint_messages, complaint_parts_lines
from app.services.complaint_parts_view import Around, Other
from app.services.complaint_view import CaseView
from app.ui.context import Context
from app.ui.forms.form import Form
from app.ui.forms.form_parts import require
from app.ui.forms.parts_table import PartsSpec, PartsTable
from app.ui.gateway import Label
from app.ui.kit.elided_link import ElidedLink
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import PlainLabel, link_button, relabel
from app.ui.screens.complaints.fishbone import Fishbone
from app.ui.screens.complaints.layout import BONES, COSTS, ESCAPE, OTHERS, REMEDIES, RESPONSIBILITY, WHY
from app.ui.screens.complaints.whys import WhyChain
from app.ui.screens.complaints.words import stage_text

_REMEDIES = PartsSpec(
    "recoveries", ("kind", "name", "amount", "responsible_id", "due_on", "done_on"), N_("Add remedy"), complaint_parts_lines
)
_CAUSES = PartsSpec("possible_causes", ("branch", "name", "confirmed"), N_("Add possible cause"), complaint_parts_lines)
_WHO = {
    "handler": N_("the handler grants it"), "supervisor": N_("a supervisor grants it"),
    "manager": N_("the department's manager grants it"), "director": N_("the general manager grants it"),
}  # fmt: skip
LOW = ("1", "2")


class CaseExtras(QWidget):
    """Makes what belongs into each tab's form, and fills it; never shown itself. ``opened(id)`` for another complaint,
    ``step_wanted(name)`` for a step of this one."""

    opened = Signal(object)
    step_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self.context = context
        self.tables: dict[str, PartsTable] = {}
        self.whys: dict[str, WhyChain] = {}
        self._forms: dict[str, Form] = {}
        self._shown: tuple[CaseView, Around] | None = None
        self.bone, self.total = Fishbone(), PlainLabel("", "strong", wrap=True)
        self.others = QWidget()
        self._others = column(spacing=2)
        self.others.setLayout(self._others)
        self.attempts = PlainLabel("", "label", wrap=True)
        self.tried, self.reopen = link_button("", self._tried), link_button("", lambda: self.step_wanted.emit("T22"))
        self.change = link_button("", lambda: self.step_wanted.emit("T29"))
        self.change.setObjectName("complaint.change")
        self.change.hide()
        for widget in (self.change, self.bone, self.total, self.others, self.attempts, self.tried, self.reopen):
            widget.setParent(self)
        self.total.setObjectName("complaint.total")

    def fill(self, key: str, form: Form) -> None:
        """Put what belongs into a tab's form, once."""
        self._forms[key] = form
        made: dict[str, Callable[[Form], None]] = {
            "receipt": lambda form: form.section(OTHERS).append(self.others), "investigation": self._fill_causes,
            "solution": self._fill_remedies, "follow_up": self._fill_follow_up,
            "execution": lambda form: form.section(COSTS).append(self.total), "assessment": self._fill_assessment,
        }  # fmt: skip
        if key in made:
            made[key](form)
        form.edited.connect(self._edited)
        if self._shown is not None:
            self.show_case(*self._shown)

    def _fill_causes(self, form: Form) -> None:
        for title, side in ((WHY, "occurrence"), (ESCAPE, "escape")):
            self.whys[side] = WhyChain(self.context, side)
            form.section(title).append(self.whys[side])
        table = PartsTable(self.context, _CAUSES)
        self.tables["possible_causes"] = table
        table.heading.hide()
        table.counted.connect(lambda _count: self._draw_bones())
        for part in (self.bone.across(), table):
            form.section(BONES).append(part)
        self.bone.show()

    def _fill_remedies(self, form: Form) -> None:
        spec = PartsSpec(_REMEDIES.entity, _REMEDIES.columns, _REMEDIES.add_label, _REMEDIES.ops, self._remark)
        table = PartsTable(self.context, spec)
        self.tables["recoveries"] = table
        table.heading.hide()
        form.section(REMEDIES).append(table)

    def _fill_assessment(self, form: Form) -> None:
        form.section(RESPONSIBILITY).append(self.change)
        relabel(self.change, _("Change responsibility or priority…"))

    def _fill_follow_up(self, form: Form) -> None:
        for button, name in ((self.tried, "tried"), (self.reopen, "reopen")):
            button.setObjectName(f"complaint.{name}")
        line = QWidget()
        line.setLayout(row(self.tried, self.reopen, None, spacing=16))
        form.section("").append(self.attempts)
        form.section("").append(line)
        for part in (self.attempts, self.tried, self.reopen):
            part.show()

    def _show_attempts(self, view: CaseView, around: Around) -> None:
        """On which days it was tried to reach the customer; three days without an answer suffice to archive."""
        days = [day_text(local(line.at).date()) for line in around.talks if line.kind == "attempt"]
        told = _("Tried to reach the customer: {days}").format(days=_(", ").join(days))
        self.attempts.setText(told if days else _("Nobody has tried to reach the customer yet."))
        relabel(self.tried, _("Tried, not reached"))
        relabel(self.reopen, _("Reopen the complaint"))
        self.tried.setEnabled(view.values["state"] in ("S80", "S85"))
        self.reopen.setEnabled(view.values["state"] in CLOSED)

    def _tried(self) -> None:
        if self._shown is not None:
            values = self._shown[0].values
            label = Label(N_("Contact about {number}"), {"number": values["number"]})
            self.context.gateway.write(label, complaint_messages.add, values["id"], "attempt")

    def _remark(self, lines: list[dict[str, object]]) -> str:
        """The sum of the remedies, and who may grant the whole of it."""
        amounts = [line["amount"] for line in lines if isinstance(line.get("amount"), int)]
        if not amounts or self._shown is None:
            return ""
        total = sum(amount for amount in amounts if isinstance(amount, int))
        who = complaint_costs.approver(total, self._shown[1].limits)
        told = _("Altogether {sum}: {who}. It is the compensation among the costs.")
        return told.format(sum=money_text(total), who=_(_WHO[who]))

    # showing ------------------------------------------------------------------------------------------------------

    def show_case(self, view: CaseView, around: Around) -> None:
        """Show what belongs to a complaint."""
        self._shown = (view, around)
        owner, locked = view.values["id"], view.values["state"] in READ_ONLY
        for table in self.tables.values():
            table.load(owner)
        for chain in self.whys.values():
            chain.load(owner, locked)
        self._draw_bones()
        self._show_others(around.others)
        self._show_attempts(view, around)
        self._show_total()
        if "execution" in self._forms:
            self._forms["execution"].editor("compensation").widget.setEnabled(around.recovered is None)
        if "follow_up" in self._forms:
            self._ask_comment()

    def _draw_bones(self) -> None:
        if self._shown is not None and "possible_causes" in self.tables:
            lines = [line.values() for line in self.tables["possible_causes"].lines]
            bones = [(line["branch"], line.get("name") or "", line.get("confirmed")) for line in lines if line.get("branch")]
            self.bone.show_bones(self._shown[0].values["subject"], bones)

    def _show_others(self, others: tuple[Other, ...]) -> None:
        clear(self._others)
        if not others:
            self._others.addWidget(PlainLabel(_("None besides this one."), "label"))
        for other in others:
            text = f"{day_text(local(other.received_at).date())} · {other.number} · {other.subject[:60]} · {self._ended(other)}"
            lead = partial(self.opened.emit, other.id)
            self._others.addWidget(ElidedLink(text, lead, f"complaint.other.{other.number}"))
        self.others.show()

    def _ended(self, other: Other) -> str:
        """The stage; for one that is closed the days it took."""
        if other.closed_at is None:
            return stage_text(other.state)
        days = (local(other.closed_at).date() - local(other.received_at).date()).days
        return _("{stage} after {days} d").format(stage=stage_text(other.state), days=days)

    def _show_total(self) -> None:
        if "execution" not in self._forms:
            return
        values, rate = self._forms["execution"].whole_values(), complaint_costs.rate()
        words = [_("Altogether {sum}").format(sum=money_text(complaint_costs.total(values, rate)))]
        labour = complaint_costs.labour(values.get("labour_minutes"), rate)
        if labour is not None:
            told = _("of it handling {sum} at {rate} an hour")
            words.append(told.format(sum=money_text(labour), rate=money_text(rate)))
        self.total.setText(_(", ").join(words))
        self.total.show()

    def _edited(self, key: str) -> None:
        if key in (*complaint_costs.KINDS, "recovered_cost", "labour_minutes"):
            self._show_total()
        if key in ("satisfaction", "follow_up_note"):
            self._ask_comment()

    def _ask_comment(self) -> None:
        """Somebody dissatisfied is asked why."""
        form = self._forms["follow_up"]
        values = form.whole_values()
        low = values.get("satisfaction") in LOW
        require(form.editor("follow_up_note"), low)
        told = _("What displeased the customer belongs here before the case is archived.")
        form.warn("follow_up_note", told if low and not values.get("follow_up_note") else "")

    # keeping ------------------------------------------------------------------------------------------------------

    def settle(self) -> bool:
        """Store every line that is typed; False where one can't be."""
        done = [table.settle() for table in self.tables.values()] + [chain.settle() for chain in self.whys.values()]
        return all(done)

    def keep_draft(self) -> None:
        """Keep lines that are typed and not stored."""
        for table in self.tables.values():
            table.keep_draft()
        for chain in self.whys.values():
            chain.settle()

    def retranslate(self) -> None:
        """Words in the new language."""
        for table in self.tables.values():
            table.retranslate()
        for chain in self.whys.values():
            chain.retranslate()
        relabel(self.change, _("Change responsibility or priority…"))
