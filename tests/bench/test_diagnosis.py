"""What a diagnosis advises fits what was seen, and nothing else."""

from types import SimpleNamespace
from typing import Any

import pytest

from conformance.bench.diagnosis import diagnose
from conformance.bench.link_url import parse_link


def diagnosis(url: str, *, came: str = "", opened: bool = True, closed: bool = False, echoes: bool = False) -> str:
    parsed = parse_link(url)
    link: Any = SimpleNamespace(framing=parsed.framing, echoes=echoes, valid_frames=0, is_closed=closed)
    exchange: Any = SimpleNamespace(was_opened=opened, first_octets=bytes.fromhex(came))
    said = diagnose(link, parsed, exchange, "the trouble")
    assert said.startswith(f"the trouble; link {url}")
    return said


@pytest.mark.parametrize("url", ["tcp://192.0.2.7:4059", "hdlc+serial:///dev/ttyUSB9", "udp://192.0.2.7:4059"])
def test_a_port_that_did_not_open_says_by_itself_what_to_do(url: str) -> None:
    assert diagnosis(url, opened=False) == f"the trouble; link {url}"


@pytest.mark.parametrize(
    ("url", "seen", "advice"),
    [
        ("udp://192.0.2.7:4059", {"closed": True}, "Nothing listens there"),
        ("tcp://192.0.2.7:4059", {"closed": True}, "no other client occupies"),
        ("tcp://192.0.2.7:4059", {}, "(hdlc+tcp://192.0.2.7:4059)"),
        ("hdlc+tcp://192.0.2.7:4060?server_lower=17&address_octets=2", {}, "(tcp://192.0.2.7:4060)"),
        ("hdlc+tcp://192.0.2.7:4060", {}, "server_lower and address_octets"),
        ("hdlc+serial:///dev/ttyUSB0?baud=300", {}, "at 300 baud"),
        ("hdlc+serial:///dev/ttyUSB0", {"echoes": True, "came": "7E"}, "Only our own octets"),
        ("tcp://192.0.2.7:4059", {"came": "7EA0"}, "try hdlc+tcp://192.0.2.7:4059"),
        ("hdlc+tcp://192.0.2.7:4060", {"came": "0001000100100000"}, "try tcp://192.0.2.7:4060"),
        ("tcp://192.0.2.7:4059", {"came": "485454502F"}, "Something answers there, but not DLMS"),
    ],
)
def test_advice_fits_what_was_seen(url: str, seen: dict[str, Any], advice: str) -> None:
    assert advice in diagnosis(url, **seen)
