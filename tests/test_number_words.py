"""Numbers beside other facts say what they are."""

from app.formats import number_said


def test_a_number_of_digits_alone_is_told_as_a_number():
    assert [number_said(number) for number in ("KH000003", "5", " 12 ", "")] == ["KH000003", "No. 5", "No. 12", ""]
