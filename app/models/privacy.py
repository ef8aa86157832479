"""What the law on personal information asks to be kept: consents, who received what, and what was erased (faults §5.7)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity


class Consent(Entity):
    """Why data of a person may be used and what for, since when, and until when: exactly one of the owner links is filled."""

    entity = "consents"
    label = N_("Consent")
    plural = N_("Consents")
    titles = ("purpose",)
    searched = False

    contact_id: Mapped[UUID | None] = f.link(N_("Decision-maker"), "contacts", part=True)
    customer_id: Mapped[UUID | None] = f.link(N_("Customer"), "customers", part=True)
    purpose: Mapped[str] = f.line(N_("Purpose of the consent"))
    basis: Mapped[str] = f.choice(N_("Legal basis"), c.LEGAL_BASIS, default="consent")
    channels: Mapped[str | None] = f.choices(N_("Channels agreed to"), c.CONSENT_CHANNEL)
    given_on: Mapped[date] = f.day(N_("Consent given on"))
    withdrawn_on: Mapped[date | None] = f.day(N_("Withdrawn on"))
    source: Mapped[str | None] = f.line(N_("Where the data come from"))
    wording: Mapped[str | None] = f.text(N_("Wording that was agreed to"), 4000)
    evidence: Mapped[str | None] = f.line(N_("Evidence of the consent"))


class Disclosure(Entity):
    """One moment at which data left the file, or sensitive ones were shown: append-only, and no step that undo takes back.

    ``records`` holds the ids (hex, one a line) of those concerned where they are few; of a longer list only ``count``.
    """

    entity = "disclosures"
    label = N_("Disclosure")
    plural = N_("Disclosures")
    titles = ("what",)
    append_only = True
    searched = False

    kind: Mapped[str] = f.choice(N_("Kind"), c.DISCLOSURE_KIND)
    at: Mapped[datetime] = f.moment(N_("At"))
    by_id: Mapped[UUID | None] = f.link(N_("By"), "employees")
    what: Mapped[str | None] = f.line(N_("What"), 300)
    target: Mapped[str | None] = f.code(N_("Kind of record"), 40)
    count: Mapped[int | None] = f.integer(N_("Number of records"))
    keys: Mapped[str | None] = f.opaque(N_("Fields"), 4000)
    sensitive: Mapped[bool] = f.flag(N_("With sensitive fields"))
    place: Mapped[str | None] = f.line(N_("Where to"), 500)
    records: Mapped[str | None] = f.opaque(N_("Records"), 100_000)
    revokes_id: Mapped[UUID | None] = f.link(N_("Revokes"), "disclosures")


class Erasure(Entity):
    """That somebody was erased: when, by whom and why, without any of the data. ``mark`` is a salted hash of the record's id,
    by which the person is found and erased again in a backup that is brought back."""

    entity = "erasures"
    label = N_("Erasure")
    plural = N_("Erasures")
    titles = ("target",)
    append_only = True
    searched = False

    at: Mapped[datetime] = f.moment(N_("At"))
    by_id: Mapped[UUID | None] = f.link(N_("By"), "employees")
    target: Mapped[str] = f.code(N_("Kind of record"), 40)
    salt: Mapped[str] = f.opaque(N_("Salt"), 32)
    mark: Mapped[str] = f.opaque(N_("Mark"), 64)
    reason: Mapped[str] = f.choice(N_("Why"), c.ERASE_REASON)
    removed: Mapped[str | None] = f.opaque(N_("Removed"), 4000)
    kept: Mapped[str | None] = f.text(N_("Kept"), 4000)
    revokes_id: Mapped[UUID | None] = f.link(N_("Revokes"), "erasures")
