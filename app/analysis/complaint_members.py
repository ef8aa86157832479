"""The cases behind the figures of a month, so that a figure on the screen can open them.

Keys: an indicator's code ("closed"); "flow.P1.closing"-like ones are an indicator within a priority; "category.10", "l2.10.1",
"product.X" the rows of a dimension; "grid.S4.U1"; "age.0" (by first day); "attitude.5"; "remedy.refund"; "customer.<id>".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from app.analysis.complaint_breakdown import DIMENSIONS, answerable, key_of
from app.analysis.complaint_flow import Population, closed_on_time
from app.analysis.complaint_story import Story, attitude_before
from app.analysis.complaint_targets import overdue_at
from app.analysis.complaint_timeliness import AGES
from app.analysis.month_lists import OpenCase

Members = Mapping[str, tuple[str, ...]]


def members(people: Population, open_cases: Sequence[OpenCase]) -> Members:
    """Ids by key, in order of receipt; keys without a case are left out."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, stories in _groups(people).items():
        for each in stories:
            found[key].append(each.case.id)
            found[f"flow.{each.case.priority or 'unknown'}.{key}"].append(each.case.id)
    for each in people.net:
        for dimension in (*DIMENSIONS, "category", "l2"):
            if dimension == "department" and not answerable(each):
                continue
            found[f"{dimension}.{key_of(each, dimension)}"].append(each.case.id)
        found[f"grid.{key_of(each, 'severity')}.{key_of(each, 'urgency')}"].append(each.case.id)
        found[f"customer.{each.case.customer_id}"].append(each.case.id)
    _after(found, people)
    for case in open_cases:
        first = max(start for start, _last in AGES if start <= case.age_days)
        found[f"age.{first}"].append(case.id)
    return {key: tuple(ids) for key, ids in found.items()}


def _groups(people: Population) -> dict[str, Iterable[Story]]:
    end = people.span.end
    return {
        "opening": people.opening, "new": people.new, "new_net": people.net, "reopened": people.reopened,
        "withdrawn": people.withdrawn, "gone": (*people.merged, *people.converted), "closed": people.closed,
        "ending": people.ending, "due": people.due,
        "due_missed": [each for each in people.due if not closed_on_time(each, people.span)],
        "overdue_open": [each for each in people.ending if overdue_at(each, end)],
    }


def _after(found: defaultdict[str, list[str]], people: Population) -> None:
    for each in people.closed:
        score = attitude_before(each, people.span.end)
        if score is not None:
            found[f"attitude.{score}"].append(each.case.id)
        for kind in dict.fromkeys(remedy.kind for remedy in each.case.remedies):
            found[f"remedy.{kind}"].append(each.case.id)
        if each.case.costs or each.case.handling_hours:
            found["cost"].append(each.case.id)
