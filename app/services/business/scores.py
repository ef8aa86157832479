"""The scorecard of the customers (C09): payment, margin, volume, growth, relation, each with what its points come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import scorecard
from app.analysis.figures import NEW, NO_BASE, NO_DATA, Figure, growth, known, undefined
from app.analysis.scorecard import BANDS, GROWTH, MARGIN, PAYMENT, RELATION, VOLUME, Score, Scorecard
from app.analysis.trust import trust
from app.models import Contact
from app.models.base import in_view, table_of
from app.services.business import chosen
from app.services.business.clients import Analysed, Line
from app.services.business.credit_habits import paying
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.sums import left_out, sales
from app.services.business.worth import Earned, parameters, profits

_TRUST = ("trust_credibility", "trust_reliability", "trust_intimacy", "trust_self_interest")


@dataclass(frozen=True, slots=True)
class Judged:
    """A customer's score: points by criterion (None: not known), the figures they come from (days late; margin and growth as
    fractions; sales in fen; trust), its place among all (None: no score), and the card it was scored by."""

    points: Mapping[str, int | None]
    inputs: Mapping[str, Figure]
    score: Score
    place: int | None
    card: Scorecard


def scores(session: Session, period: Period, card: Scorecard | None = None) -> Analysed[Judged, Mapping[str, int]]:
    """C09 of every customer with an order in the period, the best first, those without a score last; ``company`` counts the
    bands ("" without one). The firm's own card unless said."""
    wanted = card or chosen.card(session)
    key = (tuple(sorted(wanted.most.items())), tuple(sorted(wanted.weights.items())), wanted.bands)
    return kept(session, ("scores", period, key), lambda: _scores(session, period, wanted))


def _scores(session: Session, period: Period, card: Scorecard) -> Analysed[Judged, Mapping[str, int]]:
    lines = [line for line in profits(session, period).lines if line.row.sales.orders or line.row.sales.returns]
    volumes = scorecard.volume_points({line.client.key: line.row.profit.net for line in lines})
    inputs = _inputs(session, period, lines)
    points = {line.client.key: _points(inputs[line.client.id], volumes[line.client.key]) for line in lines}
    done = _by_card(points, card)
    places = {one.code: one.place for one in scorecard.ranking((key, one.value) for key, one in done.items())}
    found = []
    for line in lines:
        key = line.client.key
        found.append(Line(line.client, Judged(points[key], inputs[line.client.id], done[key], places.get(key), card)))
    found.sort(key=lambda line: (line.row.place is None, line.row.place or 0, line.client.key))
    bands = {band: sum(line.row.score.band == band for line in found) for band in ("gold", "silver", "ordinary", "watch", "")}
    return Analysed(tuple(found), bands, parameters(period, **_said(card)), left_out(session, period))


def _inputs(session: Session, period: Period, lines: list[Line[Earned]]) -> dict[UUID, dict[str, Figure]]:
    before, paid, trusts = sales(session, period.before()), paying(session, period), best_trust(session)
    found = {}
    for line in lines:
        key, profit = line.client.id, line.row.profit
        base = before.get(key)
        found[key] = {
            PAYMENT: paid[key].days_late if key in paid else undefined(NO_BASE),
            MARGIN: profit.margin, VOLUME: known(profit.net), RELATION: trusts.get(key, undefined(NO_DATA)),
            GROWTH: undefined(NEW) if base is None else growth(profit.net, base.net),
        }  # fmt: skip
    return found


def _by_card(points: Mapping[str, Mapping[str, int | None]], card: Scorecard) -> dict[str, Score]:
    """Each one's score; customers with the same points share it, and there are far fewer of those."""
    made: dict[tuple[int | None, ...], Score] = {}
    found = {}
    for key, given in points.items():
        alike = tuple(given.values())
        if alike not in made:
            made[alike] = scorecard.score(given, card)
        found[key] = made[alike]
    return found


def _said(card: Scorecard) -> dict[str, object]:
    """What a result says of its card: its weights and bands where they are not the usual ones."""
    weights = {"weights": dict(card.weights)} if card.weighted else {}
    bands = {"bands": [str(cut) for cut, _band in card.bands]} if card.bands != BANDS else {}
    return {"most": dict(card.most), **weights, **bands}


def _points(inputs: Mapping[str, Figure], volume: int) -> dict[str, int | None]:
    return {
        PAYMENT: scorecard.payment_points(inputs[PAYMENT]), MARGIN: scorecard.margin_points(inputs[MARGIN]), VOLUME: volume,
        GROWTH: scorecard.growth_points(inputs[GROWTH]), RELATION: scorecard.relation_points(inputs[RELATION]),
    }  # fmt: skip


def best_trust(session: Session) -> Mapping[UUID, Figure]:
    """The trust score (C20) of each customer: the highest of its people's that are still there, with whoever the relation
    is best."""
    table = table_of(Contact)
    columns = (table.c.customer_id, *(table.c[key] for key in _TRUST))
    there = table.c.has_left.is_distinct_from(True)
    rows = session.execute(sa.select(*columns).where(*in_view(Contact), there, *(table.c[key].is_not(None) for key in _TRUST)))
    found: dict[UUID, Figure] = {}
    for key, *parts in rows:
        score = trust(*(int(part) for part in parts)).score
        best = found.get(key)
        if score.value is not None and (best is None or best.value is None or score.value > best.value):
            found[key] = score
    return found
