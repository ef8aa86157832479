"""What comes in and deserves a look: names that are alike, namesakes at one firm, credit codes with a doubt."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from app.exchange import existing, matching, similar
from app.exchange.names import public_name
from app.exchange.plan_types import Outcome
from app.exchange.sheet import Trouble
from app.i18n import N_
from app.models import BY_KEY, fields_of
from app.services.field_doubts import CUT, code_doubt, digits_missing

_DOUBTS = 200
"""As many as anybody looks at."""


def review(session: Session, entity: str, outcomes: list[Outcome]) -> list[Trouble]:
    """One entry for each row to look at, in the order of the rows."""
    found = [*_alike(session, entity, outcomes), *_doubtful_codes(entity, outcomes), *islice(_numbers(entity, outcomes), _DOUBTS)]
    return sorted(found, key=lambda one: one.row)


def _alike(session: Session, entity: str, outcomes: list[Outcome]) -> list[Trouble]:
    """New customers whose name is like another's; new people who have a namesake at the same customer."""
    if entity == "contacts":
        return _namesakes(outcomes)
    fresh = [(one.row, str(one.values["name"])) for one in outcomes if one.action == "created" and one.values.get("name")]
    if not fresh or entity != "customers":
        return []
    return similar.review(fresh, [name for _id, (name,) in existing.keyed(session, "customers", ("name",))])


def _doubtful_codes(entity: str, outcomes: list[Outcome]) -> list[Trouble]:
    """Credit codes that come in although a character does not fit: early ones are valid law (domain/60 §6.1)."""
    if entity != "customers":
        return []
    name = public_name(fields_of(BY_KEY[entity])["credit_code"])
    doubts = ((one.row, code_doubt(one.values.get("credit_code"))) for one in outcomes)
    return [Trouble(row, name, doubt) for row, doubt in doubts if doubt][:_DOUBTS]


def _numbers(entity: str, outcomes: list[Outcome]) -> Iterator[Trouble]:
    """Mobiles that come in with a digit too few or too many."""
    fields = fields_of(BY_KEY[entity])
    phones = [key for key, field in fields.items() if field.kind == "phone"]
    for one in outcomes:
        for key in phones:
            if one.action in ("created", "updated") and (count := digits_missing(one.values.get(key))):
                yield Trouble(one.row, public_name(fields[key]), CUT, (("count", count),))


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
