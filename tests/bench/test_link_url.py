"""Link URLs are taken apart, and wrong ones are refused with what would be right."""

import pytest

from conformance.bench.link_url import parse_link


@pytest.mark.parametrize(
    ("text", "framing", "scheme", "host", "port", "device"),
    [
        ("tcp://192.0.2.7:4059", "wrapper", "tcp", "192.0.2.7", 4059, ""),
        ("udp://[::1]:4059", "wrapper", "udp", "::1", 4059, ""),
        ("tcp-listen://192.0.2.1:4059", "wrapper", "tcp-listen", "192.0.2.1", 4059, ""),
        ("hdlc+tcp://meter.example:4060", "hdlc", "tcp", "meter.example", 4060, ""),
        ("hdlc+rfc2217://host:5000", "hdlc", "rfc2217", "host", 5000, ""),
        ("hdlc+serial:///dev/ttyUSB0?baud=9600", "hdlc", "serial", "", 0, "/dev/ttyUSB0"),
        ("hdlc+pty:", "hdlc", "pty", "", 0, ""),
        ("golden", "wrapper", "golden", "", 0, ""),
        ("golden:some-defect", "wrapper", "golden", "", 0, "some-defect"),
        ("hdlc+golden", "hdlc", "golden", "", 0, ""),
    ],
)
def test_links(text: str, framing: str, scheme: str, host: str, port: int, device: str) -> None:
    link = parse_link(text)
    assert (link.framing, link.scheme, link.host, link.port, link.device) == (framing, scheme, host, port, device)


def test_parameters_of_a_line() -> None:
    link = parse_link("hdlc+serial:///dev/ttyUSB0?baud=300&address_octets=4&server_lower=17&retries=2")
    assert link.parameters == {"baud": 300, "address_octets": 4, "server_lower": 17, "retries": 2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("http://meter", "unknown scheme 'http'"),
        ("", "lacks a scheme; wanted one of tcp"),
        ("http://meter", "wanted one of tcp, udp, tcp-listen, golden, hdlc+tcp, hdlc+serial, hdlc+rfc2217, "),
        ("tcpp://meter:1", "did you mean tcp?"),
        ("tcp//127.0.0.1:4059", "lacks a colon or a slash; write tcp://127.0.0.1:4059"),
        ("hdlc+tcp:/127.0.0.1:4059", "lacks host or port"),
        ("hdlc+serial//dev/ttyUSB0?baud=300", "write hdlc+serial:///dev/ttyUSB0?baud=300"),
        ("serial:///dev/ttyUSB0", "write hdlc+serial:///dev/ttyUSB0"),
        ("hdlc+udp://127.0.0.1:1", "HDLC needs a stream"),
        ("tcp://127.0.0.1", "lacks host or port"),
        ("tcp://:4059", "lacks host or port"),
        ("tcp://127.0.0.1:99999", "the port is no number from 1 to 65535"),
        ("tcp://::1:4059", "wanted HOST:PORT"),
        ("hdlc+serial://ttyUSB0", "wanted three slashes"),
        ("hdlc+serial:///dev/ttyUSB0?baud=fast", "wanted a number from 300 to 921600"),
        ("hdlc+serial:///dev/ttyUSB0?speed=9600", "unknown parameter 'speed'"),
        ("hdlc+tcp://h:1?address_octets=3", "wanted 1, 2 or 4"),
        ("tcp://h:1?server_lower=3", "parameters belong to HDLC links"),
    ],
)
def test_wrong_links_are_refused_with_a_remedy(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("+", r"\+").replace("?", r"\?")):
        parse_link(text)


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("hdlc+serial:///dev/ttyUSB0", True),
        ("hdlc+pty:", True),
        ("hdlc+golden", True),
        ("hdlc+tcp://192.0.2.7:4059", False),
        ("hdlc+rfc2217://192.0.2.7:4059", False),
        ("udp+golden", False),
    ],
)
def test_a_pause_between_octets_is_one_for_the_dut_only_where_nothing_gathers_them(text: str, keeps: bool) -> None:
    assert parse_link(text).keeps_octet_times is keeps
