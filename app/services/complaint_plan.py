"""What can be done with a complaint now: the one recommended step, the others, and what each of them asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.complaint_transitions import GOALS, allowed, next_goal, next_step, transition
from app.formats import local
from app.i18n import N_
from app.models import Complaint
from app.models.choices import ARCHIVE_CHECK
from app.models.types import now_utc
from app.services import (
    complaint_actors,
    complaint_costs,
    complaint_due,
    complaint_effects,
    complaint_end_checks,
    complaint_rules,
    complaint_steps,
)
from app.services.complaint_needs import Need, needs
from app.services.complaint_people import colleagues, me
from app.services.complaint_record import load


@dataclass(frozen=True, slots=True)
class Ask:
    """What a step asks for: fields of the complaint, and the label (msgid) of its reason where it has one. ``needs`` are
    those of its fields that must be filled. ``remedies`` (fen) stands where the compensation would be asked for: it is their
    sum (invariant vi). ``dated``: whether it may have happened earlier."""

    fields: tuple[str, ...] = ()
    reason: str = ""
    reason_required: bool = True
    needs: tuple[Need, ...] = ()
    remedies: int | None = None
    dated: bool = True

    @property
    def anything(self) -> bool:
        """Whether a panel has to be shown at all."""
        return bool(self.fields or self.reason)


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be done now. ``goal`` for the short way, else the ``action`` of one transition; ``to`` where
    that has two ends. ``label`` is a msgid. ``values`` prefill the fields it asks for. ``refused`` is the sentence, in the
    language in force, of why it is not the step of whoever is at the keyboard; "" where nothing is known against it."""

    label: str
    goal: str = ""
    action: str = ""
    to: str = ""
    asks: Ask = Ask()
    values: Mapping[str, Any] = field(default_factory=dict)
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """The recommended step (None at the end of the way) and the others, in the order of their codes. ``straight``: one person
    goes the short way, so that what the next step asks for can stand open as soon as the one before is taken."""

    next: Option | None
    others: tuple[Option, ...]
    straight: bool = False


_RECEIPT = ("complainant", "text", "demands")
_SOLVED = ("validity", "cause", "cause_detail", "solution", "compensation")
ASKS: Mapping[str, Ask] = {
    "T02": Ask(("channel", "told")),
    "T03": Ask(("category", "cause", "answer", "compensation", "accepted")),
    "T04": Ask(("category", "severity", "urgency", "handler_id", "department")),
    "T05": Ask(("category", "severity", "urgency", "handler_id", "department")),
    "T06": Ask(("handler_id",)),
    "T07": Ask(reason=N_("Why it is returned")),
    "T08": Ask(("waiting_for", "waiting_until"), reason=N_("How the customer was asked"), reason_required=False),
    "T09": Ask(reason=N_("What came, or that time ran out")),
    "T10": Ask((*_RECEIPT, *_SOLVED)),
    "T11": Ask((*_RECEIPT, *_SOLVED)),
    "T13": Ask(reason=N_("Why it is rejected")),
    "T14": Ask(("answer", "answer_channel")),
    "T15": Ask(("acceptance",)),
    "T16": Ask(reason=N_("Why the customer does not accept")),
    "T17": Ask(("solution", "compensation")),
    "T18": Ask(("answer",), reason=N_("Why no agreement was found; final letter")),
    "T19": Ask(("executed_on", "cause", "compensation", "prevention")),
    "T20": Ask(("follow_up_by_id", "follow_up_result", "satisfaction", "follow_up_note")),
    "T21": Ask(("follow_up_result", "satisfaction", "follow_up_note")),
    "T22": Ask(reason=N_("Why it is reopened")),
    "T23": Ask(reason=N_("What the customer said")),
    "T24": Ask(("merged_into_id",), reason=N_("Reason"), reason_required=False),
    "T25": Ask(reason=N_("What it is instead")),
    "T26": Ask(("external_body", "external_no", "external_due"), reason=N_("Reason"), reason_required=False),
    "T27": Ask(("external_result",)),
    "T28": Ask(reason=N_("Reason")),
    "T29": Ask(("handler_id", "severity", "urgency", "priority"), reason=N_("Reason")),
    "T30": Ask(reason=N_("Reason")),
}
# what is asked besides where the firm has the rule, and what severe cases are asked besides
_BY_RULE: tuple[tuple[str, str, str], ...] = (
    ("T14", "remedies_told", "remedies_told"), ("T19", "evidence", "acceptance"),
    ("T21", "first_contact_confirms", "archive_checks"), ("T21", "archive_checklist", "archive_checks"),
)  # fmt: skip
_SEVERE: Mapping[str, tuple[str, ...]] = {"T04": ("complexity",), "T05": ("complexity",), "T10": ("escape_cause",)}
_ONE_STEP = frozenset({"register", "close", "follow_up", "archive"})  # goals that are a single transition
_SHORT_WAY = frozenset({"answer", "close", "follow_up"})  # what a small firm does after registering
_TO_APPROVE = "S50"
_SETTLED = frozenset({"complainant", "text", "demands"})  # asked for only while empty
_TWO_ENDS = {
    ("T18", "S98"): N_("Hand over to an external body without agreement"), ("T18", "S80"): N_("Close without agreement"),
    ("T27", "S70"): N_("External result: carry it out"), ("T27", "S80"): N_("External result: close"),
}  # fmt: skip


def options(session: Session, complaint_id: UUID) -> Options:
    """What the complaint's card offers now."""
    record = load(session, complaint_id)
    goal, recommended = _goal(session, record), next_step(record.state, complaint_steps.weight(session, record))
    first = None
    if goal is not None:
        first = Option(GOALS[goal][1], goal=goal, asks=_asks_of_goal(session, record, goal))
    elif recommended is not None:
        first = _single(recommended.code)[0]
    who = complaint_actors.held(session)
    filled = _filled(session, record, first, who) if first is not None else None
    if filled is not None and filled.goal and filled.refused and recommended is not None:
        single = _filled(session, record, _single(recommended.code)[0], who)
        filled = filled if single.refused else single  # not all the way: as far as they may
    others = [option for way in allowed(record.state) for option in _single(way.code) if not _same(option, filled, recommended)]
    return Options(
        filled, tuple(_filled(session, record, option, who) for option in others), goal in _SHORT_WAY and _one_hand(session),
    )  # fmt: skip


def _one_hand(session: Session) -> bool:
    """Whether whoever takes a complaint does the rest of it too: nobody has to accept it from them."""
    return not complaint_rules.on(session, "transfer_acceptance")


def _goal(session: Session, record: Complaint) -> str | None:
    """What the filled button reaches; what waits for an approval waits for that step. Where one person does it all, accepting is
    no click of its own: register, answer, close, follow up."""
    goal = None if record.state == _TO_APPROVE and complaint_rules.on(session, "approvals") else next_goal(record.state)
    return "answer" if goal == "accept" and _one_hand(session) else goal


def _same(option: Option, first: Option | None, recommended: Any) -> bool:
    """Whether the filled button does the same already: one step, and the short way is just that step."""
    if first is None or recommended is None or option.action != recommended.code:
        return False
    if first.goal:
        return first.goal in _ONE_STEP
    return (first.action, first.to) == (option.action, option.to)


def _single(code: str) -> list[Option]:
    way, asks = transition(code), ASKS.get(code, Ask())
    if len(way.targets) < 2:
        return [Option(way.label, action=code, asks=asks)]
    return [Option(_TWO_ENDS[code, to], action=code, to=to, asks=asks) for to in way.targets]


def _asks_of_goal(session: Session, record: Complaint, goal: str) -> Ask:
    """All that the steps on the way ask for, each once; what the receipt holds already is not asked again."""
    codes = complaint_steps.route(session, record, goal)
    keys = dict.fromkeys(key for code in codes for key in _asked_by(session, record, code))
    reason = next((ASKS[code] for code in reversed(codes) if code in ASKS and ASKS[code].reason), Ask())
    return Ask(_open(record, tuple(keys)), reason.reason, reason.reason_required)


def _asked_by(session: Session, record: Complaint, code: str) -> tuple[str, ...]:
    rules = complaint_rules.in_force(session)
    ruled = dict.fromkeys(key for step, rule, key in _BY_RULE if step == code and rule in rules)
    severe = _SEVERE.get(code, ()) if record.severity in {"S3", "S4"} else ()
    return (*ASKS.get(code, Ask()).fields, *severe, *ruled)


def _open(record: Complaint, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in keys if key not in _SETTLED or getattr(record, key) in (None, ""))


def _filled(session: Session, record: Complaint, option: Option, who: UUID | None) -> Option:
    codes = complaint_steps.route(session, record, option.goal) if option.goal else (option.action,)
    asked = option.asks.fields if option.goal else _asked_by(session, record, option.action)
    keys = _open(record, asked)
    remedies = complaint_costs.recovery_sum(session, record.id) if "compensation" in keys else None
    if remedies is not None:
        keys = tuple(key for key in keys if key != "compensation")
    needed = tuple(need for need in needs(session, record, codes, keys) if not (option.goal and need.field == "text"))
    asks = Ask(keys, option.asks.reason, option.asks.reason_required, needed, remedies)
    values = prefilled(session, record, asks.fields)
    if codes[:1] == ("T06",) and "handler_id" in values:  # whoever was asked to take it over
        values["handler_id"] = complaint_effects.asked(session, record) or values["handler_id"]
    refused = complaint_actors.why_not(session, record, codes, who)
    return Option(option.label, option.goal, option.action, option.to, asks, values, refused)


def prefilled(session: Session, record: Complaint, keys: tuple[str, ...]) -> dict[str, Any]:
    """The values a panel starts with: what is known, and what is most often right."""
    usual: dict[str, Any] = {
        "handler_id": record.first_owner_id, "executed_on": local(now_utc()).date(), "follow_up_result": "reached",
        "validity": "valid", "answer": record.solution, "accepted": True, "department": None, "remedies_told": "yes",
        "answer_channel": record.channel,
    }  # fmt: skip
    if "waiting_until" in keys:
        usual["waiting_until"] = complaint_due.latest_wait(session, now_utc())
    if "archive_checks" in keys:
        usual["archive_checks"] = _plain_checks(session, record)
    if "follow_up_by_id" in keys:
        usual["follow_up_by_id"] = _follower(session, record)
    values = {key: getattr(record, key) for key in keys}
    undecided = {key for key, value in values.items() if value in (None, "", False) or value == "pending"}
    return {key: usual.get(key, value) if key in undecided else value for key, value in values.items()}


def _plain_checks(session: Session, record: Complaint) -> str | None:
    """What of the checklist is plain; that the customer knows the outcome is somebody's to say."""
    plain = complaint_end_checks.plain_checks(session, record)
    return ",".join(choice.code for choice in ARCHIVE_CHECK if choice.code in plain) or None


def _follower(session: Session, record: Complaint) -> UUID | None:
    """Who asks the customer: not the handler where there is anybody else."""
    people = [person for person in (me(session), record.first_owner_id, *colleagues(session)) if person]
    return next((person for person in people if person != record.handler_id), next(iter(people), None))
