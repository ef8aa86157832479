"""The parameters the firm chose for its analyses, as the pure functions take them; the defaults are those of domain/30."""

from decimal import Decimal

from sqlalchemy.orm import Session

from app.analysis.customer_pyramid import CURRY, Preset
from app.analysis.pareto_classes import BEFORE, Cut
from app.analysis.relationship_level import LevelRules
from app.analysis.rfm import Steps
from app.analysis.scorecard import FIVE, Scorecard
from app.services import settings

BANDS = ("gold", "silver", "ordinary")


def card(session: Session) -> Scorecard:
    """The scorecard (C09) with the firm's weights and bands."""
    weights, ends = settings.value(session, "analysis.weights"), settings.value(session, "analysis.bands")
    known = {key: int(weights.get(key, most)) for key, most in FIVE.most.items()}
    return Scorecard(FIVE.most, known, tuple((Decimal(ends[band]), band) for band in BANDS))


def cut(session: Session) -> Cut:
    """Where A and B end (C07)."""
    first, second = settings.value(session, "analysis.pareto")
    return Cut(BEFORE, _share(first), _share(second))


def preset(session: Session) -> Preset:
    """The tiers of the pyramid (C08), their ends counted from the top."""
    return Preset(CURRY.names, tuple(_share(end) for end in settings.value(session, "analysis.pyramid")), CURRY.mode)


def steps(session: Session) -> Steps:
    """The fixed steps of RFM (C13)."""
    found = settings.value(session, "analysis.rfm")
    return Steps(tuple(found["days"]), tuple(found["orders"]), tuple(found["sales"]))


def rules(session: Session) -> LevelRules:
    """Few and many customers, high and middling margins (C23)."""
    found = settings.value(session, "analysis.levels")
    return LevelRules(int(found["few"]), int(found["medium"]), _share(found["high"]), _share(found["middle"]))


def _share(percent: object) -> Decimal:
    return Decimal(str(percent)) / 100
