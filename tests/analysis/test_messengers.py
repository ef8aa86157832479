"""What is usual for WeChat, QQ, postcodes and accounts in China (domain/60 §6.2, 6.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import messengers


@pytest.mark.parametrize(
    ("check", "good", "doubtful"),
    [
        (messengers.is_qq, ("10001", "12345678901", "１００００１"), ("0123456", "1234", "123456789012", "12 345")),
        (messengers.is_wechat, ("wxid_abc", "_hid-den", "13800138000", "10001"), ("abc", "1abcdef", "微信号abc", "a" * 21)),
        (messengers.is_postcode, ("518000", "５１８０００"), ("51800", "5180001", "51800A")),
        (messengers.is_account, ("622202", "6222 0212 3456 7890 123", "6222-0212-3456"), ("12345", "1" * 33, "622202x")),
        (messengers.is_phone, ("13800138000", "0755-88888888-801", "400-888-8888", "+852 2345 6789"), ("12345678", "abc")),
    ],
    ids=["qq", "wechat", "postcode", "account", "phone"],
)  # fmt: skip
def test_what_is_usual_passes_and_the_rest_is_doubted(check, good, doubtful):
    assert [each for each in good if not check(each)] == []
    assert [each for each in doubtful if check(each)] == []


@given(st.text("0123456789", max_size=40), st.integers(1, 9))
def test_groups_keep_every_digit(digits, size):
    shown = messengers.grouped(digits, size)
    assert shown.replace(" ", "") == digits
    assert messengers.grouped(shown, size) == shown
    assert all(len(part) == size for part in shown.split(" ")[:-1])
