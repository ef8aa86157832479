"""What becomes of a row that is there already, and of one that the person's choice leaves outside."""

from collections.abc import Sequence

from app.errors import ValidationError
from app.exchange.drafts import Draft
from app.exchange.links import WALK_IN
from app.exchange.lived import BY_APPLICATION
from app.exchange.matching import Match
from app.exchange.plan_types import NewCustomer, Outcome
from app.exchange.sheet import Trouble
from app.i18n import N_

_STAYS = {
    "complaints": N_("The complaint was there already: what only its steps change stays; an archived one stays whole."),
    "requests": N_("The service request was there already: what only its steps change stays."),
}
_WALK_IN = NewCustomer(WALK_IN)
_MADE = N_("Rows without a customer: {count}. There was no walk-in customer yet: it is added for them.")


def there_already(entity: str, draft: Draft, match: Match) -> Outcome:
    """The row of a record that has it, or most of it."""
    if match.other_life:
        draft.note("state", ValidationError(_STAYS.get(entity, BY_APPLICATION)))
    for key, error in match.unfit.items():
        draft.note(key, error, kept=True)
    draft.stay_outside(match.outside)
    return Outcome(draft.row, "updated" if match.changes else "unchanged", match.changes, match.record, former=match.former)


def unwanted(draft: Draft, one: Outcome, mode: str) -> Outcome:
    """The outcome where only new rows (``create``) or only those that are there (``update``) are wanted.

    A row left outside has no other troubles: nothing of it is read."""
    if mode == "create" and one.action == "updated":
        sentence = N_("It is there already and differs. Only new rows come in.")
    elif mode == "update" and one.action == "created":
        sentence = N_("It is not there yet. Only what is there is changed.")
    else:
        return one
    reason = Trouble(one.row, "", sentence)
    draft.problems[:] = [reason]
    return Outcome(one.row, "refused", reason=reason)


def walk_in(entity: str, outcomes: Sequence[Outcome]) -> list[Trouble]:
    """The walk-in customer that is made for people and visits without one, told once with their number. Complaints and
    requests go to it as a matter of course."""
    if entity in _STAYS:
        return []
    rows = [one.row for one in outcomes if any(value == _WALK_IN for value in one.values.values())]
    return [Trouble(rows[0], "customer", _MADE, (("count", len(rows)),))] if rows else []
