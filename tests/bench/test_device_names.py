"""One device is locked once, whichever of its names a link URL uses."""

import contextlib
import socket
from pathlib import Path

import pytest

from conformance.bench.bench_file import BenchFile
from conformance.bench.link_url import parse_link
from conformance.bench.open_bench import bench_of
from conformance.bench.transports import device_names
from conformance.errors import BenchError
from conformance.evidence.record import Recorder


def names(link: str) -> set[str]:
    return set(device_names(parse_link(link)))


@pytest.mark.parametrize(
    "link",
    [
        "tcp://localhost:4059",
        "tcp://LOCALHOST:4059",
        "udp://127.0.0.1:4059",
        "hdlc+tcp://127.0.0.1:4059?retries=1",
        "hdlc+rfc2217://localhost:4059?baud=300",
    ],
)
def test_names_of_one_host_and_port_meet(link: str) -> None:
    assert names("tcp://127.0.0.1:4059") & names(link)
    assert not names("tcp://127.0.0.1:4060") & names(link)
    assert not names("tcp://127.0.0.2:4059") & names(link)


def test_every_address_of_a_host_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        known = {"meter.example": ["192.0.2.7", "2001:db8::7"], "192.0.2.7": ["192.0.2.7"]}
        return [(None, None, None, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert names("tcp://meter.example:1") == {"192.0.2.7 port 1", "2001:db8::7 port 1"}
    assert names("tcp://meter.example:1") & names("tcp://192.0.2.7:1")


def test_a_host_that_is_not_known_has_a_name_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror("not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert names("tcp://Meter.invalid:1") == names("hdlc+tcp://meter.invalid:1") == {"meter.invalid port 1"}


def test_links_to_one_serial_device_meet(tmp_path: Path) -> None:
    device, other = tmp_path / "ttyUSB0", tmp_path / "by-id"
    device.touch()
    other.symlink_to(device)
    assert names(f"hdlc+serial://{device}?baud=9600") == names(f"hdlc+serial://{other}?baud=300") == {str(device)}


def test_a_second_bench_on_the_device_is_refused(tmp_path: Path) -> None:
    """The wrapper and HDLC on one port are one device, which a bench does not take from itself."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    links = {"a": f"tcp://127.0.0.1:{port}", "b": f"hdlc+tcp://127.0.0.1:{port}"}
    first = bench_of(BenchFile.model_validate({"dut": {"role": "electricity_meter", "links": links}}), "first")
    dut = {"role": "electricity_meter", "link": f"hdlc+tcp://localhost:{port}?retries=1"}
    second = bench_of(BenchFile.model_validate({"dut": dut}), "second")
    with contextlib.closing(first), contextlib.closing(second), Recorder(tmp_path / "evidence") as recorder:
        first.exchange(recorder, "wrapper", first.rng("first"))
        with pytest.raises(BenchError, match=rf"127.0.0.1 port {port} is in use by another run on this host"):
            second.exchange(recorder, "hdlc", second.rng("second"))
        first.close()
        second.exchange(recorder, "hdlc", second.rng("second"))
