"""What a file of changes may do to complaints that are here: steps that go on from here come in with all they set; others stay
outside, and nothing but steps changes a complaint's state, deadlines, first contact, handler and priority."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.complaint_states import READ_ONLY
from app.exchange import existing
from app.exchange.bundle_file import Sent
from app.exchange.lived import BOUND
from app.i18n import N_
from app.models import Complaint
from app.services import complaint_events
from app.services.complaint_events import Entry
from app.services.complaint_import import is_causeless

_LOG, _MOVES = "complaint_events", frozenset({"complaint_events", "transfers", "promises"})
_TOLD = frozenset({"messages"})
"""What belongs to a complaint and may come to an archived one: what was said."""

_SETTLED = frozenset({"state", "next_due"})
_ELSEWHERE = N_("It took another step here: the steps on the other laptop, and what they set, stay outside.")
_SEALED = Complaint.sealed[2] if Complaint.sealed else ""
STAYS = N_("Only steps change this. It stays as it is here.")
_CAUSE = N_("A justified complaint is not closed without its cause. It stays as it is here.")


_EVER = datetime.min.replace(tzinfo=UTC)

Line = tuple[datetime, str | None, str]
"""(when, from state, to state)"""


@dataclass(slots=True)
class Lives:
    """The complaints of a file that are here, each with its ``states`` here: ``moved`` go on from where they are, ``apart`` went
    another way there; ``known`` are steps that the program took by itself on both sides."""

    states: Mapping[UUID, str]
    moved: set[UUID] = field(default_factory=set)
    apart: set[UUID] = field(default_factory=set)
    known: set[UUID] = field(default_factory=set)

    def outside(self, one: Sent, now: Mapping[str, Any]) -> str:
        """Why what belongs to a complaint stays outside; "" where it does not."""
        owner = owner_of(one, now)
        if owner in self.apart and one.entity in _MOVES:
            return _ELSEWHERE
        archived = owner is not None and owner not in self.moved and self.states.get(owner) in READ_ONLY
        return _SEALED if archived and one.entity not in _TOLD else ""

    def refusal(self, one: Sent, key: str, now: Mapping[str, Any]) -> str:
        """Why a field of a complaint that is here stays as it is, whoever changed it; "" where it may change."""
        if key == "first_owner_id":
            return "" if now.get(key) is None else STAYS
        if one.id in self.moved:
            return ""
        if key in BOUND:
            return _ELSEWHERE if one.id in self.apart else STAYS
        return _SEALED if self.states[one.id] in READ_ONLY else self._causeless(one, key, now)

    def _causeless(self, one: Sent, key: str, now: Mapping[str, Any]) -> str:
        """Invariant (v) of domain/40 §4.5."""
        after = {"state": self.states[one.id], **{each: _after(one, each, now) for each in ("validity", "cause")}}
        return _CAUSE if key in after and is_causeless(after) else ""

    def settled(self, one: Sent, key: str) -> Literal["taken", "refused", ""]:
        """What becomes of a field that changed on both sides, where nobody is asked: what follows from the steps that come in
        comes with them, what else steps set stays."""
        if one.id not in self.moved or key not in BOUND:
            return ""
        return "taken" if key in _SETTLED else "refused"


def lives(session: Session, sent: Sequence[Sent], now: Mapping[UUID, Mapping[str, Any]]) -> Lives:
    """Compare the steps of a file with the logs that are here. Reads only."""
    here = {one.id: one for one in sent if one.entity == Complaint.entity and one.id in now}
    owners = {owner for one in sent if (owner := owner_of(one, now.get(one.id, {}))) is not None}
    rows = existing.full(session, Complaint.entity, {*here, *owners}, ["state"])
    found = Lives({key: row["state"] for key, row in rows.items()})
    new: dict[UUID, list[Sent]] = {}
    for one in sent:
        if one.entity == _LOG and one.made and one.id not in now and (owner := owner_of(one, {})) in rows:
            new.setdefault(owner, []).append(one)
    for owner, lines in new.items():
        _judge(session, found, owner, lines, here.get(owner))
    return found


def owner_of(one: Sent, now: Mapping[str, Any]) -> UUID | None:
    """The complaint to which a record of the file belongs, if any."""
    owner: UUID | None = one.fields["complaint_id"][1] if "complaint_id" in one.fields else now.get("complaint_id")
    return owner


def _judge(session: Session, found: Lives, owner: UUID, new: list[Sent], complaint: Sent | None) -> None:
    """Whether the log here and the new lines make one log, and end where the file says the complaint is."""
    log = complaint_events.entries(session, owner)
    found.known |= _taken_here(log, new)
    fresh = [one for one in new if one.id not in found.known]
    revoked = {entry.revokes for entry in log} | {_after(one, "revokes_id") for one in fresh}
    lines = [(entry.at, entry.from_state, entry.to_state) for entry in log if entry.stands and entry.id not in revoked]
    lines += [_line(one) for one in fresh if one.id not in revoked and _after(one, "revokes_id") is None]
    ends = complaint.fields["state"][1] if complaint is not None and "state" in complaint.fields else found.states[owner]
    (found.moved if _is_one_life(lines, ends) else found.apart).add(owner)


def _taken_here(log: Sequence[Entry], new: Sequence[Sent]) -> set[UUID]:
    """The new lines that the program wrote here by itself too: the same step for the same cause, since the case last came into
    the state it was in. One for a later wait, or after reopening, is another step."""
    here = [entry for entry in log if entry.stands]
    came = [(entry.at, entry.to_state) for entry in here if entry.from_state != entry.to_state]
    known: set[UUID] = set()
    anew: list[tuple[datetime, str]] = []
    for one in sorted((each for each in new if _after(each, "at") is not None), key=lambda each: _after(each, "at")):
        at, start, end = _line(one)
        since = max((when for when, state in came if state == start and when <= at), default=_EVER)
        step = (_after(one, "action"), _after(one, "reason"))
        later = any(state == start and when >= since for when, state in anew)
        if not later and any(entry.cause and (entry.action, entry.cause) == step and entry.at >= since for entry in here):
            known.add(one.id)
        elif start != end:
            anew.append((at, end))
    return known


def _after(one: Sent, key: str, now: Mapping[str, Any] | None = None) -> Any:
    return one.fields[key][1] if key in one.fields else (now or {}).get(key)


def _line(one: Sent) -> Line:
    return _after(one, "at"), _after(one, "from_state"), _after(one, "to_state")


def _is_one_life(lines: list[Line], ends: str) -> bool:
    if any(at is None or to is None for at, _from, to in lines):
        return False
    moves = [(start, end) for _at, start, end in sorted(lines, key=lambda line: line[0]) if start != end]
    joined = all(one[1] == other[0] for one, other in pairwise(moves))
    return joined and (moves[-1][1] if moves else "S00") == ends
