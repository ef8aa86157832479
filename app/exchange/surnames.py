"""The surname that rows say beside a name: kept only where it is another than the name itself shows."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.analysis.names import fits, split_name
from app.errors import ValidationError
from app.exchange.names import public_fields
from app.i18n import N_
from app.services.records import problem_with

if TYPE_CHECKING:
    from app.exchange.drafts import Draft

KEY = "surname"


def settle(draft: "Draft", family: str) -> None:
    """Leave a surname of a person's row as it is to be stored; None where the name shows it, which clears another one.

    One from a part of a name (``family``) counts where it is longer: shorter ones (欧 of 欧阳锋) come from programs that always
    cut behind the first character."""
    name, said = str(draft.values.get("name") or ""), draft.values.get(KEY)
    usual = split_name(name)[0]
    if said and name and not fits(name, said):
        del draft.values[KEY]
        draft.leave_out(KEY, KEY, ValidationError(N_("The full name does not begin with this surname.")))
    elif usual and usual == (said or (family if len(usual) > 1 else "")):
        draft.values[KEY] = None
    elif not said and usual and len(family) > len(usual) and name.startswith(family) and name != family:
        _take(draft, family)


def _take(draft: "Draft", family: str) -> None:
    problem = problem_with(public_fields("contacts")[KEY], family)
    if problem is None:
        draft.values[KEY] = family
    else:
        draft.note(KEY, problem)  # nothing is lost: the name begins with it


def renamed(changes: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
    """What else changes where a row gives a person another name: a surname that the new one does not begin with goes."""
    kept = record.get(KEY)
    gone = bool(changes.get("name")) and KEY not in changes and kept and not fits(changes["name"], kept)
    return {KEY: None} if gone else {}
