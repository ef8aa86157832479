"""The two tables of states, the calculation's and the field's, say the same words."""

from app.analysis.complaint_states import STATES
from app.models.choices import COMPLAINT_STATE


def test_a_state_has_one_name() -> None:
    assert {state.code: state.label for state in STATES} == {choice.code: choice.label for choice in COMPLAINT_STATE}
