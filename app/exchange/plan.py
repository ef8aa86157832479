"""What an import would do, before it does it: every row created, updated, unchanged, refused or a duplicate."""

from typing import Any

from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.exchange import drafts as rows
from app.exchange import existing, links, matching, similar
from app.exchange.dates import ORDERS, DateOrder
from app.exchange.drafts import Draft, trouble, with_lines
from app.exchange.mapping import Mapping
from app.exchange.names import IMPORTED, public_fields, public_name
from app.exchange.plan_types import ImportOptions, ImportPlan, Outcome
from app.exchange.sheet import Sheet, Trouble
from app.exchange.values import ValueContext, order_of
from app.formats import today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, fields_of
from app.services.customers import code_doubt
from app.services.records import problem_with, tidied

_SUBJECT = 200
_DOUBTS = 200
"""As many as anybody looks at."""


def plan(session: Session, entity: str, sheet: Sheet, mapping: Mapping, options: ImportOptions | None = None) -> ImportPlan:
    """A dry run of importing the sheet. Reads only; the counts of its outcomes add up to the sheet's rows."""
    options = options or ImportOptions()
    if entity not in IMPORTED or options.dates not in ("", *ORDERS):
        raise ValidationError(N_("This cannot be imported."))
    context = _context(session, entity, sheet, options)
    drafts = rows.drafts(sheet, mapping, context)
    good = [draft for draft in drafts if draft.refusal is None]
    repeated = matching.repeats(entity, good)
    named = frozenset(draft.row for draft in good if draft.names_something)
    kept = [draft for draft in good if draft.row not in repeated]
    new_customers = _complete(session, entity, kept)
    outcomes = _outcomes(entity, drafts, repeated, matching.match(session, entity, kept, named))
    return ImportPlan(
        entity, sheet.path.name, tuple(outcomes),
        problems=tuple(_problems(sheet, drafts, outcomes)),
        review=tuple(sorted([*_review(session, entity, outcomes), *_doubtful_codes(entity, outcomes)], key=lambda one: one.row)),
        new_customers=new_customers,
        orders=tuple(_orders(sheet, mapping, context)),
    )  # fmt: skip


def _context(session: Session, entity: str, sheet: Sheet, options: ImportOptions) -> ValueContext:
    lists = existing.lists(session, entity)
    return ValueContext(entity, today(), options.dates, lists, marked=bool(sheet.encoding))


def _complete(session: Session, entity: str, kept: list[Draft]) -> dict[str, str]:
    """Links resolved and what a complaint must have filled; returns the customers to be made on the way."""
    found = links.prepare(session, entity, kept)
    for draft in kept:
        links.resolve(found, draft)
        if entity == "complaints":
            _fill_complaint(draft)
    return found.new_customers


def _fill_complaint(draft: Draft) -> None:
    """Without a text the subject or category stands for it, and the other way round."""
    values = draft.values
    category = draft.written.get("category")
    said = str(values.get("text") or "").strip().split("\n")[0]
    subject = values.get("subject") or category or said or values.get("product") or _("Imported complaint")
    values["subject"] = str(subject)[:_SUBJECT]
    values.setdefault("text", str(subject))
    received, closed = values.get("received_at"), values.get("closed_at")
    if received and closed and closed < received:
        del values["closed_at"]
        draft.note("closed_at", ValidationError(N_("It was closed before it was received.")))


def _outcomes(entity: str, drafts: list[Draft], repeated: dict[int, int], matched: dict[int, matching.Match]) -> list[Outcome]:
    found = []
    for draft in drafts:
        if draft.refusal is not None:
            found.append(Outcome(draft.row, "refused", reason=draft.refusal))
        elif draft.row in repeated:
            found.append(_duplicate(draft, repeated[draft.row]))
        elif draft.row in matched:
            found.append(_there_already(draft, matched[draft.row]))
        else:
            found.append(Outcome(draft.row, "created", _new_values(entity, draft)))
    return found


def _there_already(draft: Draft, match: matching.Match) -> Outcome:
    if match.other_life:
        draft.note("state", ValidationError(N_("The complaint was there already: its state and dates stay as they are.")))
    return Outcome(draft.row, "updated" if match.changes else "unchanged", match.changes, match.record)


def _duplicate(draft: Draft, earlier: int) -> Outcome:
    reason = Trouble(draft.row, "", N_("The row repeats row {other} and was left out."), (("other", earlier),))
    return Outcome(draft.row, "duplicates", reason=reason)


def _new_values(entity: str, draft: Draft) -> dict[str, Any]:
    values = dict(draft.values)
    if draft.lines:
        field = fields_of(BY_KEY[entity])["notes"]
        notes = tidied(field, with_lines(values.get("notes"), draft.lines))
        problem = problem_with(field, notes)
        if problem is None:
            values["notes"] = notes
        else:
            draft.problems.append(trouble(draft.row, "notes", problem))
    return values


def _problems(sheet: Sheet, drafts: list[Draft], outcomes: list[Outcome]) -> list[Trouble]:
    found = list(sheet.troubles)
    for draft, outcome in zip(drafts, outcomes, strict=True):
        found += draft.problems
        if outcome.action == "duplicates" and outcome.reason is not None:
            found.append(outcome.reason)
    return found


def _review(session: Session, entity: str, outcomes: list[Outcome]) -> list[Trouble]:
    """New customers whose name is like another's; new people who have a namesake at the same customer."""
    fresh = [(one.row, str(one.values["name"])) for one in outcomes if one.action == "created" and one.values.get("name")]
    if not fresh or entity == "complaints":
        return []
    if entity == "customers":
        return similar.review(fresh, [name for _id, (name,) in existing.keyed(session, "customers", ("name",))])
    return _namesakes(outcomes)


def _doubtful_codes(entity: str, outcomes: list[Outcome]) -> list[Trouble]:
    """Credit codes that come in although a character does not fit: early ones are valid law (domain/60 §6.1)."""
    if entity != "customers":
        return []
    name = public_name(fields_of(BY_KEY[entity])["credit_code"])
    doubts = ((one.row, code_doubt(one.values.get("credit_code"))) for one in outcomes)
    return [Trouble(row, name, doubt) for row, doubt in doubts if doubt][:_DOUBTS]


def _namesakes(outcomes: list[Outcome]) -> list[Trouble]:
    first: dict[Any, int] = {}
    found = []
    for one in outcomes:
        if one.action == "created":
            key = matching.soft_key("contacts", one.values, frozenset())
            earlier = first.setdefault(key, one.row)
            if earlier != one.row:
                sentence = N_("The name is like “{value}” in row {other}. Both come in; compare them.")
                values = (("value", one.values["name"]), ("other", earlier))
                found.append(Trouble(one.row, "name", sentence, values))
    return found


def _orders(sheet: Sheet, mapping: Mapping, context: ValueContext) -> list[tuple[str, DateOrder]]:
    fields = public_fields(mapping.entity)
    return [
        (column.header, order_of(fields[column.field], sheet.column(index), context))
        for index, column in enumerate(mapping.columns)
        if column.field in fields and fields[column.field].kind in ("date", "moment")
    ]
