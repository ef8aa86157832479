"""One line of an import's lists: row of the file, name, what becomes of it, and why. The dry run and the result share it."""

from app.exchange.mapping import OUT, PERSON
from app.exchange.names import public_name
from app.exchange.plan_types import ImportPlan, Outcome, reasons, sentence
from app.exchange.sheet import Trouble
from app.formats import excerpt
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, Field, fields_of
from app.services import present
from app.ui.kit.delegates import Cell
from app.ui.lists.rows import Line, RowsView
from app.ui.screens.transfer.columns import column_word, field_word

FATES = {
    "created": N_("Comes in new"), "updated": N_("Is changed"), "unchanged": N_("Stays the same"),
    "refused": N_("Stays outside"), "duplicates": N_("Is there twice"),
}  # fmt: skip
_DOUBT = N_("To check")
_NAME, _WHY = 1, 3
_SHOWN = frozenset({"name", "line", "code", "phone", "email", "url", "choice", "choices", "date", "integer", "money", "tags"})


def rows_view(name: str, label: str) -> RowsView:
    """The table for such lines: what is left of the width goes to the reason and the name."""
    headers = (N_("Row"), N_("Name"), N_("What happens"), N_("Why"))
    return RowsView(headers, name, label, right=(0,), widths=(44, 130, 84, 300), elastic=(_NAME, _WHY), least=84)


def people_words(plan: ImportPlan) -> str:
    """Whose the columns beside the names of people are; the empty text where no rows name people."""
    mapping = plan.mapping
    if plan.people is None or mapping is None:
        return ""
    names = [one.header for one in mapping.columns if one.field == "contact_name"]
    theirs = [one.header for one in mapping.columns if one.field in PERSON and one.field != "contact_name"]
    said = _("Whom “{header}” names comes in as a decision-maker of the row's customer.").format(header=names[0])
    words = _("{columns}: of that person. Where a row names nobody, the number is the customer's.")
    return f"{said} {words.format(columns=quoted(theirs))}" if theirs else said


def quoted(headers: list[str]) -> str:
    """Headers of a file in quotes, one after another."""
    return _(", ").join(_("“{header}”").format(header=one) for one in headers)


class Lines:
    """The lines of one plan."""

    def __init__(self, plan: ImportPlan) -> None:
        self._plan = plan
        sheet = plan.sheet
        self._cells = dict(zip(sheet.numbers, sheet.rows, strict=True)) if sheet is not None else {}
        self._outcomes = {one.row: one for one in plan.outcomes}
        self._mappings = {part.entity: part.mapping for part in plan.parts or (plan,)}
        self._reasons = reasons(plan)

    def of_outcome(self, one: Outcome) -> Line:
        """A row with what becomes of it: every reason for staying outside, every field that changes."""
        why = _("; ").join(self._why(each).rstrip(".。") for each in self._reasons.get(one.row, ())) or self._changed(one)
        return self._line(one.row, _(FATES[one.action]), why)

    def of_person(self, row: int, one: Outcome) -> Line:
        """Somebody whom a row of customers names: who, and at which customer."""
        name = str(one.values.get("name") or self._person_cell(row) or "")
        fields = fields_of(BY_KEY["contacts"])
        changes = [change_text("contacts", fields[key], one) for key in one.values if key in fields]
        firm = _("At {customer}").format(customer=self._name(row))
        said = firm if one.action == "created" else _("{column}: {why}").format(column=firm, why=_("; ").join(changes))
        cells = (Cell(str(row)), Cell(name, tip=name), Cell(_(FATES[one.action]), "", "secondary"), Cell(said, tip=said))
        return (row, cells)

    def _person_cell(self, row: int) -> str:
        """What the column of the names says, where the person is called so already."""
        mapping, cells = self._mappings[self._plan.entity], self._cells.get(row, ())
        places = mapping.at("contact_name") if mapping is not None else []
        return excerpt(" ".join(cells[places[0]].split()), 80) if places and cells else ""

    def of_trouble(self, trouble: Trouble) -> Line:
        """A row with one thing to know about it."""
        outside = trouble.row in self._reasons
        fate = FATES[self._outcomes[trouble.row].action] if outside else _DOUBT
        return self._line(trouble.row, _(fate), self._why(trouble))

    def _line(self, row: int, fate: str, why: str) -> Line:
        name = self._name(row)
        return (row, (Cell(str(row or "")), Cell(name, tip=name), Cell(fate, "", "secondary"), Cell(why, tip=why)))

    def _why(self, trouble: Trouble) -> str:
        """The sentence, behind the field or the header of the file that it is about."""
        about = column_word(self._plan.entity_at(trouble.row), trouble.field)
        return _("{column}: {why}").format(column=about, why=sentence(trouble)) if about else sentence(trouble)

    def _name(self, row: int) -> str:
        """What names the record, else what stands first in the row."""
        cells, one, entity = self._cells.get(row, ()), self._outcomes.get(row), self._plan.entity_at(row)
        known = [str(one.values[key]) for key in BY_KEY[entity].titles if one.values.get(key)] if one is not None else []
        mapping = self._mappings.get(entity)
        named = [cells[place] for key in BY_KEY[entity].titles for place in mapping.at(key)] if mapping and cells else []
        rest = [text for place, text in enumerate(cells) if mapping is None or mapping.columns[place].field != OUT]
        return next((excerpt(" ".join(text.split()), 80) for text in (*known, *named, *rest) if text.strip()), "")

    def _changed(self, one: Outcome) -> str:
        """Which fields a row changes."""
        if one.action != "updated":
            return ""
        entity = self._plan.entity_at(one.row)
        fields = fields_of(BY_KEY[entity])
        said = [change_text(entity, fields[key], one) for key in one.values if key in fields]
        return _("; ").join([*said, _("Picture")] if one.row in self._plan.pictures else said)


def change_text(entity: str, field: Field, one: Outcome) -> str:
    """``Mobile: 1380… → 1390…``; the field alone where it is long, a link, or hidden where nobody asks for it."""
    about = field_word(entity, public_name(field))
    if field.kind not in _SHOWN or field.sensitive or field.key not in one.former:
        return about
    texts = [excerpt(present.shown_text(field, value), 40) or "—" for value in (one.former[field.key], one.values[field.key])]
    return _("{column}: {before} → {after}").format(column=about, before=texts[0], after=texts[1])
