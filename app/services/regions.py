"""The program's own table of provinces, cities and districts; read when first asked for (60 KB)."""

from functools import cache, lru_cache

from app.analysis import regions
from app.analysis.regions import Regions
from app.i18n import N_
from app.paths import resource
from app.services.filtering import Filter

AREA_NAMES = {
    "north": N_("North China"), "northeast": N_("Northeast China"), "east": N_("East China"), "central": N_("Central China"),
    "south": N_("South China"), "southwest": N_("Southwest China"), "northwest": N_("Northwest China"),
    "islands": N_("Hong Kong, Macao and Taiwan"),
}  # fmt: skip
"""大区 -> msgid of its name."""


@cache
def table() -> Regions:
    """The table in force."""
    with resource("regions", "cn.txt").open(encoding="utf-8") as lines:
        return Regions(regions.read_places(lines))


@lru_cache(maxsize=4096)
def code_of(text: str | None) -> str | None:
    """The division code of a place as it was written; None where it is none of the table or could be several."""
    return table().find(text) or None if text else None


def area_filter(field: str, area: str) -> Filter:
    """The records whose division code lies in a 大区."""
    return Filter(field, "between", regions.area_codes(area))
