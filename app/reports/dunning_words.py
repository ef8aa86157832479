"""What the letters of the dunning ladder say, step by step; the firmer the later (domain/70 §7.9)."""

from dataclasses import dataclass

from app.analysis.dunning_ladder import CALL, COURT, LAWYER, LETTER, MESSAGE, REMINDER, STOP
from app.i18n import N_


@dataclass(frozen=True, slots=True)
class Words:
    """A letter: title, what it says (msgids with ``sum``, ``day``, ``days`` and ``as_of``), whether it is a written demand, and
    whether it asks the customer to confirm the balance."""

    title: str
    text: str
    demand: bool = False
    confirms: bool = False


LETTERS = {
    REMINDER: Words(
        N_("Payment reminder"),
        N_("The invoices below fall due soon. So that they are not overlooked we list them here, and ask you to pay each by its "
           "day. Thank you for working with us."),
    ),
    MESSAGE: Words(
        N_("Payment reminder"),
        N_("By our books the invoices below are past their day; perhaps they were overlooked. We ask you to pay {sum} by {day}."),
        demand=True,
    ),
    CALL: Words(
        N_("Statement of account"),
        N_("As of {as_of} the items below are open in our books. We ask you to compare them with yours, to confirm the balance "
           "at the foot of this page and return it with your seal, and to pay what is due, {sum}, by {day}."),
        demand=True, confirms=True,
    ),
    LETTER: Words(
        N_("Demand for payment"),
        N_("The invoices below are due and unpaid, the oldest for {days}. We demand in writing that you pay {sum} by {day}. If "
           "anything speaks against paying, tell us in writing by then."),
        demand=True,
    ),
    STOP: Words(
        N_("Second demand for payment"),
        N_("The invoices below are still unpaid, the oldest for {days}. We demand payment of {sum} by {day}. Until it is here we "
           "no longer supply on credit: new orders are delivered against payment in advance."),
        demand=True,
    ),
    LAWYER: Words(
        N_("Last demand before a lawyer's letter"),
        N_("The invoices below are unpaid for up to {days} in spite of our demands. If {sum} is not here by {day}, we instruct a "
           "lawyer. You would then owe the interest for late payment and the costs as well, as contract and law provide."),
        demand=True,
    ),
    COURT: Words(
        N_("Notice before legal action"),
        N_("The invoices below are unpaid for up to {days} in spite of repeated demands. If {sum} is not here by {day}, we go to "
           "arbitration or to court without further notice, for the sum, the interest for late payment and the costs."),
        demand=True,
    ),
}  # fmt: skip
EARLIER = N_("We refer to what we told you on {days}.")
DISPUTED = N_("Not part of this letter: {sum} that you dispute and that we are looking into.")
CROSSED = N_("If you have paid meanwhile, tell us the day and the sum, and take this letter as settled.")
DEMAND = N_("This letter is a written demand in the sense of Article 195 of the Civil Code: it interrupts the limitation period.")
CONFIRM = N_("We confirm that we owe {sum} as of {as_of}.   □ Correct   □ Not correct, because: ______________________________")
