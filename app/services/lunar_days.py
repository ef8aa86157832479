"""Spring Festival, Dragon Boat and Mid-Autumn as solar days, 2005–2050 (month and day; lunar-python agrees, by a test).

The program's own table decides (domain/05): computing 138 days anew would cost the first complaint of a day half a second.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

from app.analysis.holidays_cn import LUNAR_KEYS

_TABLE = """
    2005 0209 0611 0918  2006 0129 0531 1006  2007 0218 0619 0925  2008 0207 0608 0914
    2009 0126 0528 1003  2010 0214 0616 0922  2011 0203 0606 0912  2012 0123 0623 0930
    2013 0210 0612 0919  2014 0131 0602 0908  2015 0219 0620 0927  2016 0208 0609 0915
    2017 0128 0530 1004  2018 0216 0618 0924  2019 0205 0607 0913  2020 0125 0625 1001
    2021 0212 0614 0921  2022 0201 0603 0910  2023 0122 0622 0929  2024 0210 0610 0917
    2025 0129 0531 1006  2026 0217 0619 0925  2027 0206 0609 0915  2028 0126 0528 1003
    2029 0213 0616 0922  2030 0203 0605 0912  2031 0123 0624 1001  2032 0211 0612 0919
    2033 0131 0601 0908  2034 0219 0620 0927  2035 0208 0610 0916  2036 0128 0530 1004
    2037 0215 0618 0924  2038 0204 0607 0913  2039 0124 0527 1002  2040 0212 0614 0920
    2041 0201 0603 0910  2042 0122 0622 0928  2043 0210 0611 0917  2044 0130 0531 1005
    2045 0217 0619 0925  2046 0206 0608 0915  2047 0126 0529 1004  2048 0214 0615 0922
    2049 0202 0604 0911  2050 0123 0623 0930
"""


@cache
def lunar_festivals() -> Mapping[int, Mapping[str, date]]:
    """Year -> festival (``holidays_cn.LUNAR_KEYS``) -> day."""
    words = _TABLE.split()
    found = {}
    for place in range(0, len(words), 4):
        year, days = int(words[place]), words[place + 1 : place + 4]
        found[year] = {key: date(year, int(day[:2]), int(day[2:])) for key, day in zip(LUNAR_KEYS, days, strict=True)}
    return found
