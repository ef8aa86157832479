"""The rest of a decision-maker's file (F-03): working life, next care day, forms of address, trust with its parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import names
from app.analysis.figures import rounded
from app.analysis.trust import HIGH, LOW, MIDDLE, Trust, trust
from app.formats import local, number_text
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.models import Contact, fields_of
from app.services import contacts, job_change, settings
from app.services.job_change import Post

Values = Mapping[str, Any]
BIRTHDAY, SILENCE = "birthday", "silence"
TRUST_PARTS = ("trust_credibility", "trust_reliability", "trust_intimacy", "trust_self_interest")
_BANDS = {LOW: N_("low trust"), MIDDLE: N_("fair trust"), HIGH: N_("high trust")}
_PREFIXES = {"mr": "Mr", "ms": "Ms", "doctor": "Dr"}


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Posts, the present one first; the next day to care for the person and why (BIRTHDAY, SILENCE), None for who left."""

    posts: tuple[Post, ...]
    care_on: date | None
    care_reason: str = ""


def load(session: Session, contact_id: UUID, today: date) -> PersonFile:
    """What a person's file says beyond its fields."""
    found = contacts.view(session, contact_id, today)
    posts = job_change.posts(session, contact_id)
    if found.values["has_left"]:
        return PersonFile(posts, None)
    last, gap = found.values["last_contact_at"], int(settings.value(session, "visit.gap_days"))
    silent = max(local(last).date() + timedelta(days=gap), today) if last else today
    born = found.next_birthday
    return PersonFile(posts, born, BIRTHDAY) if born is not None and born <= silent else PersonFile(posts, silent, SILENCE)


def address(values: Values, vice: bool) -> str:
    """How somebody is addressed: 王总, 陈女士, Ms 陈, Mr John Smith (which word is the surname isn't guessed, only said); the
    full name where nothing is known; with ``vice`` also 王副总 (domain/60 §6.5)."""
    code, full = values["form_of_address"], values["name"]
    surname = names.name_parts(full, values.get("surname"))[0]
    if language() != "zh":
        return names.english_address(surname or full, _PREFIXES.get(code, ""), full)
    choice = fields_of(Contact)["form_of_address"].choice(code)
    courtesy = _(choice.label) if choice is not None and code != "none" else ""
    return names.form_of_address(full, values["title"] or "", courtesy, surname, vice)


def greeting(values: Values, vice: bool) -> str:
    """How a letter to them begins."""
    return _("Dear {name}").format(name=address(values, vice))


def trust_of(values: Values) -> Trust:
    """C20 of a person."""
    parts = [None if values[key] is None else int(values[key]) for key in TRUST_PARTS]
    return trust(*parts)


def trust_words(values: Values) -> str:
    """``10.0 high trust = (8 + 7 + 5) ÷ 2``; the empty text while a part is missing."""
    found = trust_of(values)
    if found.score.value is None:
        return ""
    words = _("{score}, {band}: (credibility {c} + reliability {r} + intimacy {i}) ÷ self-interest {s}")
    c, r, i, s = (values[key] for key in TRUST_PARTS)
    return words.format(score=number_text(found.score.value, 1), band=_(_BANDS[found.band]), c=c, r=r, i=i, s=s)


def trust_trend(values: Values, changes: Iterable[tuple[datetime, Values | None]]) -> tuple[tuple[datetime, Decimal], ...]:
    """Earlier scores with the moment each was given up, the latest first, from the record's changes, newest first
    (moment, what the fields were before)."""
    found: list[tuple[datetime, Decimal]] = []
    then, newest = dict(values), rounded(trust_of(values).score)
    for moment, before in changes:
        then |= {key: value for key, value in (before or {}).items() if key in TRUST_PARTS}
        score = rounded(trust_of(then).score)
        if score is not None and score != (found[-1][1] if found else newest):
            found.append((moment, score))
    return tuple(found)
