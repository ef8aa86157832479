"""What columns of orders, invoices, receipts and products say that is no field of theirs: lines, prices, terms, what was paid.

Amounts of an order stand in its rows, a line each; the order's own are their sums.
"""

from app.i18n import N_
from app.models import Field
from app.models.checks import amount_problem

PLACES: dict[str, dict[str, Field]] = {
    "products": {
        "cost": Field(N_("Unit cost"), "decimal", check=amount_problem, key="cost"),
        "price": Field(N_("List price"), "decimal", check=amount_problem, key="price"),
        "unit": Field(N_("Unit"), "line", 20, key="unit"),
        "begins_on": Field(N_("Valid from"), "date", key="begins_on"),
    },
    "orders": {
        "product": Field(N_("Product"), "line", 300, key="product"),
        "goods": Field(N_("Description of the goods"), "line", 300, key="goods"),
        "quantity": Field(N_("Quantity"), "decimal", key="quantity"),
        "unit": Field(N_("Unit"), "line", 20, key="unit"),
        "price": Field(N_("Unit price"), "decimal", key="price"),
        "amount": Field(N_("Amount"), "money", key="amount"),
        "discount": Field(N_("Discounts and rebates"), "decimal", key="discount"),
        "discount_rate": Field(N_("Rate of the discount"), "decimal", key="discount_rate"),
        "tax_rate": Field(N_("Tax rate"), "decimal", key="tax_rate"),
    },
    "invoices": {
        "total": Field(N_("Total with tax"), "money", key="total"), "tax": Field(N_("Tax"), "money", key="tax"),
        "terms_days": Field(N_("Terms (days)"), "integer", check=amount_problem, key="terms_days"),
    },
    "receipts": {"invoice": Field(N_("Invoice no."), "code", 60, key="invoice")},
}  # fmt: skip
"""Kind of record -> public name -> what it is; a name that the record has too is read as here."""
