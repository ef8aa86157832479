"""The sample company itself: its profile, colleagues and products."""

from typing import Any
from uuid import UUID

from app.models import Employee, Product
from app.services import settings
from app.services.sample_tools import Sampler, data, keep

_FILLED = ("name", "address", "complaint_department")


def make_profile(sampler: Sampler) -> None:
    """The firm's own name and address, where none was entered yet."""
    if settings.company(sampler.session)["name"]:
        return
    given = data("firm")["company"]
    settings.save_company(sampler.session, {k: sampler.text(v) if k in _FILLED else v for k, v in given.items()})


def make_colleagues(sampler: Sampler) -> dict[str, UUID]:
    """Six colleagues with their managers; their ids by role key."""
    given = data("firm")["colleagues"]
    ids = {row["key"]: sampler.key() for row in given}
    keep(sampler, Employee, [_colleague(sampler, row, ids, number) for number, row in enumerate(given, 1)])
    return ids


def _colleague(sampler: Sampler, row: dict[str, Any], ids: dict[str, UUID], number: int) -> dict[str, Any]:
    words = {key: sampler.text(row[key]) for key in ("name", "title", "department")}
    address = row["name"][1].replace(" ", ".").lower() + "@example.com"
    return {
        **words, "id": ids[row["key"]], "level": row["level"], "manager_id": ids.get(row["manager"]),
        "phone": f"1990000000{number}", "email": address,
    }  # fmt: skip


def make_products(sampler: Sampler) -> list[str]:
    """The short product list; returns the products' names."""
    rows = [
        {
            "id": sampler.key(), "name": sampler.text(row["name"]), "model": row["model"],
            "product_group": sampler.text(row["group"]),
        }
        for row in data("firm")["products"]
    ]  # fmt: skip
    keep(sampler, Product, rows)
    return [str(row["name"]) for row in rows]
