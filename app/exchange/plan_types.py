"""What an import would do, as values: shown in the preview, then carried out or thrown away."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from uuid import UUID

from app.exchange.dates import DateOrder
from app.exchange.mapping import Mapping as Columns
from app.exchange.sheet import Sheet, Trouble
from app.exchange.words import UnknownWord
from app.i18n import gettext_text
from app.i18n import gettext_text as _
from app.services.attachments import Fresh

Action = Literal["created", "updated", "unchanged", "refused", "duplicates"]
MODES = ("both", "create", "update")
ACTIONS: tuple[Action, ...] = ("created", "updated", "unchanged", "refused", "duplicates")
OUTSIDE = frozenset({"refused", "duplicates"})


Newcomers = Mapping[tuple[str, str], UUID]
"""(entity, name) -> the id of a record that a person wants made with the import."""


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer that a row names and nobody has yet: made on the way. ``key`` is "" for the walk-in customer."""

    key: str


@dataclass(frozen=True, slots=True)
class RowOf:
    """The record that another row of the same file becomes."""

    row: int


@dataclass(slots=True)
class Outcome:
    """What becomes of one row. ``values`` by field key may hold NewCustomer or RowOf where a link isn't known yet."""

    row: int
    action: Action
    values: dict[str, Any] = field(default_factory=dict)
    record: UUID | None = None
    reason: Trouble | None = None
    earlier: int = 0
    """The earlier row of the same file whose record this row is, 0 where it has its own."""

    former: Mapping[str, Any] = field(default_factory=dict)
    """What the record has where ``values`` changes it."""

    repeats: int = 0
    """The earlier row of the same file that a duplicate repeats in every value, 0 where something differs."""

    parts: tuple[dict[str, Any], ...] | None = None
    """The lines that an order gets, a product's cost, what a payment pays; None where they stay as they are."""

    line: bool = False
    """Whether the row is a further line of the ``earlier`` one's order."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """A person's word on the order of dates (mdy, dmy, ymd, or "" to find out), on what comes in (``create`` new rows,
    ``update`` those that are there, ``both``), and on the public field by which rows find records ("" to find out)."""

    dates: str = ""
    mode: str = "both"
    key: str = ""
    arriving: Mapping[str, UUID | None] = field(default_factory=dict)
    """Name as compared -> the customer that another part of the same file means, None where it makes it."""

    newcomers: Newcomers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A dry run. Exactly one outcome a row; ``orders`` says how each date column is read."""

    entity: str
    file: str
    outcomes: tuple[Outcome, ...]
    problems: tuple[Trouble, ...]
    review: tuple[Trouble, ...]
    new_customers: dict[str, str]
    """name as compared -> name as written; the walk-in customer under ""."""

    orders: tuple[tuple[str, DateOrder], ...] = ()
    pictures: Mapping[int, Fresh] = field(default_factory=dict, repr=False)
    """row -> the picture to be attached to its record."""

    unknown: tuple[UnknownWord, ...] = ()
    """Words that are none of their field's choices by themselves."""

    colleagues: tuple[tuple[UUID, str], ...] = ()
    """Id and name of everybody who is there, where rows name somebody who is not."""

    state: tuple[int, int] | None = None
    """What ``existing.state`` said when the rows were compared; None where nothing was."""

    sheet: Sheet | None = field(default=None, repr=False)
    """The rows as they were planned: those of the file, the times of a series one by one."""

    mapping: Columns | None = field(default=None, repr=False)
    parts: tuple["ImportPlan", ...] = field(default=(), repr=False)
    """The plans of its kinds, in the order in which they are carried out, where one file holds several (cards)."""

    arriving: Mapping[str, int] = field(default_factory=dict, repr=False)
    """Name as compared -> row of the customer that the parts after this one may name."""

    kinds: Mapping[int, str] = field(default_factory=dict, repr=False)
    """Row -> its entity, where one file holds several kinds."""

    people: "ImportPlan | None" = field(default=None, repr=False)
    """The people whom the rows of customers name; its rows are numbered from 1."""

    people_rows: tuple[int, ...] = ()
    """The row of the file that names each of them."""

    def kind(self) -> str:
        """The entity of the rows; the last of several kinds."""
        return self.parts[-1].entity if self.parts else self.entity

    def entity_at(self, row: int) -> str:
        """What a row is; the last of several kinds for what is about the whole file."""
        return self.kinds.get(row, self.kind())

    def customers_made(self) -> frozenset[str]:
        """The customers made on the way, as compared: rows name them and nobody has them; "" is the walk-in customer."""
        if self.parts:
            return frozenset().union(*(part.customers_made() for part in self.parts))
        values = (value for one in self.outcomes for value in one.values.values())
        return frozenset({value.key for value in values if isinstance(value, NewCustomer)} & self.new_customers.keys())

    @property
    def counts(self) -> dict[Action, int]:
        """How many rows each action has, further lines of an order aside; with them they add up to the rows of the file."""
        counted = Counter(outcome.action for outcome in self.outcomes if not outcome.line)
        return {action: counted[action] for action in ACTIONS}

    def people_in(self) -> tuple[tuple[int, Outcome], ...]:
        """(row of the file, outcome) of each person who comes in new or changed."""
        outcomes = self.people.outcomes if self.people is not None else ()
        pairs = zip(self.people_rows, outcomes, strict=True)
        return tuple((row, one) for row, one in pairs if one.action in ("created", "updated") and not one.earlier)

    @property
    def lines(self) -> int:
        """How many rows are further lines of orders."""
        return sum(one.line for one in self.outcomes)

    def rows_in(self) -> int:
        """How many rows bring something new."""
        own = {one.row for one in self.outcomes if one.action in ("created", "updated")}
        return len(own.union(row for row, _one in self.people_in()))

    def result(self) -> "ImportResult":
        """The report of this plan, carried out or not."""
        listed = sorted((*self.problems, *self.review), key=lambda trouble: trouble.row)
        whole = ImportResult(len(self.outcomes), self.counts, tuple(listed), (), len(self.customers_made()), self.lines)
        if self.people is not None:  # what there is to know of them is listed with their rows
            return replace(whole, parts=((self.entity, whole), (self.people.entity, replace(self.people.result(), problems=()))))
        return replace(whole, parts=tuple((part.entity, part.result()) for part in self.parts))


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did."""

    rows: int
    counts: dict[Action, int]
    problems: tuple[Trouble, ...]
    parts: tuple[tuple[str, "ImportResult"], ...] = ()
    """(entity, result) of each kind, where the file held several."""

    customers_made: int = 0
    """How many customers were made because rows named them."""

    lines: int = 0
    """How many rows are further lines of orders, which ``counts`` counts once."""

    def as_json(self) -> dict[str, Any]:
        """``{"rows", "created", …, "customers_made", "problems": [{"row", "field", "message"}]}`` in the language in force;
        the counts of each kind under its name, where the file held several."""
        problems = [{"row": one.row, "field": one.field, "message": sentence(one)} for one in self.problems]
        counts = {str(action): count for action, count in self.counts.items()}
        kinds = {entity: {"rows": part.rows, **part.counts} for entity, part in self.parts}
        lines = {"lines": self.lines} if self.lines else {}
        return {"rows": self.rows, **counts, **lines, "customers_made": self.customers_made, "problems": problems, **kinds}


def reasons(plan: ImportPlan) -> dict[int, list[Trouble]]:
    """Row -> everything that is wrong with it, what decided first: of the rows that stay outside."""
    found = {one.row: [one.reason] for one in plan.outcomes if one.action in OUTSIDE and one.reason is not None}
    for each in plan.problems:
        if each.row in found and each not in found[each.row]:
            found[each.row].append(each)
    return found


def sentences(troubles: Sequence[Trouble]) -> str:
    """Several troubles in one line."""
    said = [sentence(one) for one in troubles]
    return _("; ").join([*(one.rstrip(".。") for one in said[:-1]), *said[-1:]])


def sentence(trouble: Trouble) -> str:
    """The trouble in the language in force, and where the value went."""
    why = gettext_text(trouble.message).format(**dict(trouble.values))
    return _("{why} It stands in the notes.").format(why=why) if trouble.kept else why
