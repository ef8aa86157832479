"""Pictures of cards on their way to the records that their rows become: their portraits or logos, photos where a record has
one already; each only once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.filetypes import type_of
from app.exchange.plan_types import ImportPlan, Outcome
from app.exchange.sheet import Sheet, Trouble
from app.i18n import N_
from app.services import attachments
from app.services.attachments import Fresh

_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/bmp": ".bmp",
            "image/tiff": ".tif", "image/heic": ".heic"}  # fmt: skip
_TAKEN = ("created", "updated", "unchanged")


def wanted(session: Session, entity: str, sheet: Sheet, outcomes: Sequence[Outcome]) -> tuple[dict[int, Fresh], list[Trouble]]:
    """Row -> the picture its record doesn't have yet, and what is wrong with others. A row that changes nothing else
    becomes one that updates its record."""
    rows = [one for one in outcomes if one.row in sheet.pictures and one.action in _TAKEN]
    there = attachments.digests(session, entity, [one.record for one in rows if one.record is not None]) if rows else set()
    most = attachments.limit(session) if rows else 0
    names = dict(zip(sheet.numbers, (row[0] for row in sheet.rows), strict=True)) if rows else {}
    found: dict[int, Fresh] = {}
    troubles: list[Trouble] = []
    for one in rows:
        picture = sheet.pictures[one.row]
        if len(picture) > most:
            message = N_("The picture is larger than an attachment may be; the record comes in without it.")
            troubles.append(Trouble(one.row, "", message))
        elif one.record is None or (one.record, hashlib.sha256(picture).hexdigest()) not in there:
            found[one.row] = Fresh(_name(names[one.row], picture), picture, "photo")
            one.action = "updated" if one.action == "unchanged" else one.action
    return found, troubles


def _name(title: str, picture: bytes) -> str:
    """Called like the card, with the ending of its kind."""
    return " ".join(title.split()) + _ENDINGS.get(type_of(picture[:64], ""), "")


def attach(session: Session, plan: ImportPlan, made: Mapping[int, UUID]) -> None:
    """Attach the plan's pictures to the records of their rows; contents go to the disk before the step is committed."""
    for row, picture in plan.pictures.items():
        kind = "photo" if attachments.portrait(session, plan.entity, made[row]) else attachments.PORTRAIT
        attachments.add(session, plan.entity, made[row], replace(picture, kind=kind))
