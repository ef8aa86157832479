"""The state machine of domain/40 §4.5 and the short path through it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import complaint_states as states
from app.analysis import complaint_transitions as ways

CODES = [state.code for state in states.STATES]


def test_the_table_is_whole():
    assert [way.code for way in ways.TRANSITIONS] == [f"T{number:02d}" for number in range(1, 31)]
    assert len(CODES) == len(set(CODES)) == 18
    for way in ways.TRANSITIONS:
        assert way.sources
        assert way.guards
        assert way.sources | set(way.targets) <= set(CODES)


def test_every_state_can_be_reached_from_the_draft():
    reached, fresh = {"S00"}, {"S00"}
    while fresh:
        fresh = {target for code in fresh for way in ways.allowed(code) for target in way.targets} - reached
        reached |= fresh
    assert reached == set(CODES)


def test_the_groups_of_states_cover_everything_once():
    assert set(CODES) == states.OPEN | states.FINAL | {states.DRAFT}
    assert not states.OPEN & states.FINAL
    assert {"S45", "S98"} == states.PAUSED
    assert states.is_open("S98")
    assert not states.is_open("S00")


def test_nothing_leads_out_of_withdrawn_merged_and_converted():
    for code in states.ENDED:
        assert ways.allowed(code) == ()
        assert ways.next_step(code) is None
        assert states.stage_of(code) is None


def test_stages_only_go_forward_on_the_recommended_way():
    order = [stage.code for stage in states.STAGES]
    for code in ("S00", "S10", "S20", "S30", "S40", "S50", "S55", "S60", "S70", "S80"):
        step = ways.next_step(code)
        assert step is not None
        before, after = states.stage_of(code), states.stage_of(step.targets[0])
        assert order.index(after) >= order.index(before)


@pytest.mark.parametrize(("state", "goal", "severity", "codes"), [
    ("S00", "register", None, ("T01",)),
    ("S10", "accept", None, ("T02", "T04", "T06")),
    ("S20", "accept", None, ("T04", "T06")),
    ("S40", "answer", "S2", ("T11", "T14")),
    ("S40", "answer", "S3", ("T10", "T12", "T14")),
    ("S65", "answer", "S1", ("T17", "T12", "T14")),
    ("S60", "close", None, ("T19",)),
    ("S70", "close", None, ("T19",)),
    ("S80", "follow_up", None, ("T20",)),
    ("S80", "archive", None, ("T20", "T21")),
    ("S10", "close", None, ("T02", "T04", "T06", "T11", "T14", "T19")),
    ("S60", "answer", None, ()),
])
def test_one_click_composes_the_technical_steps(state, goal, severity, codes):
    assert ways.path(state, goal, severity) == codes


def test_there_is_no_short_path_backwards():
    for state, goal in (("S80", "answer"), ("S95", "close"), ("S90", "accept")):
        with pytest.raises(ValueError):
            ways.path(state, goal)


@given(st.sampled_from(CODES), st.sampled_from(["S1", "S2", "S3", "S4", None]))
def test_the_filled_button_is_always_allowed(state, severity):
    step = ways.next_step(state, severity)
    assert step is None or step in ways.allowed(state)
    goal = ways.next_goal(state)
    for code in ways.path(state, goal, severity) if goal else ():
        state = ways.target_of(code, state)
    assert goal is None or state == ways.GOALS[goal][0]


def test_escalating_keeps_the_state_and_wrong_ways_are_refused():
    assert ways.target_of("T28", "S40") == "S40"
    assert ways.target_of("T18", "S65") == "S98"
    with pytest.raises(ValueError):
        ways.target_of("T19", "S10")


def test_states_and_ways_are_found_by_their_code():
    assert states.state("S98").paused
    assert ways.transition("T03").targets == ("S80",)
    with pytest.raises(KeyError):
        states.state("S11")
