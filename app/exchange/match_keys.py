"""The fields by which rows of a file find the records they mean, by kind of record."""

WHAT = {
    "complaints": ("received_at", "customer_id", "subject", "text", "product", "category", "complainant"),
    "requests": ("received_at", "customer_id", "subject", "text", "product", "caller"),
    "orders": ("ordered_on", "customer_id", "kind", "net"),
    "invoices": ("issued_on", "customer_id", "kind", "total"),
    "receipts": ("received_on", "customer_id", "amount", "method", "reference"),
    "costs": ("spent_on", "customer_id", "kind", "amount", "name"),
}
"""What says which case, order or payment is meant that has no number."""
COLUMNS = {
    "products": ("code", "name"),
    "customers": ("code", "credit_code", "name"),
    "contacts": ("customer_id", "name"),
    "visits": ("number", "customer_id", "planned_on", "happened_at", "purpose", "content"),
    **{entity: (*(() if entity == "costs" else ("number",)), *what) for entity, what in WHAT.items()},
}
NUMBERS = {
    "customers": "code", "products": "code", "visits": "number", "complaints": "number", "requests": "number",
    "orders": "number", "invoices": "number", "receipts": "number",
}  # fmt: skip
MONEY = frozenset({"orders", "invoices", "receipts", "costs"})
"""Two that are equal in everything and have no number are two: whoever pays 500 twice a day paid 1,000."""
