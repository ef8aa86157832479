"""Provinces, cities and districts of China (GB/T 2260): names large to small, search while typing, codes of written places.

Pure rules over a table; ``services/regions.py`` reads the table of the program (domain/60 §6.4).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_MUNICIPAL = ("11", "12", "31", "50")
_SEPARATORS = re.compile(r"[\s,，、/\\|\-－—·.>››:：]+")
_SUFFIXES = (
    "特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "新区", "地区", "林区",
    "省", "市", "区", "县", "盟", "旗",
)  # fmt: skip
_PEOPLES = re.compile(
    r"(?:(?:蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|"
    r"鄂温克|保安|裕固|鄂伦春|独龙)族?|[回藏苗彝壮满侗瑶白傣黎佤畲水土羌怒各]族)+自治[州县旗]$"
)
_TWICE = re.compile(r"^(北京|天津|上海|重庆)市?\1市?")
_GROUPING = re.compile(r"市辖区|省直辖县级行政区划|自治区直辖县级行政区划")
AREAS: dict[str, tuple[str, str]] = {
    "north": ("11", "15"), "northeast": ("21", "23"), "east": ("31", "37"), "central": ("41", "43"), "south": ("44", "46"),
    "southwest": ("50", "54"), "northwest": ("61", "65"), "islands": ("71", "82"),
}  # fmt: skip
"""大区 by the first two digits, both ends included: 华北 东北 华东 华中 华南 西南 西北 港澳台."""


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the table."""

    code: str
    name: str
    sound: str = ""

    @property
    def level(self) -> int:
        """1 province, 2 city, 3 district."""
        return 1 if self.code.endswith("0000") else 2 if self.code.endswith("00") else 3


def read_places(lines: Iterable[str]) -> tuple[Place, ...]:
    """The rows of a table: code, name and pinyin parted by tabs, comments after ``#``."""
    rows = (line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return tuple(Place(*row) for row in rows)


def short_name(name: str) -> str:
    """北京 for 北京市, 延边 for 延边朝鲜族自治州; the whole name where nothing can go."""
    plain = _PEOPLES.sub("", name)
    if plain != name:
        return plain if len(plain) >= 2 else name
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name.removesuffix(suffix)
    return name


class Regions:
    """The table with what is asked of it; places count by their six-digit codes."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_code = {place.code: place for place in places}

    def above(self, code: str) -> tuple[Place, ...]:
        """The place itself and those it lies in, large to small; none for a code that isn't there. The city level of a
        municipality is the municipality itself; a county under a province itself has none."""
        codes = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
        if code not in self.by_code:
            return ()
        chain = [self.by_code[each] for each in codes if each in self.by_code]
        return tuple(place for place in chain if not (place.level == 2 and place.code[:2] in _MUNICIPAL))

    def full_name(self, code: str) -> str:
        """广东省深圳市南山区, 北京市朝阳区, 湖北省仙桃市; the empty text for an unknown code."""
        return "".join(place.name for place in self.above(code))

    def below(self, code: str = "") -> tuple[Place, ...]:
        """The places directly in this one, provinces for none. A municipality has its districts, a province its cities and
        the counties it rules itself."""
        if not code:
            return tuple(place for place in self.by_code.values() if place.level == 1)
        return self._below.get(code, ())

    @cached_property
    def _below(self) -> dict[str, tuple[Place, ...]]:
        found: dict[str, list[Place]] = {}
        for code, place in self.by_code.items():
            chain = self.above(code)
            if len(chain) > 1 and chain[-1] is place:
                found.setdefault(chain[-2].code, []).append(place)
        return {code: tuple(places) for code, places in found.items()}

    def search(self, text: str, most: int = 20) -> tuple[str, ...]:
        """Codes of places whose name, with those above, holds the text, or whose pinyin or initials begin with it: names that
        begin with it first, large places before small ones."""
        wanted = _plain(text)
        if not wanted:
            return ()
        ranked = ((self._rank(code, wanted), code) for code in self._full)
        return tuple(code for rank, code in sorted((r, c) for r, c in ranked if r is not None)[:most])

    def _rank(self, code: str, wanted: str) -> tuple[int, int, str] | None:
        place = self.by_code[code]
        if wanted.isascii():
            whole, initials = self._sounds[code]
            hit = 0 if whole.startswith(wanted) else 1 if initials.startswith(wanted) else 2 if code.startswith(wanted) else None
        else:
            hit = 0 if place.name.startswith(wanted) else 1 if wanted in place.name else 2 if self._leads(code, wanted) else None
        return None if hit is None else (hit, place.level, code)

    def _leads(self, code: str, wanted: str) -> bool:
        return wanted[0] in self._full[code] and _along(wanted, tuple(place.name for place in self.above(code)))

    @cached_property
    def _full(self) -> dict[str, str]:
        return {code: full for code, place in self.by_code.items() if (full := self.full_name(code)).endswith(place.name)
                and self.above(code)[-1:] == (place,)}  # fmt: skip

    @cached_property
    def _sounds(self) -> dict[str, tuple[str, str]]:
        split = {code: place.sound.split() for code, place in self.by_code.items()}
        return {code: ("".join(parts), "".join(part[0] for part in parts)) for code, parts in split.items()}

    def find(self, text: str) -> str:
        """The code of a place as somebody wrote it (广东深圳南山, 北京朝阳, 浦东新区), "" where it is none or could be several.
        Names alone that a province has too mean the province (海南, 吉林)."""
        plain = _TWICE.sub(r"\1市", _GROUPING.sub("", _plain(text)))
        if plain in self._full:
            return plain
        found = self._matches(plain, "") if 2 <= len(plain) <= 40 else set()
        narrowed = {code for code in found if plain.endswith(self.by_code[code].name)} or found
        provinces = {code for code in found if self.by_code[code].level == 1}
        best = provinces or narrowed
        return best.pop() if len(best) == 1 else ""

    def _matches(self, text: str, under: str) -> set[str]:
        """Codes of places whose name, with any of those above, is exactly the text."""
        found = set()
        for length in range(2, len(text) + 1):
            for code in self._named.get(text[:length], ()):
                if under and not _within(code, under):
                    continue
                found |= {code} if length == len(text) else self._matches(text[length:], code)
        return found

    @cached_property
    def _named(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for code in self._full:
            name = self.by_code[code].name
            for each in dict.fromkeys((name, short_name(name))):
                found.setdefault(each, []).append(code)
        return {name: tuple(codes) for name, codes in found.items()}


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _along(wanted: str, names: tuple[str, ...]) -> bool:
    """Whether the text is beginnings of these names, large to small, one after another: 广东南山 for 广东省 深圳市 南山区."""
    if not wanted or not names:
        return not wanted
    for length in range(min(len(wanted), len(names[0])), 1, -1):
        if names[0].startswith(wanted[:length]) and _along(wanted[length:], names[1:]):
            return True
    return _along(wanted, names[1:])


def _within(code: str, under: str) -> bool:
    prefix = under[:2] if under.endswith("0000") else under[:4]
    return code != under and code.startswith(prefix) and under[4:] == "00"


def area_of(code: str | None) -> str:
    """The 大区 (key of AREAS) of a division code; "" where unknown."""
    head = (code or "")[:2]
    return next((area for area, (low, high) in AREAS.items() if low <= head <= high), "") if head.isdigit() else ""


def area_codes(area: str) -> tuple[str, str]:
    """The lowest and the highest six-digit code of a 大区, for a filter ``between``."""
    low, high = AREAS[area]
    return f"{low}0000", f"{high}9999"


def postal_address(region: str | None, street: str | None, chinese: bool = True) -> str:
    """An address in its order: large to small in Chinese, small to large in English. What the street already says of the
    region is not said twice: 广东省深圳市 and 深圳市科技路1号 give 广东省深圳市科技路1号."""
    place, rest = (region or "").strip(), (street or "").strip()
    if not place or not rest or short_name(place).casefold() in rest.casefold():
        return rest or place
    if not chinese:
        return f"{rest}, {place}"
    said = next((length for length in range(len(rest), 1, -1) if place.endswith(rest[:length])), 0)
    return place + rest[said:]
