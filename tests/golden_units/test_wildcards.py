"""Dates with wildcards."""

import datetime

import pytest

from golden_units.cosem.wildcards import matches

NEW_YEAR = datetime.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("date", "day", "expected"),
    [
        ("07EA 01 01 04", NEW_YEAR, True),
        ("07EA 01 01 05", NEW_YEAR, False),
        ("07EB 01 01 FF", NEW_YEAR, False),
        ("07EA 02 01 FF", NEW_YEAR, False),
        ("07EA 01 02 FF", NEW_YEAR, False),
        ("FFFF FF FF FF", NEW_YEAR, True),
        ("FFFF 01 01 FF", NEW_YEAR, True),
        ("FFFF FF FF 04", NEW_YEAR, True),
        ("FFFF FF FE FF", datetime.date(2028, 2, 29), True),
        ("FFFF FF FE FF", datetime.date(2028, 2, 28), False),
        ("FFFF FF FD FF", datetime.date(2028, 2, 28), True),
        ("FFFF 03 FE 07", datetime.date(2026, 3, 29), True),
        ("FFFF 03 FE 07", datetime.date(2026, 3, 22), False),
        ("FFFF 03 FD 07", datetime.date(2026, 3, 22), True),
        ("FFFF 03 FE 07", datetime.date(2026, 3, 31), False),
        ("FFFF FE FF FF", NEW_YEAR, False),
    ],
)
def test_which_days_a_date_names(date: str, day: datetime.date, expected: bool) -> None:
    assert matches(bytes.fromhex(date), day) is expected
