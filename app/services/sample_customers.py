"""The sample company's 60 customers: 52 firms and 8 private ones, some of their files complete and some not."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.analysis.credit_code import check_character, organisation_check
from app.models import Customer
from app.services.sample_files import deeper, is_prospect, parents, prospect_card
from app.services.sample_tools import Sampler, data, keep

_STATUS = {
    "gold": {"active": 1.0},
    "silver": {"active": 0.9, "at_risk": 0.1},
    "ordinary": {"active": 0.76, "new": 0.13, "at_risk": 0.11},
    "watch": {"at_risk": 0.6, "lost": 0.4},
}
_SIZES = {"gold": "L", "silver": "M", "ordinary": "S", "watch": "S"}
_STAFF = {"gold": (400, 2600), "silver": (120, 600), "ordinary": (12, 160), "watch": (20, 150)}
_DOCUMENTED = {"gold": 0.95, "silver": 0.82, "ordinary": 0.6, "watch": 0.5}
_NO_CHECKS = {"启航职业技术学校": "institution", "仁和示例医院": "institution", "金桥五金商行": "self_employed"}


@dataclass(frozen=True, slots=True)
class Client:
    """What the other makers need to know of a customer."""

    id: UUID
    name: str
    grade: str
    person: bool
    owner: UUID
    city: str
    area_code: str
    prospect: bool


def make_customers(sampler: Sampler, colleagues: dict[str, UUID]) -> list[Client]:
    """All customers, in the order of their numbers."""
    people = data("customers")["persons"]
    firms = data("customers")["firms"]
    made = [_firm(sampler, firm, number, colleagues) for number, firm in enumerate(firms, 1)]
    _deepen(sampler, [firm[0] for firm in firms], made)
    for number, person in enumerate(people):
        made.insert(6 + 7 * number, _person(sampler, person, number, colleagues))
    keep(sampler, Customer, [values for _, values in made])
    return [client for client, _ in made]


def _deepen(sampler: Sampler, shorts: list[str], made: list[tuple[Client, dict[str, Any]]]) -> None:
    """Who owns whom, what was found out of each firm's business, and the cards of those yet to be won; with dice of their
    own."""
    before, sampler.dice = sampler.dice, Random("files")
    owners, cards = parents({short: client.id for short, (client, _) in zip(shorts, made, strict=True)}), 0
    for short, (client, values) in zip(shorts, made, strict=True):
        values |= {**deeper(sampler, client.grade), "parent_id": owners.get(client.id)}
        if client.prospect:
            cards += 1
            values |= prospect_card(sampler, short, cards)
    sampler.dice = before


def credit_code(region: str, number: int, kind: str = "1") -> str:
    """A valid code that no real organisation can have: bodies PDY00001–PDY99999 are reserved (domain/60 §6.1)."""
    body = f"PDY{number:05d}"
    prefix = f"9{kind}{region}{body}{organisation_check(body)}"
    return prefix + check_character(prefix)


def _owner(sampler: Sampler, colleagues: dict[str, UUID], grade: str) -> UUID:
    shares = {"head": 4.0, "rep1": 3.0, "rep2": 2.0} if grade == "gold" else {"head": 1.0, "rep1": 4.0, "rep2": 4.0}
    return colleagues[sampler.weighted(shares)]


def _firm(sampler: Sampler, firm: list[Any], number: int, colleagues: dict[str, UUID]) -> tuple[Client, dict[str, Any]]:
    short, full, _english, _industry, grade, city, _business = firm
    status = sampler.weighted(_STATUS[grade])
    status = "prospect" if is_prospect(short) else status
    region, english_city, area, *_rest = data("customers")["cities"][city]
    client = Client(
        sampler.key(), sampler.text((full, firm[2])), grade, False, _owner(sampler, colleagues, grade),
        sampler.text((city, english_city)), area, status == "prospect",
    )  # fmt: skip
    kind = "2" if full in _NO_CHECKS and _NO_CHECKS[full] == "self_employed" else "1"
    code = credit_code(region, 100 + number, kind)
    filled = {
        **_identity(sampler, client, firm, status, colleagues), **_address(sampler, client, firm, number),
        **_size(sampler, grade), **_finance(sampler, client, grade),
    }  # fmt: skip
    filled["credit_code"] = sampler.maybe(_DOCUMENTED[grade], code)
    filled["tax_number"] = filled["credit_code"]
    return client, filled


def _identity(
    sampler: Sampler, client: Client, firm: list[Any], status: str, colleagues: dict[str, UUID]
) -> dict[str, Any]:
    short, full, english, industry, grade, _city, business = firm
    chinese = sampler.language == "zh"
    known_english = sampler.maybe(0.5, english)
    tags = sampler.maybe(0.35, sampler.text(sampler.dice.choice(data("customers")["tags"])))
    return {
        "id": client.id, "kind": "company", "name": client.name, "short_name": short if chinese else None,
        "english_name": known_english if chinese else None, "grade": grade, "status": status,
        "stage": "consider" if client.prospect else "service", "owner_id": client.owner,
        "filled_by_id": sampler.dice.choice([client.owner, colleagues["service"]]),
        "filled_on": sampler.today - timedelta(days=sampler.dice.randrange(30, 700)),
        "company_type": _NO_CHECKS.get(full, "company"), "industry": industry, "business": sampler.text(business),
        "source": sampler.weighted({"own": 4, "referral": 3, "fair": 2, "web": 2, "old": 1}), "tags": tags,
        "starred": grade == "gold" and sampler.chance(0.5),
    }  # fmt: skip


def _address(sampler: Sampler, client: Client, firm: list[Any], number: int) -> dict[str, Any]:
    _region, english_city, area, province, english_province, postcode = data("customers")["cities"][firm[5]]
    street, house = sampler.dice.choice(data("customers")["streets"]), sampler.dice.randrange(6, 400)
    chinese = f"{province}{firm[5]}市{street[0]} {house} 号"
    english = f"{house} {street[1]}, {english_city}, {english_province}"
    host = "".join(letter for letter in firm[2].split()[0].lower() if letter.isascii() and letter.isalpha())
    return {
        "region": client.city, "address": sampler.text((chinese, english)), "postcode": sampler.maybe(0.6, postcode),
        "phone": f"{area}-0{number:03d}{sampler.dice.randrange(1000, 9999)}",
        "email": sampler.maybe(0.7, f"office@{host}.example.com"),
        "website": sampler.maybe(0.5, f"https://{host}.example.com"),
    }  # fmt: skip


def _size(sampler: Sampler, grade: str) -> dict[str, Any]:
    low, high = _STAFF[grade]
    year = sampler.today.year - sampler.dice.randrange(4, 32)
    founded = date(year, sampler.dice.randrange(1, 13), sampler.dice.randrange(1, 28))
    capital = sampler.dice.choice([50, 100, 200, 500, 1000, 2000, 5000]) * (4 if grade == "gold" else 1) * 1_000_000
    return {
        "size": _SIZES[grade], "employees": sampler.maybe(_DOCUMENTED[grade], sampler.dice.randrange(low, high)),
        "founded": sampler.maybe(_DOCUMENTED[grade], founded), "registered_capital": sampler.maybe(_DOCUMENTED[grade], capital),
        "ownership": sampler.weighted({"private": 7, "state": 1, "joint": 1, "foreign": 1}),
    }  # fmt: skip


def _finance(sampler: Sampler, client: Client, grade: str) -> dict[str, Any]:
    rank = {"gold": "A", "silver": "B", "ordinary": "C", "watch": "D"}[grade]
    known = sampler.chance(_DOCUMENTED[grade])
    account = "".join(str(sampler.dice.randrange(10)) for _ in range(15))
    return {
        "payment_method": "terms" if grade in ("gold", "silver") else sampler.weighted({"month": 2, "cash": 2, "prepaid": 1}),
        "terms_days": {"gold": 45, "silver": 30}.get(grade), "credit_grade": rank if known else None,
        "credit_limit": {"A": 80_000_000, "B": 30_000_000, "C": 8_000_000, "D": 1_000_000}[rank] if known else None,
        "payment_attitude": sampler.weighted({"prompt": 4, "normal": 4, "slow": 2 if grade != "watch" else 8}),
        "taxpayer_kind": "general" if grade in ("gold", "silver") else sampler.maybe(0.6, "small"),
        "invoice_title": client.name if known else None, "bank_account": f"0000{account}" if known else None,
        "bank_name": sampler.text(sampler.dice.choice(data("customers")["banks"])) if known else None,
    }  # fmt: skip


def _person(
    sampler: Sampler, person: list[Any], number: int, colleagues: dict[str, UUID]
) -> tuple[Client, dict[str, Any]]:
    name, english, gender, city, work = person
    _region, english_city, area, province, english_province, _postcode = data("customers")["cities"][city]
    client = Client(
        sampler.key(), sampler.text((name, english)), "ordinary", True, colleagues[sampler.dice.choice(["rep1", "rep2"])],
        sampler.text((city, english_city)), area, False,
    )  # fmt: skip
    birthday = date(sampler.dice.randrange(1965, 1996), sampler.dice.randrange(1, 13), sampler.dice.randrange(1, 28))
    return client, {
        "id": client.id, "kind": "person", "name": client.name, "owner_id": client.owner, "grade": "ordinary",
        "status": "active", "gender": gender, "form_of_address": "mr" if gender == "1" else "ms", "region": client.city,
        "mobile": f"1990000{5000 + number}", "birthday": sampler.maybe(0.7, birthday), "occupation": sampler.text(work),
        "address": sampler.text(
            (f"{province}{city}市样本小区 {number + 1} 栋", f"{number + 1} Sample Estate, {english_city}, {english_province}")
        ),
        "source": "shop", "consent": True, "consent_on": sampler.today - timedelta(days=200 + number),
        "consent_channels": "phone",
    }  # fmt: skip
