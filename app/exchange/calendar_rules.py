"""When an event of a calendar file repeats: ``analysis/recurrence``, which visits that repeat here ask too."""

from app.analysis.recurrence import Occurrences, is_finite, is_several_a_day, occurrences, problem_of

__all__ = ["Occurrences", "is_finite", "is_several_a_day", "occurrences", "problem_of"]
