"""What a misspelt name was meant to be: the likeliest first, whatever its capitals and hyphens."""

import pytest

from conformance.spelling import did_you_mean, near

CASES = ("DLMS-GET-003", "DLMS-GET-004", "DLMS-SET-003", "DLMS-HDLC-003")


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("DLMS-GTE-003", CASES, "DLMS-GET-003"),
        ("dlms-get-003", CASES, "DLMS-GET-003"),
        ("DLMS_GET_003", CASES, "DLMS-GET-003"),
        ("dlms-get-3", ("DLMS-GET-013", "DLMS-GET-003"), "DLMS-GET-003"),
        ("tpc", ("tcp", "udp", "serial"), "tcp"),
        ("clock", ("set-to-minutes", "clock-stands-still", "stopped-clock"), "clock-stands-still"),
    ],
)
def test_the_likeliest_name_comes_first(name: str, known: tuple[str, ...], meant: str) -> None:
    assert near(name, known)[0] == meant
    assert did_you_mean(name, known).startswith(f"did you mean {meant}")


@pytest.mark.parametrize("name", ["", "x", "completely-different"])
def test_no_name_is_better_than_a_wrong_one(name: str) -> None:
    assert near(name, ("tcp", "udp", "serial")) == []
    assert did_you_mean(name, ("tcp", "udp", "serial")) == ""
