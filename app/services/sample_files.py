"""The deeper side of the sample company's files: owners, strategy, needs, competitors, groups, and six prospects (F-02, F-05)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.models import Entity, Product
from app.models.customer_parts import Capability, Competitor, Need, Shareholder, Standard, Trait
from app.services.sample_tools import Sampler, data, keep

_KNOWN = {"gold": 0.95, "silver": 0.7, "ordinary": 0.25, "watch": 0.2}
"""How much of a file somebody found out, by grade."""
_YEARLY = {"gold": 300, "silver": 80, "ordinary": 15, "watch": 20}
"""Turnover a year in million yuan, about."""
_VERIFIED = ("basic", "ownership", "business", "finance", "people", "needs", "service", "competition")
Row = dict[str, Any]


def is_prospect(short: str) -> bool:
    """Whether this firm is one of the six that are yet to be won."""
    return short in data("parts")["prospects"]


def prospect_card(sampler: Sampler, short: str, number: int) -> Row:
    """The card of prospect ``number``: how well it fits, and when it is approached next."""
    grade, fit, touches, amount, line, days = data("parts")["prospects"][short]
    code = f"QK{number:06d}"
    return {
        "code": code, "prospect_no": code, "prospect_grade": grade, "fit": fit, "touches": touches, "expected_amount": amount,
        "prospect_class": sampler.text(line), "next_touch_on": sampler.today + timedelta(days=days),
    }  # fmt: skip


def parents(ids: Mapping[str, UUID]) -> dict[UUID, UUID]:
    """Who belongs to whom, by the ids of firms with these short names."""
    return {ids[child]: ids[parent] for child, parent in data("parts")["groups"]}


def deeper(sampler: Sampler, grade: str) -> Row:
    """Fields of dimensions 2 to 7, as far as somebody found them out."""
    known = _KNOWN[grade]
    turnover = round(_YEARLY[grade] * sampler.dice.uniform(0.5, 1.6)) * 100_000_000
    found = {
        "yearly_turnover": turnover, "turnover_year": sampler.today.year - 1,
        "market_position": sampler.weighted({"leader": 2, "middle": 5, "rear": 1}), "market_area": _one(sampler, "areas"),
        "strategy_1y": _one(sampler, "strategy_1y"), "strategy_3y": _one(sampler, "strategy_3y"),
        "strategy_long": _one(sampler, "strategy_long"), "certificates": _one(sampler, "certificates"),
        "yearly_investment": turnover // 40, "yearly_purchases": turnover // 12,
        "buying_method": sampler.weighted({"tender": 2, "quotes": 5, "direct": 2, "framework": 2}),
        "buying_process": _one(sampler, "processes"), "buying_cycle": _one(sampler, "cycles"),
        "latent_needs": _one(sampler, "latent"), "service_agreement": _one(sampler, "agreements"),
        "service_level": {"gold": "5", "silver": "4"}.get(grade, "3"), "invoice_kind": "e_special", "tax_rate": "13",
    }  # fmt: skip
    ago = 105 if grade == "gold" else 220
    checked = {f"verified_{key}_on": sampler.today - timedelta(days=sampler.dice.randrange(5, ago)) for key in _VERIFIED}
    return {key: sampler.maybe(known, value) for key, value in {**found, **checked}.items()}


def _one(sampler: Sampler, pool: str) -> str:
    return sampler.text(sampler.dice.choice(data("parts")[pool]))


def make_parts(sampler: Sampler, firms: Sequence[tuple[UUID, str, UUID]]) -> None:
    """Shareholders, skills, standards, needs, competitors, strengths and weaknesses; ``firms`` are (id, grade, salesperson)."""
    rows: dict[type[Entity], list[Row]] = {each: [] for each in (Shareholder, Capability, Standard, Need, Competitor, Trait)}
    products = list(sampler.session.execute(sa.select(Product.id, Product.name).order_by(Product.id)))
    for customer, grade, owner in firms:
        if sampler.chance(_KNOWN[grade]):
            rows[Shareholder] += _shareholders(sampler, customer)
            rows[Capability] += _capabilities(sampler, customer)
            rows[Standard] += _standards(sampler, customer)
            rows[Need] += _needs(sampler, customer, products)
            rows[Competitor] += _competitors(sampler, customer)
            rows[Trait] += _traits(sampler, customer, owner)
    for entity, made in rows.items():
        keep(sampler, entity, [{"id": sampler.key(), **row} for row in made])


def _shareholders(sampler: Sampler, customer: UUID) -> list[Row]:
    shares = sampler.dice.choice(data("parts")["shares"])
    return [
        {"customer_id": customer, "name": sampler.text(who), "share": share, "kind": who[2]}
        for share, who in zip(shares, data("parts")["shareholders"], strict=False)
    ]  # fmt: skip


def _capabilities(sampler: Sampler, customer: UUID) -> list[Row]:
    return [
        {"customer_id": customer, "name": sampler.text(skill), "level": str(sampler.dice.randrange(2, 6)),
         "importance": str(sampler.dice.randrange(2, 6))}
        for skill in sampler.dice.sample(data("parts")["capabilities"], 2)
    ]  # fmt: skip


def _standards(sampler: Sampler, customer: UUID) -> list[Row]:
    name, issuer, effect = sampler.dice.choice(data("parts")["standards"])
    since = sampler.today + timedelta(days=sampler.dice.randrange(-300, 200))
    texts = {"name": sampler.text(name), "issuer": sampler.text(issuer), "effect": sampler.text(effect)}
    return [{"customer_id": customer, **texts, "effective_on": since}]


def _needs(sampler: Sampler, customer: UUID, products: Sequence[Any]) -> list[Row]:
    found = []
    for product, name in sampler.dice.sample(products, sampler.dice.randrange(2, 4)):
        amount, scale = sampler.dice.randrange(4, 90) * 1_000_000, [str(sampler.dice.randrange(2, 6)) for _ in range(3)]
        found.append({
            "customer_id": customer, "name": name, "product_id": product, "yearly_amount": amount,
            "quantity": sampler.text(("{n} 件/年", "{n} pieces a year"), n=sampler.dice.randrange(2, 60) * 50),
            "importance": scale[0], "expectation": scale[1], "performance": scale[2],
        })  # fmt: skip
    return found


def _competitors(sampler: Sampler, customer: UUID) -> list[Row]:
    found = []
    for name, products, strengths, counter in sampler.dice.sample(data("parts")["competitors"], sampler.dice.randrange(1, 3)):
        texts = {"name": name, "products": products, "strengths": strengths, "counter": counter}
        row = {key: sampler.text(pair) for key, pair in texts.items()}
        found.append({"customer_id": customer, **row, "share": sampler.dice.randrange(5, 45) * 100})
    return found


def _traits(sampler: Sampler, customer: UUID, owner: UUID) -> list[Row]:
    strength = sampler.dice.choice(data("parts")["strengths"])
    weakness, answer = sampler.dice.choice(data("parts")["weaknesses"])
    good = {"customer_id": customer, "kind": "strength", "name": sampler.text(strength), "impact": "4"}
    due = sampler.today + timedelta(days=sampler.dice.randrange(-20, 90))
    return [good, {
        "customer_id": customer, "kind": "weakness", "name": sampler.text(weakness), "impact": "3",
        "counter": sampler.text(answer), "responsible_id": owner, "due_on": due,
        "state": sampler.weighted({"open": 2, "doing": 3}),
    }]  # fmt: skip
