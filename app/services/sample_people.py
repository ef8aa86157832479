"""The sample company's 150 decision-makers: posts, reporting lines, roles, attitudes, a few birthdays ahead."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.models import Contact
from app.services.birthdays import lunar_parts
from app.services.sample_customers import Client
from app.services.sample_tools import Sampler, data, keep

_PER_GRADE = {"gold": 6, "silver": 4}
_TOTAL = 150
_AHEAD = (0, 2, 5, 9, 13)
_ATTITUDES = {"2": 25.0, "1": 34.0, "0": 29.0, "-1": 9.0, "-2": 3.0}

People = dict[UUID, list[dict[str, Any]]]
"""Customer id -> the rows of its people, the head first."""


def make_people(sampler: Sampler, clients: Sequence[Client]) -> People:
    """150 people at the firms."""
    firms = [client for client in clients if not client.person]
    people = {client.id: _people_of(sampler, client, count) for client, count in _shared_out(firms)}
    rows = [row for group in people.values() for row in group]
    _bring_birthdays(sampler, rows)
    _let_some_leave(sampler, rows)
    keep(sampler, Contact, rows)
    return people


def _shared_out(firms: Sequence[Client]) -> list[tuple[Client, int]]:
    counts = [_PER_GRADE.get(client.grade, 1) for client in firms]
    for index, client in enumerate(firms):
        if sum(counts) < _TOTAL and client.grade not in _PER_GRADE:
            counts[index] += 1
    return list(zip(firms, counts, strict=True))


def _people_of(sampler: Sampler, client: Client, count: int) -> list[dict[str, Any]]:
    posts = data("people")["posts"][:count]
    ids = {post["key"]: sampler.key() for post in posts}
    return [_person(sampler, client, post, ids) for post in posts]


def _person(sampler: Sampler, client: Client, post: dict[str, Any], ids: dict[str, UUID]) -> dict[str, Any]:
    surname, given = sampler.dice.choice(data("people")["surnames"]), sampler.dice.choice(data("people")["given"])
    name = sampler.text((surname[0] + given[0], f"{surname[1]} {given[1]}"))
    return {
        "id": ids[post["key"]], "customer_id": client.id, "name": name, "gender": given[2],
        "form_of_address": "mr" if given[2] == "1" else "ms", "title": sampler.text(post["title"]),
        "department": sampler.text(post["department"]), "role": post["role"], "reports_to_id": ids.get(post["above"]),
        "weight": post["weight"], "influence": post["influence"], "attitude": sampler.weighted(_ATTITUDES),
        "our_contact_id": client.owner, **_ways_to_reach(sampler, surname[1], given[1]), **_character(sampler, client),
    }  # fmt: skip


def _ways_to_reach(sampler: Sampler, surname: str, given: str) -> dict[str, Any]:
    number = sampler.dice.randrange(1000, 9999)
    account = f"{surname}.{given}".lower()
    return {
        "phone": f"1990000{number}", "wechat": sampler.maybe(0.6, f"{account.replace('.', '_')}{number % 97:02d}"),
        "email": sampler.maybe(0.6, f"{account}@example.com"),
    }  # fmt: skip


def _character(sampler: Sampler, client: Client) -> dict[str, Any]:
    words = {key: sampler.text(sampler.dice.choice(data("people")[key])) for key in _KNOWN}
    known: dict[str, Any] = {field: sampler.maybe(share, words[field]) for field, share in _KNOWN.items()}
    known["closeness"] = sampler.weighted({"1": 1, "2": 3, "3": 4, "4": 2, "5": 1})
    known["skill"] = sampler.maybe(0.5, sampler.weighted({"2": 1, "3": 2, "4": 2, "5": 1}))
    known["workplace"] = sampler.maybe(0.5, client.city)
    known["birthday"] = sampler.maybe(0.7, _birthday(sampler))
    known["in_post_since"] = sampler.maybe(0.5, sampler.today - timedelta(days=sampler.dice.randrange(200, 4000)))
    known["consent"] = sampler.chance(0.8)
    return known


_KNOWN = {"concerns": 0.75, "interests": 0.5, "personality": 0.55, "taboos": 0.15, "expertise": 0.4, "notes": 0.25}


def _birthday(sampler: Sampler) -> date:
    return date(sampler.dice.randrange(1964, 1999), sampler.dice.randrange(1, 13), sampler.dice.randrange(1, 28))


def _bring_birthdays(sampler: Sampler, rows: list[dict[str, Any]]) -> None:
    """A few birthdays in the next two weeks, one of them by the lunar calendar."""
    for place, ahead in enumerate(_AHEAD):
        day = sampler.today + timedelta(days=ahead)
        rows[7 + 23 * place]["birthday"] = date(1970 + 3 * place, day.month, min(day.day, 28))
    lunar = lunar_parts(sampler.today + timedelta(days=6))
    rows[31] |= {"birthday": date(1968, lunar.month, min(lunar.day, 29)), "birthday_calendar": "lunar"}


def _let_some_leave(sampler: Sampler, rows: list[dict[str, Any]]) -> None:
    for place in (45, 118):
        rows[place] |= {"has_left": True, "new_employer": sampler.text(("样本机械有限公司", "Sample Machinery Co., Ltd."))}
