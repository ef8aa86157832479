"""The sample company's improvements, in every state of their circle, with the complaints behind them."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.analysis.improvement_states import CLOSED
from app.models import Complaint
from app.models.improvement import Improvement, ImprovementCase
from app.models.portable import day_text
from app.services.sample_tools import Sampler, data, keep

_BEHIND = 3
_TEXTS = ("name", "problem", "cause_text", "plan", "metric", "unit", "evidence", "standardised", "notes")
_CODES = ("category", "cause", "state", "effective", "begun_again")

Given = Mapping[str, Any]
Row = dict[str, Any]


def make_improvements(sampler: Sampler, colleagues: Mapping[str, UUID]) -> None:
    """One measure a problem that came up again and again; their days count back from the sample's day."""
    rows: list[Row] = []
    cases: list[Row] = []
    for given in data("improvements")["measures"]:
        row = _row(sampler, given, colleagues)
        row["number"] = f"GJ{row['opened_on']:%Y%m}-{sum(_month(each) == _month(row) for each in rows) + 1:04d}"
        rows.append(row)
        cases += [{"id": sampler.key(), "improvement_id": row["id"], "complaint_id": each} for each in _behind(sampler, row)]
    keep(sampler, Improvement, rows)
    keep(sampler, ImprovementCase, cases)


def _month(row: Row) -> tuple[int, int]:
    return row["opened_on"].year, row["opened_on"].month


def _row(sampler: Sampler, given: Given, colleagues: Mapping[str, UUID]) -> Row:
    opened = sampler.today - timedelta(days=given["opened"])
    days = {f"{key}_on": opened + timedelta(days=given[key]) for key in ("due", "done", "check", "checked") if key in given}
    if "due_now" in given:  # begun again: there is a new day
        days["due_on"] = sampler.today + timedelta(days=given["due_now"])
    figures = {key: Decimal(given[key]) for key in ("baseline", "target", "measured") if key in given}
    row: Row = {
        "id": sampler.key(), "source": "complaint", "opened_on": opened, "owner_id": colleagues[given["owner"]],
        **days, **figures, **{key: given[key] for key in _CODES if key in given},
        **{key: sampler.text(given[key]) for key in _TEXTS if key in given},
    }  # fmt: skip
    if "checker" in given:
        row |= {"checked_by_id": colleagues[given["checker"]], "check_note": sampler.text(given["finding"])}
    if given["state"] in CLOSED:
        row["closed_on"] = row["checked_on"]
    return row


def _behind(sampler: Sampler, row: Row) -> list[UUID]:
    """The latest complaints of its kind that had come in by then."""
    ended: date = row["opened_on"]
    statement = sa.select(Complaint.id).where(
        Complaint.category == row["category"], Complaint.state.not_in(("S00", "S96", "S97")),
        sa.func.substr(day_text(Complaint.received_at), 1, 10) < ended.isoformat(),
    )  # fmt: skip
    latest = statement.order_by(Complaint.received_at.desc(), Complaint.id.desc()).limit(_BEHIND)
    return list(sampler.session.scalars(latest))
