"""Defaults for day one (domain/70, 40): all of them settings, none a claim about the user's industry."""

from typing import Any

from app.services.default_lists import categories, causes

DEFAULTS: dict[str, Any] = {
    "language": "",
    "zone": "Asia/Shanghai",
    "theme": "light",
    "import.columns": {},  # columns sent elsewhere by hand: entity -> header -> field
    "import.words": {},  # words that were said to mean a choice: entity -> header -> word -> code
    "import.kept": {},  # headers under which imports wrote lines into notes: entity -> headers
    "me": "",
    "work.opens": "09:00",
    "work.closes": "18:00",
    "work.days": {},
    "work.years": [],
    "complaint.categories": categories(),
    "complaint.causes": causes(),
    "complaint.targets": {},
    "complaint.repeat_days": 90,
    "complaint.group_names": False,  # colleagues with fewer than 3 complaints in one row "others" (domain/50 §5.3)
    "complaint.limits": {"handler": 20_000, "supervisor": 100_000, "manager": 500_000},
    "complaint.rules": {},  # key of complaint_rules.RULES -> "on" or "off"; what is left out follows the number of colleagues
    "complaint.notice": {},  # the firm's own words on its notice: language -> "welcome", "channels", "outside" -> text
    "complaint.transfer": {"working_minutes": 120, "urgent_minutes": 30},  # to accept a transfer in; P1 by the clock
    "complaint.waiting_days": 10,  # working days the customer has at most to send what is missing (S45)
    "complaint.reopen_days": {"S80": 30, "S85": 30, "S90": 90},
    "complaint.goals": {
        "acknowledged_on_time": 0.98, "closed_on_time": 0.90, "satisfied": 0.85, "repeat": 0.05, "reopened": 0.03,
        "closure": 0.85,
    },
    "month.bases": {},  # what a month's complaints are measured against: "2026-07" -> orders, active_customers, contacts, sales
    "request.targets": {  # by service level, from the receipt on: see analysis.request_states.times
        "1": {}, "2": {"respond": [1, "wd"]}, "3": {"respond": [4, "wh"], "arrive": [2, "wd"]},
        "4": {"respond": [2, "h"], "arrive": [1, "wd"], "hours": ["08:00", "22:00"]},
        "5": {"respond": [30, "min"], "arrive": [4, "h"]},
    },
    "visit.gap_days": 90,
    "visit.daily": 6,  # visits a person makes a day at most, unless said otherwise of the colleague (F-08)
    "visit.spacing_days": 7,  # days at least between two visits of a customer
    "visit.window_days": 7,  # a visit is planned, and counts as done in time (C36), so many days around its day
    "visit.risk_days": {"manager": 14, "director": 30},  # one visit more within so many days where a customer is at risk
    "visit.level_people": {},  # level -> colleague who makes its visits, where the colleagues' levels don't say
    "care.silent_days": {"gold": 30},  # long without contact, by grade; the others after visit.gap_days (domain/70 §7.6)
    "care.budget": {"gold": 50_000, "silver": 20_000, "ordinary": 3_000},  # fen a customer and year (domain/70 §7.6)
    "care.gift_cap": {"gift": 20_000, "person_year": 50_000},  # fen, a hint for the law on competition (domain/60 §6.10)
    "credit.terms_days": 30,  # days to pay where neither order nor customer says (F-31)
    "dunning.days": {  # step -> days after the due day (domain/70 §7.9)
        "reminder": -7, "message": 1, "call": 7, "letter": 15, "stop": 30, "lawyer": 60, "court": 90,
    },
    "grade.main": "scorecard",  # the system that drives visits, policies and care (domain/70 §7.1)
    "analysis.edition": 1,  # version of the parameters below; results name it (domain/00 G6)
    "analysis.hourly": 6_000,  # fen an hour of service or visits that is logged and not booked (C10)
    "analysis.interest": "0.06",  # a year on the average receivable (C10)
    "analysis.discount": "0.10",  # of customer lifetime value (C12)
    "analysis.tier_days": 90,  # expected days between orders where a customer has too few of its own (C22)
    "analysis.weights": {"payment": 20, "margin": 20, "volume": 20, "growth": 20, "relation": 20},  # of the scorecard (C09)
    "analysis.bands": {"gold": 80, "silver": 60, "ordinary": 40},  # from which score on; below that 观察 (C09)
    "analysis.pareto": [80, 95],  # percent that A and B end at (C07)
    "analysis.pyramid": [1, 5, 20],  # percent of the customers, counted from the top (C08)
    "analysis.rfm": {  # fixed steps for 5, 4, 3, 2 (C13): days at most, orders and sales (fen) at least
        "days": [30, 60, 90, 180], "orders": [12, 6, 3, 2], "sales": [50_000_000, 20_000_000, 5_000_000, 1_000_000],
    },
    "analysis.levels": {"few": 20, "medium": 100, "high": 30, "middle": 15},  # customers of a tier, percent of margin (C23)
    "privacy.complaint_years": 3,  # how long complaints are kept after their closing (domain/40 §4.10)
    "privacy.critical_years": 5,  # the same for critical ones (S4)
    "privacy.quiet_years": 3,  # people nobody was in touch with for so long are proposed for erasing
    "lock.minutes": 5,  # an encrypted file is locked after so many minutes without anybody; 0 for never
    "attachment.limit_mb": 100,
    "backup.limit_mb": 5120,  # all backups of the file together, a tenth of the free disk at most
    "address.vice": False,  # whether 副总经理 is addressed as 副总 and not as 总 (domain/60 §6.5)
    "birthday.days": 14,
    "birthday.leap_month": "regular",  # or leap_if_exists (domain/60 §6.6)
    "birthday.leap_day": "02-28",  # or 03-01: when 29 February is kept in common years
}  # fmt: skip
