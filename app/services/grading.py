"""Grading every customer in every system, kept with what it was computed from (domain/00 G7); one system is the main grade, which
drives visits, policies and care (domain/70 §7.1). One grading is one step."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.customer_status import POTENTIAL, Status
from app.analysis.figures import half_up
from app.analysis.scorecard import Score
from app.analysis.value_matrices import Account, Rating
from app.errors import ValidationError
from app.formats import today
from app.i18n import N_
from app.models import Customer
from app.models.base import table_of
from app.models.grading import Grade, Grading
from app.models.session import actor, now, pulse, recorder
from app.services import grade_overrides, records, settings
from app.services.business import levels, loyalty, scores, worth
from app.services.business.clients import Analysed, Client, clients
from app.services.business.kept import outdated, undisturbed
from app.services.business.period import Period, ending

MATRICES, SCORECARD, PYRAMID, PARETO = "matrices", "scorecard", "pyramid", "pareto"
SYSTEMS = (SCORECARD, MATRICES, PYRAMID, PARETO)
NEVER, NEVER_SERVED = "never", "never_serve"
MAIN: Mapping[str, Mapping[str, str]] = {
    SCORECARD: {code: code for code in ("gold", "silver", "ordinary", "watch")},
    MATRICES: {"A": "gold", "B": "silver", "C": "ordinary"}, PARETO: {"A": "gold", "B": "silver", "C": "ordinary"},
    PYRAMID: {"vip": "gold", "major": "silver", "common": "ordinary", "minor": "watch"},
}  # fmt: skip
"""What a grade of each system is as the main grade."""

_PARAMETERS = (
    "analysis.edition", "analysis.hourly", "analysis.interest", "analysis.discount", "analysis.tier_days", "grade.main",
    "analysis.weights", "analysis.bands", "analysis.pareto", "analysis.pyramid", "analysis.rfm", "analysis.levels",
)  # fmt: skip
Progress = Callable[[int, int], None]
_STEPS = 9


@dataclass(frozen=True, slots=True)
class Done:
    """A grading: its id, how many customers have a row, how many a main grade, and how the main grades moved: (from, to) ->
    how many, "" where there was or is none. Not ``newest``: it is of an earlier day than another one, and moves nobody."""

    id: UUID
    customers: int
    graded: int
    moved: Mapping[tuple[str, str], int]
    newest: bool = True


@dataclass(frozen=True, slots=True)
class _Found:
    """What every system says, by the client's key."""

    ratings: Mapping[str, tuple[Account, Rating]]
    judged: Mapping[str, scores.Judged]
    tiers: Mapping[str, str]
    classes: Mapping[str, str | None]
    rfm: Mapping[str, loyalty.Scored]
    statuses: Mapping[str, Status]
    levels: Mapping[str, int | None]


def quiet(_done: int, _of: int) -> None:
    """Nobody watches."""


def grade_all(session: Session, as_of: date | None = None, final: bool = False, progress: Progress = quiet) -> Done:
    """Grade every customer as of a day (today), over the twelve months before it. ``final`` is a whole month's; else what comes
    later in the month may still change it. The main grade and the status are written to the customers where they changed:
    not over one set by hand while that is valid, never over 绝对不服务 (F-12 alone gives and takes that), and not by a grading of
    an earlier day than the newest one: what customers are now is what they were found to be last. A grade that was computed goes
    where nothing is computed any more; one that was typed stays. ValidationError for a day to come."""
    if as_of is not None and as_of > today():
        raise ValidationError(N_("This day is still to come: nobody knows what customers will be then."), field="as_of")
    with undisturbed():
        return _graded_all(session, ending(as_of or today()), final, progress)


def _graded_all(session: Session, period: Period, final: bool, progress: Progress) -> Done:
    known, found, newest = clients(session), _found(session, period, progress), _is_newest(session, period.last)
    main = str(settings.value(session, "grade.main"))
    made = records.create(session, Grading, {
        "period": f"{period.last:%Y-%m}", "as_of": period.last, "computed_at": now(session), "final": final,
        "edition": str(settings.value(session, "analysis.edition")), "parameters": _parameters(session),
        "graded_by_id": actor(session),
    })  # fmt: skip
    rows = [_row(made, client, found, main) for client in sorted(known.values(), key=lambda one: one.key)]
    progress(8, _STEPS)
    pulse(session)
    recorder(session).insert_many(session, Grade, rows)
    moved = _apply(session, known, {row["customer_id"]: row for row in rows}, made) if newest else {}
    outdated(session)
    progress(_STEPS, _STEPS)
    return Done(made, len(rows), sum(row["main"] is not None for row in rows), moved, newest)


def _is_newest(session: Session, day: date) -> bool:
    later = sa.select(Grading.id).where(Grading.deleted_at.is_(None), Grading.as_of > day).limit(1)
    return session.scalar(later) is None


def _parameters(session: Session) -> str:
    return json.dumps({key: settings.value(session, key) for key in _PARAMETERS}, ensure_ascii=False, sort_keys=True)


def _found(session: Session, period: Period, progress: Progress) -> _Found:
    def told(place: int, found: Analysed[Any, Any]) -> dict[str, Any]:
        progress(place, _STEPS)
        pulse(session)
        return {line.client.key: line.row for line in found.lines}

    ratings = told(1, worth.matrices(session, period))
    judged = told(2, scores.scores(session, period))
    tiers = {key: row[0] for key, row in told(3, worth.pyramid(session, period)).items()}
    classes = {key: row.letter for key, row in told(4, worth.pareto(session, period)).items()}
    bought = told(5, loyalty.rfm(session, period))
    statuses = told(6, loyalty.statuses(session, period.last))
    to_keep = {key: row.level for key, row in told(7, levels.levels(session, period)).items()}
    return _Found(ratings, judged, tiers, classes, bought, statuses, to_keep)


def _row(grading: UUID, client: Client, found: _Found, main: str) -> dict[str, Any]:
    key = client.key
    rating, judged, one = found.ratings.get(key), found.judged.get(key), found.rfm.get(key)
    status, level = found.statuses.get(key), found.levels.get(key)
    score = judged.score if judged is not None else None
    row: dict[str, Any] = {
        "grading_id": grading, "customer_id": client.id, "tier": found.tiers.get(key), "pareto": found.classes.get(key),
        "abc": rating[1].grade if rating else None, "cells": _cells(rating[1]) if rating else None,
        "score": half_up(score.value.value, 1) if score is not None and score.value.value is not None else None,
        "band": (score.band or None) if score is not None else None,
        "rfm": f"{one.recency}{one.frequency}{one.monetary}" if one is not None and one.recency is not None else None,
        "segment": one.segment if one is not None else None, "status": _status(status), "level": str(level) if level else None,
        "provisional": _provisional(main, score, rating),
        "inputs": json.dumps(_inputs(rating, judged, one, status), ensure_ascii=False),
    }  # fmt: skip
    grade = {SCORECARD: row["band"], MATRICES: row["abc"], PYRAMID: row["tier"], PARETO: row["pareto"]}[main]
    return row | {"main": MAIN[main].get(grade or "")}


def _provisional(main: str, score: Score | None, rating: tuple[Account, Rating] | None) -> bool:
    """Whether the main grade is; the pyramid and the shares rest on sales alone, which are known."""
    if main == SCORECARD:
        return score is None or score.provisional
    return main == MATRICES and (rating is None or rating[1].provisional)


def _cells(rating: Rating) -> str:
    return "".join(cell or "-" for cell in rating.cells)


def _status(status: Status | None) -> str | None:
    if status is None or status.code == POTENTIAL:
        return None
    return NEVER if status.code == NEVER_SERVED else status.code


def _inputs(
    rating: tuple[Account, Rating] | None, judged: scores.Judged | None, one: loyalty.Scored | None, status: Status | None
) -> dict[str, Any]:
    """What the grades were computed from, as plain values: amounts in fen, ratios as fractions."""
    found: dict[str, Any] = {}
    if rating is not None:
        own = rating[0]
        found["matrices"] = {"sales": own.sales, "previous": own.previous, "gross": own.gross_profit, "cost": own.cost}
    if judged is not None:
        values = {key: None if figure.value is None else f"{figure.value:.6g}" for key, figure in judged.inputs.items()}
        found["scorecard"] = {"points": dict(judged.points), "inputs": values}
    if one is not None and one.days is not None:
        found["rfm"] = {"days": one.days, "orders": one.orders, "sales": one.sales}
    if status is not None and status.days is not None:
        found["status"] = {"days": status.days, "interval": str(status.interval), "measured": status.measured}
    return found


def _apply(
    session: Session, known: Mapping[UUID, Client], rows: Mapping[UUID, Mapping[str, Any]], made: UUID
) -> dict[tuple[str, str], int]:
    """Write main grade and status to the customers where they changed; how the main grades moved. By hand is what holds today,
    whatever day is graded."""
    by_hand, not_typed = grade_overrides.main_grades(session, today()), _not_typed(session, made)
    grades: list[tuple[UUID, Any, Any]] = []
    states: list[tuple[UUID, Any, Any]] = []
    for key, client in known.items():
        if client.grade == NEVER:
            continue
        grade = by_hand.get(key, rows[key]["main"])
        if grade != client.grade and (grade is not None or (key, client.grade) in not_typed):
            grades.append((key, client.grade, grade))
        status = rows[key]["status"]
        if status is not None and status != client.status:
            states.append((key, client.status, status))
    recorder(session).update_many(session, Customer, "grade", grades)
    recorder(session).update_many(session, Customer, "status", states)
    return dict(Counter((before or "", after or "") for _key, before, after in grades))


def _not_typed(session: Session, made: UUID) -> set[tuple[UUID, str | None]]:
    """(customer, grade) that the grading before this one computed, or that was set by hand for a time that is over."""
    grade, run = table_of(Grade), table_of(Grading)
    last = sa.select(run.c.id).where(run.c.deleted_at.is_(None), run.c.id != made).order_by(run.c.as_of.desc(), run.c.id.desc())
    mine = (grade.c.grading_id == last.limit(1).scalar_subquery(), grade.c.deleted_at.is_(None), grade.c.main.is_not(None))
    rows = session.execute(sa.select(grade.c.customer_id, grade.c.main).where(*mine)).all()
    return {(key, main) for key, main in rows} | grade_overrides.over(session, today())


# what was graded -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Past:
    """One grading as lists show it; ``computed_at`` is aware."""

    id: UUID
    period: str
    as_of: date
    final: bool
    computed_at: datetime


def gradings(session: Session, most: int = 36) -> tuple[Past, ...]:
    """The gradings done, the newest first."""
    g = Grading
    found = sa.select(g.id, g.period, g.as_of, g.final, g.computed_at).where(g.deleted_at.is_(None))
    return tuple(Past(*row) for row in session.execute(found.order_by(g.as_of.desc(), g.id.desc()).limit(most)))


def movement(session: Session, first: UUID, second: UUID, field: str = "main") -> dict[tuple[str, str], tuple[UUID, ...]]:
    """Between two gradings, by a field of ``Grade`` (main, band, abc, tier, pareto, status): (from, to) -> the customers, ""
    where there was or is no grade. Who is in one of them only moves from or to ""."""
    before, after = (_graded(session, key, field) for key in (first, second))
    found: dict[tuple[str, str], list[UUID]] = {}
    for key in {*before, *after}:
        found.setdefault((before.get(key) or "", after.get(key) or ""), []).append(key)
    return {pair: tuple(sorted(several)) for pair, several in found.items()}


def _graded(session: Session, grading: UUID, field: str) -> dict[UUID, str | None]:
    grade = table_of(Grade)
    rows = session.execute(sa.select(grade.c.customer_id, grade.c[field]).where(grade.c.grading_id == grading,
                                                                                grade.c.deleted_at.is_(None)))  # fmt: skip
    return {key: value for key, value in rows if key is not None}


def latest(session: Session, customer_id: UUID) -> dict[str, Any] | None:
    """A customer's newest grade with the day it is of (``as_of``) and its inputs read; None before the first grading."""
    grade, run = table_of(Grade), table_of(Grading)
    found = (
        sa.select(grade.c.id, run.c.as_of)
        .join(run, run.c.id == grade.c.grading_id)
        .where(grade.c.customer_id == customer_id, grade.c.deleted_at.is_(None), run.c.deleted_at.is_(None))
        .order_by(run.c.as_of.desc(), run.c.id.desc())
        .limit(1)
    )
    row = session.execute(found).first()
    if row is None:
        return None
    values = records.get(session, Grade, row[0])
    return {**values, "as_of": row[1], "inputs": json.loads(values["inputs"] or "{}")}


