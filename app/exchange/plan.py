"""What an import would do, before it does it: every row created, updated, unchanged, refused or a duplicate."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.identity import company_key
from app.errors import ValidationError
from app.exchange import (
    calendar_back,
    existing,
    fills,
    joined,
    links,
    lived,
    matching,
    newcomers,
    order_lines,
    pictures,
    series,
    wrong_place,
)
from app.exchange import drafts as rows
from app.exchange import trade_rows as trade
from app.exchange.dates import ORDERS, DateOrder
from app.exchange.drafts import Draft
from app.exchange.keeping import with_room
from app.exchange.mapping import OUT, PLACES, Mapping, counts_rows, is_running
from app.exchange.names import IMPORTED, public_fields
from app.exchange.outcomes import there_already, unwanted, walk_in
from app.exchange.plan_types import MODES, OUTSIDE, ImportOptions, ImportPlan, Outcome
from app.exchange.review import review
from app.exchange.sheet import Sheet, Trouble
from app.exchange.steps import Asked, Progress, Steps, steps
from app.exchange.values import Labels, ValueContext, order_of
from app.exchange.words import unknown_words
from app.formats import excerpt, today
from app.i18n import N_
from app.models import BY_KEY, fields_of
from app.services.records import tidied

_COMPUTED = N_("The program works this column out itself; it was left out.")
_RUNNING = N_(
    "The column only numbers the lines, from {first} to {last}; it was left out. Choose a field for it where these are "
    "numbers of your own."
)
_MAYBE_RUNNING = N_(
    "The column may only number the lines; it goes to the notes and finds no record. Choose a field for it where these are "
    "numbers of your own."
)
_ANOTHER = N_("The number finds “{value}”, which the row calls quite another name. Look whether both are the same.")
_RENAMED = N_("The name changes from “{before}” to “{after}”. Look whether both are the same.")
_DROPPED = N_("“{value}” is no longer in the notes: the row says others, and no import is known to have written it.")
_ANOTHERS = N_("The number finds a record of another customer. Look whether both are the same.")
REPEATED = N_("The row repeats row {other} and was left out.")
_DIFFERS = N_("The row has the number or code of row {other}, but differs from it: {fields}. It was left out.")
_DOUBTFUL = N_("Several records fit this row; the oldest is changed. A column with the number says which one is meant.")


def plan(
    session: Session, entity: str, sheet: Sheet, mapping: Mapping, options: ImportOptions | None = None,
    progress: Progress | None = None, cancelled: Asked | None = None,
) -> ImportPlan:  # fmt: skip
    """A dry run of importing the sheet. Reads only; the counts of its outcomes add up to the sheet's rows.

    ``progress`` is told how many rows were read; raises Cancelled where the person stopped it.
    """
    options = options or ImportOptions()
    key = _checked(entity, options)
    taken = steps(progress, cancelled)
    sheet = series.expanded(sheet, entity)
    context = _context(session, entity, sheet, options)
    drafts = list(taken.over(rows.drafts(sheet, mapping, context)))
    back = calendar_back.come_back(session, sheet) if entity == "visits" else calendar_back.Back()
    if entity == "visits":
        calendar_back.keep_identity(sheet, drafts, back)
    trade.gather(entity, drafts)
    good = [draft for draft in drafts if draft.refusal is None and draft.row not in back.outcomes and not draft.head]
    # an event that is here already may be repeated too
    readable = [draft for draft in drafts if draft.refusal is None and not draft.head]
    repeated = {row: (earlier, differing) for row, earlier, differing in _repeated(entity, readable, key)
                if row not in back.outcomes}  # fmt: skip
    named = frozenset(draft.row for draft in good if draft.names_something)
    kept = [draft for draft in good if draft.row not in repeated]
    together = joined.join(entity, kept) if not key else {}
    kept = [draft for draft in kept if draft.row not in together]
    new_customers = _complete(session, entity, sheet, kept, taken, options)
    kept = [draft for draft in kept if draft.refusal is None]
    trade.fill(session, entity, kept)
    matched = matching.match(session, entity, kept, named, key, taken, back.claimed)
    for draft in [one for one in kept if one.row not in matched]:
        lived.begin(entity, draft)
    heads = [draft for draft in drafts if not draft.head]
    outcomes = _outcomes(entity, heads, repeated, together, matched, options.mode, back.outcomes)
    outcomes = order_lines.complete(session, entity, drafts, outcomes, options.mode)
    photos, troubles = pictures.wanted(session, entity, sheet, outcomes)
    of_columns = (*wrong_place.told(entity, sheet, outcomes), *_left_out(sheet, mapping))
    problems = (*of_columns, *_problems(sheet, drafts, outcomes), *troubles)
    return ImportPlan(
        entity, sheet.path.name, tuple(outcomes),
        problems=problems,
        review=(
            *_doubts(drafts, outcomes, matched), *walk_in(entity, outcomes), *joined.told(outcomes, together),
            *review(session, entity, outcomes), *back.review,
        ),
        new_customers=new_customers,
        orders=tuple(_orders(sheet, mapping, context)),
        pictures=photos,
        unknown=unknown_words(sheet, mapping),
        colleagues=_colleagues(session, problems, options),
        state=existing.state(session, entity),
        sheet=sheet,
        mapping=mapping,
    )  # fmt: skip


def _colleagues(session: Session, problems: Sequence[Trouble], options: ImportOptions) -> tuple[tuple[UUID, str], ...]:
    if not options.newcomers and not any(one.message == links.NOBODY for one in problems):
        return ()
    return tuple((record_id, name) for record_id, (name,) in existing.keyed(session, "employees", ("name",)) if name)


def _checked(entity: str, options: ImportOptions) -> str:
    """The key of the field that finds records, "" for the usual way. ValidationError where an option makes no sense."""
    if entity not in IMPORTED or options.dates not in ("", *ORDERS) or options.mode not in MODES:
        raise ValidationError(N_("This cannot be imported."))
    if options.key and options.key not in matching.key_fields(entity):
        names = ", ".join(matching.key_fields(entity))
        raise ValidationError(N_("There is no field named {name}. There are: {names}."), name=options.key, names=names)
    return public_fields(entity)[options.key].key if options.key else ""


def _context(session: Session, entity: str, sheet: Sheet, options: ImportOptions) -> ValueContext:
    lists = existing.lists(session, entity)
    return ValueContext(entity, today(), options.dates, lists, marked=bool(sheet.encoding))


def _complete(
    session: Session, entity: str, sheet: Sheet, kept: list[Draft], taken: Steps, options: ImportOptions
) -> dict[str, str]:
    """Links resolved and what a record must have filled; returns the customers to be made on the way."""
    if entity == "visits" and sheet.proposals:
        series.find_customers(session, kept)
    good = [draft for draft in kept if draft.refusal is None]
    found = links.prepare(session, entity, good, options.arriving)
    newcomers.know(found.known, options.newcomers)
    for draft in good:
        taken.check()
        links.resolve(found, draft)
        fills.fill(entity, draft)
    return found.new_customers


def _outcomes(
    entity: str, drafts: list[Draft], repeated: dict[int, tuple[int, Labels]], together: dict[int, joined.Joined],
    matched: dict[int, matching.Match], mode: str, back: dict[int, Outcome],
) -> list[Outcome]:  # fmt: skip
    found: dict[int, Outcome] = {}
    for draft in drafts:
        if draft.row in together and draft.refusal is None:
            found[draft.row] = joined.outcome(draft, together[draft.row], found[together[draft.row].earlier])
            continue
        if draft.row in back:
            one = back[draft.row]
            draft.problems[:] = [one.reason] if one.action == "refused" and one.reason is not None else []
        elif draft.refusal is not None:
            one = Outcome(draft.row, "refused", reason=draft.refusal)
        elif draft.row in repeated:
            one = _duplicate(draft, *repeated[draft.row])
        elif draft.row in matched:
            one = there_already(entity, draft, matched[draft.row])
        else:
            one = Outcome(draft.row, "created", _new_values(entity, draft))
        found[draft.row] = unwanted(draft, one, mode)
    return list(found.values())


def _doubts(drafts: list[Draft], outcomes: list[Outcome], matched: dict[int, matching.Match]) -> list[Trouble]:
    """Rows that change one of several records which they could mean, or make one for one of several namesakes."""
    made = {one.row for one in outcomes if one.action == "created"}
    namesakes = [one for draft in drafts if draft.row in made for one in draft.doubts]
    changed = [one.row for one in outcomes if one.action == "updated" and one.row in matched]
    several = [Trouble(row, "", _DOUBTFUL) for row in changed if matched[row].doubtful]
    lost = [Trouble(row, "notes", _DROPPED, (("value", excerpt(line, 60)),)) for row in changed for line in matched[row].dropped]
    by_code = {draft.row for draft in drafts if draft.values.get("credit_code") and not draft.values.get("code")}
    renamed = [row for row in changed if row in by_code and _is_renamed(matched[row])]
    named = [Trouble(row, "name", _RENAMED, tuple(_names(matched[row]))) for row in renamed]
    others = [_another(row, matched[row].another) for row in changed if matched[row].another]
    return [*namesakes, *several, *lost, *named, *others]


def _is_renamed(match: matching.Match) -> bool:
    """Whether a record gets another name, like its own but more than spelled otherwise: maybe that of a branch."""
    names = [str(values.get("name") or "") for values in (match.former, match.changes)]
    return all(names) and not match.another and company_key(names[0]) != company_key(names[1])


def _names(match: matching.Match) -> Iterator[tuple[str, object]]:
    for key, values in (("before", match.former), ("after", match.changes)):
        yield key, excerpt(str(values["name"]), 60)


def _another(row: int, name: str) -> Trouble:
    if name.isspace():
        return Trouble(row, "customer", _ANOTHERS)
    return Trouble(row, "name", _ANOTHER, (("value", excerpt(name, 60)),))


def _repeated(entity: str, good: list[Draft], key: str) -> Iterator[tuple[int, int, Labels]]:
    """(row, the earlier one it repeats, what it says otherwise)"""
    by_row = {draft.row: draft for draft in good}
    fields = fields_of(BY_KEY[entity])
    for row, earlier in matching.repeats(entity, good, key).items():
        keys = joined.said_otherwise(by_row[row], by_row[earlier])
        yield row, earlier, Labels(fields[one].label if one in fields else one for one in keys)


def _duplicate(draft: Draft, earlier: int, differing: Labels) -> Outcome:
    values: tuple[tuple[str, object], ...] = (("other", earlier),)
    if differing:
        reason = Trouble(draft.row, "", _DIFFERS, (*values, ("fields", differing)))
        return Outcome(draft.row, "duplicates", reason=reason)
    return Outcome(draft.row, "duplicates", reason=Trouble(draft.row, "", REPEATED, values), repeats=earlier)


def _new_values(entity: str, draft: Draft) -> dict[str, Any]:
    values = {**draft.usual, **draft.values}
    if draft.lines:
        notes, outside = with_room(values.get("notes"), draft.lines)
        values["notes"] = tidied(fields_of(BY_KEY[entity])["notes"], notes)
        draft.stay_outside(outside)
    return values


def _left_out(sheet: Sheet, mapping: Mapping) -> list[Trouble]:
    """Columns left out because the program works them out itself, or that number the lines, or may do so."""
    found = []
    for place, one in enumerate(mapping.columns):
        if one.field == OUT and not one.chosen and one.header not in sheet.derived:
            counted = counts_rows(sheet, place)
            values = () if counted is None else (("first", counted[0]), ("last", counted[1]))
            found.append(Trouble(sheet.header_row, one.header, _RUNNING if values else _COMPUTED, values))
        elif not one.field and not one.chosen and is_running(one.header) and any(map(str.strip, sheet.column(place))):
            found.append(Trouble(sheet.header_row, one.header, _MAYBE_RUNNING))
    return found


def _problems(sheet: Sheet, drafts: list[Draft], outcomes: list[Outcome]) -> list[Trouble]:
    found = list(sheet.troubles)
    for draft, outcome in zip(drafts, outcomes, strict=True):
        outside = outcome.action in OUTSIDE
        found += [replace(one, kept=False) if outside and one.kept else one for one in draft.problems]
        if outcome.action == "duplicates" and outcome.reason is not None:
            found.append(outcome.reason)
    return found


def _orders(sheet: Sheet, mapping: Mapping, context: ValueContext) -> list[tuple[str, DateOrder]]:
    fields = {**public_fields(mapping.entity), **PLACES.get(mapping.entity, {})}
    return [
        (column.header, order_of(fields[column.field], sheet.column(index), context))
        for index, column in enumerate(mapping.columns)
        if column.field in fields and fields[column.field].kind in ("date", "moment", "birthday")
    ]
