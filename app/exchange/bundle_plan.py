"""What a file of changes would do here, field by field: taken, the same already, or changed on both sides (then a person
decides, and nothing happens unasked)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import Session

from app.exchange import existing
from app.exchange.bundle_file import DELETED, Sent, sent_in
from app.exchange.bundle_lives import STAYS, Lives, lives, owner_of
from app.exchange.sheet import Sheet, Trouble
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, Complaint, Field, entities, title_of
from app.models.firm_lists import CustomField as Own
from app.models.own import PREFIX, typed_fields
from app.services import present, records
from app.services.past import RECYCLE_BIN

Verdict = Literal["taken", "same", "conflict", "refused"]
_NOT_HERE = N_("This record is not here. The file is from another firm's data, or it was deleted for good.")
_BINNED = N_("This record is in the recycle bin here. Bring it back first.")
_NO_FIELD = N_("This own field is not here: it was added on the other laptop only.")
_UNFIT = N_("The value does not fit this field, which is of another kind here.")
_NO_LINK = N_("What it points to is not here.")
_WRITTEN = N_("What a log says never changes.")
_DAMAGED = N_("The hidden cells of this row were changed. Nothing of it is read.")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one record: the text it had on the other laptop, has here now, and has on the other laptop now.

    ``now`` is the value here that was compared, ``value`` the one it gets."""

    entity: str
    id: UUID
    key: str
    title: str
    label: str
    before: str
    here: str
    after: str
    now: Any
    value: Any
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """A dry run. ``made`` are the records to be created: (entity, id, values); ``troubles`` name rows that can't be read."""

    file: str
    lines: tuple[Line, ...]
    made: tuple[tuple[str, UUID, dict[str, Any]], ...]
    titles: Mapping[UUID, str]
    troubles: tuple[Trouble, ...] = ()
    lived: frozenset[UUID] = frozenset()
    """The complaints that are here and go on by the steps of the file."""

    def counts(self) -> dict[str, int]:
        """created, taken, same, conflict and refused: records to be made, then fields."""
        found = {"created": len(self.made), "taken": 0, "same": 0, "conflict": 0, "refused": len(self.troubles)}
        for line in self.lines:
            found[line.verdict] += 1
        return found


@dataclass(slots=True)
class _Here:
    """What this file holds of the records that the other one sent."""

    session: Session
    now: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    links: dict[str, dict[UUID, str]] = field(default_factory=dict)
    words: dict[str, present.Lexicons] = field(default_factory=dict)
    lives: Lives = field(default_factory=lambda: Lives({}))


def plan_changes(session: Session, sheets: Sequence[Sheet]) -> BundlePlan:
    """A dry run of a file of changes. Reads only."""
    troubles: list[Trouble] = []
    sent = _sent(session, sheets, troubles)
    here = _here(session, sent)
    here.lives = lives(session, sent, here.now)
    lines: list[Line] = []
    made = []
    for one in sent:
        fresh = one.made and one.id not in here.now
        if fresh and (one.id in here.lives.known or here.lives.outside(one, {})):
            lines += _left_out(here, one)
        elif fresh:
            made.append((one.entity, one.id, _whole(here, one, lines)))
        else:
            lines += [_line(here, one, key) for key in one.fields if one.former.get(key) or not one.made]
    titles = {one_id: title_of(BY_KEY[entity], values) for entity, one_id, values in made}
    moved = frozenset(here.lives.moved)
    return BundlePlan(sheets[0].path.name, tuple(lines), tuple(made), titles, tuple(troubles), moved)


def _left_out(here: _Here, one: Sent) -> list[Line]:
    """A step of a complaint, or what belongs to it, that stays outside; none for what the program did on both sides."""
    reason = here.lives.outside(one, {})
    if not reason:
        return []
    cls, values = BY_KEY[one.entity], {key: pair[1] for key, pair in one.fields.items()}
    title = _link_title(here, Complaint.entity, owner_of(one, {}))
    said = title_of(cls, values)
    return [Line(one.entity, one.id, cls.titles[0], title, _(cls.label), "", "", said, None, None, "refused", reason)]


def _sent(session: Session, sheets: Sequence[Sheet], troubles: list[Trouble]) -> list[Sent]:
    """The records of all sheets. A row whose cells were damaged is a trouble, and one with the id of another record, be it
    of the file or of another kind here: ids are never used twice."""
    read = [(sheet, number, one) for sheet in sheets for number, one in zip(sheet.numbers, sent_in(sheet), strict=True)]
    taken = _elsewhere(session, [one for _sheet, _number, one in read if isinstance(one, Sent)])
    found: dict[UUID, Sent] = {}
    for sheet, number, one in read:
        if isinstance(one, int) or one.id in found or (one.entity, one.id) in taken:
            troubles.append(Trouble(number, sheet.name, _DAMAGED))
        else:
            found[one.id] = one
    return list(found.values())


def _elsewhere(session: Session, sent: Sequence[Sent]) -> set[tuple[str, UUID]]:
    """(entity, id) of those whose id is a record of another kind here."""
    found: set[tuple[str, UUID]] = set()
    for entity in entities():
        wanted = {one.id: one.entity for one in sent if one.made and one.entity != entity.entity}
        found.update((wanted[key], key) for key in existing.full(session, entity.entity, wanted, ()))
    return found


def _here(session: Session, sent: Iterable[Sent]) -> _Here:
    here, wanted, targets = _Here(session), dict[str, list[UUID]](), dict[str, set[UUID]]()
    for one in sent:
        wanted.setdefault(one.entity, []).append(one.id)
        fields = typed_fields(BY_KEY[one.entity])
        for key, pair in one.fields.items():
            if key in fields and fields[key].kind == "link":
                targets.setdefault(fields[key].link, set()).update(value for value in pair if value)
    for entity, ids in wanted.items():
        fields = typed_fields(BY_KEY[entity])
        here.now.update(existing.full(session, entity, ids, [*fields, DELETED]))
        here.words[entity] = present.lexicons(session, fields)
    for one in sent:
        if one.made:
            here.links.setdefault(one.entity, {})[one.id] = title_of(BY_KEY[one.entity], {k: p[1] for k, p in one.fields.items()})
    for entity, pointed in targets.items():
        here.links.setdefault(entity, {}).update(records.titles(session, BY_KEY[entity], pointed))
    return here


def _whole(here: _Here, one: Sent, lines: list[Line]) -> dict[str, Any]:
    """The values of a new record; what isn't here, a field or what a link points to, is left out, and said."""
    fields, values = typed_fields(BY_KEY[one.entity]), {}
    for key, (_before, after) in one.fields.items():
        found = fields.get(key)
        lost = found is not None and found.kind == "link" and after and after not in here.links.get(found.link, {})
        if lost or (found is None and key != DELETED) or _is_unfit(found, after) or _problem(found, after):
            lines.append(_line(here, one, key))
        elif key != DELETED:
            values[key] = after
    return values


def _line(here: _Here, one: Sent, key: str) -> Line:
    before, after = one.fields[key]
    now = here.now.get(one.id, {})
    verdict, reason = _verdict(here, one, key, now)
    found = typed_fields(BY_KEY[one.entity]).get(key)
    title = title_of(BY_KEY[one.entity], now) if now else here.links.get(one.entity, {}).get(one.id, "")
    texts = [_text(here, one.entity, key, value) for value in (before, now.get(key), after)]
    label = _(found.label if found is not None else RECYCLE_BIN if key == DELETED else Own.label)
    return Line(one.entity, one.id, key, title, label, texts[0], texts[1], texts[2], now.get(key), after, verdict, reason)


def _verdict(here: _Here, one: Sent, key: str, now: Mapping[str, Any]) -> tuple[Verdict, str]:
    before, after = one.fields[key]
    found = typed_fields(BY_KEY[one.entity]).get(key)
    if found is not None and found.kind == "link" and after and after not in here.links.get(found.link, {}):
        return "refused", _NO_LINK
    if found is None and key != DELETED:
        return ("same", "") if after is None else ("refused", _NO_FIELD)
    if _is_unfit(found, after):
        return "refused", _UNFIT
    if problem := _problem(found, after):
        return ("same", "") if now and now.get(key) == after else ("refused", problem)
    if not now:
        return "refused", _NOT_HERE
    if key == DELETED:
        gone = (now[key] is None) == (after is None)
        return ("same", "") if gone else ("taken", "")
    if now.get(key) == after:
        return "same", ""
    if now[DELETED] is not None and one.fields.get(DELETED, (None, one.id))[1] is not None:
        return "refused", _BINNED
    if reason := here.lives.refusal(one, key, now) if one.id in here.lives.states else here.lives.outside(one, now):
        return "refused", reason
    behind = now.get(key) in (before, *one.former.get(key, ())) if not one.made else now.get(key) in one.former.get(key, ())
    if not behind and (settled := here.lives.settled(one, key)):
        return settled, STAYS if settled == "refused" else ""
    if BY_KEY[one.entity].append_only:
        return "refused", _WRITTEN
    return ("taken" if behind else "conflict"), ""


def _is_unfit(found: Field | None, value: Any) -> bool:
    """An own field may be of another kind on the other laptop: its text is no number and no day."""
    return found is not None and found.key.startswith(PREFIX) and found.kind in ("decimal", "date") and isinstance(value, str)


def _problem(found: Field | None, value: Any) -> str:
    """What the check of a field says of a value from before there was one (less than zero). Required values stay and
    are refused with the whole file: nothing stands without them."""
    return found.check(value) if found is not None and found.check and not found.required and value is not None else ""


def _text(here: _Here, entity: str, key: str, value: Any) -> str:
    found = typed_fields(BY_KEY[entity]).get(key)
    if key == DELETED:
        return _("Yes") if value else _("No")
    if found is None or _is_unfit(found, value):
        return str(value or "")
    if found.kind == "link":
        return _link_title(here, found.link, value)
    return present.text_of(found, value, "", here.words.get(entity))


def _link_title(here: _Here, entity: str, value: Any) -> str:
    """The name behind a link; looked up once more where only this file points to it."""
    if not value:
        return ""
    known = here.links.get(entity, {})
    return known[value] if value in known else records.titles(here.session, BY_KEY[entity], [value]).get(value, "")
