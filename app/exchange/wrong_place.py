"""A table brought to the wrong place: none of its rows fits, and its columns are those of another kind of record."""

from collections.abc import Sequence

from app.exchange.mapping import likely_entity
from app.exchange.names import TRADE
from app.exchange.plan_types import Outcome
from app.exchange.sheet import Sheet, Trouble
from app.exchange.values import Labels
from app.i18n import N_
from app.models import BY_KEY

_LIKELY = N_("No row fits here. The columns look like those of another kind of record ({kind}): import the file as that.")


def told(entity: str, sheet: Sheet, outcomes: Sequence[Outcome]) -> tuple[Trouble, ...]:
    """One sentence where every row stays outside and the file looks like one of another kind."""
    if entity not in TRADE or not outcomes or any(one.action != "refused" for one in outcomes):
        return ()
    likely = likely_entity(sheet, entity)
    return () if likely == entity else (Trouble(0, "", _LIKELY, (("kind", Labels((BY_KEY[likely].plural,))),)),)
