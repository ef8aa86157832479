"""开票信息: what a customer gives to whoever writes an invoice for it, as lines to copy (domain/60 §6.2)."""

from collections.abc import Mapping
from typing import Any

from app.analysis.messengers import grouped
from app.i18n import gettext_text as _
from app.models import Customer, fields_of
from app.services.present import text_of


def lines(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, text) of what is filled, in the language in force; what an older field holds stands in for an empty one."""
    firm = values.get("kind") != "person"
    given = {
        "invoice_title": values.get("invoice_title") or values.get("name"),
        "tax_number": values.get("tax_number") or (values.get("credit_code") if firm else None),
        "invoice_address": values.get("invoice_address") or values.get("registered_address") or values.get("address"),
        "invoice_phone": values.get("invoice_phone") or values.get("phone"),
        "bank_name": values.get("bank_name"),
        "bank_account": grouped(values["bank_account"]) if values.get("bank_account") else None,
        **{key: values.get(key) for key in ("invoice_kind", "tax_rate", "invoice_email")},
    }
    fields = fields_of(Customer)
    return [(_(fields[key].label), text_of(fields[key], value)) for key, value in given.items() if value]


def block(values: Mapping[str, Any]) -> str:
    """The lines as one text for the clipboard."""
    return "\n".join(_("{label}: {values}").format(label=label, values=value) for label, value in lines(values))
