"""The doctor on meters that answer: passwords, clocks, faults of their own, and what it leaves behind."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.bench.doctor.row import State, Whose
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.line import HdlcReceiver
from conformance.dlms.wrapper import WrapperPdu, WrapperStream
from tests.bench.doctor.patients import PASSWORD, PUBLIC, examined, lls
from tests.bench.doctor.tap import Tap
from tests.processes import golden_meter

WRAPPER, HDLC = "tcp://127.0.0.1:0", "hdlc+tcp://127.0.0.1:0"
WRONG = "87654321"


@contextlib.contextmanager
def tapped(listen: str, *, is_deaf: bool = False) -> Iterator[tuple[str, Tap]]:
    with golden_meter(listen) as (url,):
        head, _, port = url.rpartition(":")
        with contextlib.closing(Tap(int(port), is_deaf=is_deaf)) as tap:
            yield f"{head}:{tap.port}", tap


def everything(tap: Tap) -> bytes:
    return b"".join(map(bytes, tap.carried))


@pytest.mark.parametrize("listen", [WRAPPER, HDLC])
def test_a_wrong_password_is_shown_once(tmp_path: Path, listen: str) -> None:
    with tapped(listen) as (url, tap):
        said = examined(tmp_path, url, PUBLIC, lls(secret=WRONG))
    assert (said.code, said.faults) == (1, ["wrong-password"])
    assert said.row("wrong-password").whose is Whose.BENCH
    assert everything(tap).count(WRONG.encode()) == 1
    assert WRONG not in str(said.rows)


@pytest.mark.parametrize(("bears", "shown"), [(None, 1), (0, 1), (1, 1), (2, 2)])
def test_a_second_wrong_password_needs_permission(tmp_path: Path, bears: int | None, shown: int) -> None:
    pixit = "" if bears is None else f"[dut.pixit]\nmax_wrong_credentials = {bears}\n"
    with tapped(WRAPPER) as (url, tap):
        said = examined(tmp_path, url, lls("a", secret=WRONG), lls("b", 48, WRONG), pixit)
    assert said.faults == ["wrong-password"] * shown
    assert everything(tap).count(WRONG.encode()) == shown
    assert said.checked("association b") == [State.FAULT if shown == 2 else State.UNKNOWN]


def test_right_passwords_are_not_held_back_by_a_wrong_one(tmp_path: Path) -> None:
    with golden_meter(WRAPPER) as (url,):
        said = examined(tmp_path, url, lls("a"), lls("b", 48, WRONG))
    assert said.checked("association a") == [State.OK]
    assert said.faults == ["wrong-password"]


def test_a_client_that_needs_a_password_is_named(tmp_path: Path) -> None:
    with golden_meter(WRAPPER) as (url,):
        said = examined(tmp_path, url, '[[dut.associations]]\nname = "reading"\nclient_sap = 32\n')
    assert said.faults == ["password-missing"]


def test_a_meter_that_hears_only_associations_is_believed_to_be_there(tmp_path: Path) -> None:
    """On the wrapper a GET without association may be left unanswered; then the declared secret decides, shown once."""
    with tapped(WRAPPER, is_deaf=True) as (url, tap):
        said = examined(tmp_path, url, lls())
    assert (said.code, said.faults) == (0, []), said.rows
    assert everything(tap).count(PASSWORD.encode()) == 1


def test_a_deaf_meter_with_a_wrong_client_is_told_by_its_silence_to_the_secret(tmp_path: Path) -> None:
    with tapped(WRAPPER, is_deaf=True) as (url, tap):
        said = examined(tmp_path, url, lls(sap=33))
    assert said.faults == ["wrong-client-sap"]
    assert everything(tap).count(PASSWORD.encode()) == 1


@pytest.mark.parametrize("listen", [WRAPPER, HDLC])
def test_nothing_is_written_and_every_connection_is_left_in_order(tmp_path: Path, listen: str) -> None:
    with tapped(listen) as (url, tap):
        said = examined(tmp_path, url, PUBLIC, lls())
    assert said.code == 0
    assert len(tap.carried) == 3, "a first look, and one for each association"
    for carried in map(bytes, tap.carried):
        if listen == HDLC:
            arrivals = HdlcReceiver(10**9).feed(carried, 0)
            frames = [arrival.frame for arrival in arrivals if arrival.frame is not None]
            assert (frames[0].kind, frames[-1].kind) == (FrameKind.SNRM, FrameKind.DISC)
            apdus = [frame.information[3:] for frame in frames if frame.kind is FrameKind.I]
        else:
            apdus = [WrapperPdu.decode(pdu).apdu for pdu in WrapperStream().feed(carried)]
        assert {apdu[0] for apdu in apdus} <= {0x60, 0x62, 0xC0}, "AARQ, RLRQ and GET alone"
        if apdus:
            assert apdus[-1][0] == 0x62, "a release at the end"


@pytest.mark.parametrize(
    ("start", "fault"), [("2020-01-01T00:00:00Z", ["clock-off"]), ("2090-01-01T00:00:00Z", ["clock-off"])]
)
def test_a_clock_that_is_off_is_named(tmp_path: Path, start: str, fault: list[str]) -> None:
    config = tmp_path / "meter.toml"
    config.write_text(f"start_time = {start}\n", encoding="utf-8")
    with golden_meter(WRAPPER, config=config) as (url,):
        said = examined(tmp_path, url)
    assert (said.code, said.faults) == (1, fault)
    assert "days " in said.row("clock-off").found


def test_another_meter_than_the_declared_one_is_named(tmp_path: Path) -> None:
    with golden_meter(WRAPPER) as (url,):
        said = examined(tmp_path, url, dut='serial_number = "4711"')
    assert said.faults == ["another-device"]
    assert "00000001" in said.row("another-device").found


@pytest.mark.parametrize(
    ("listen", "defect", "faults"),
    [
        (WRAPPER, "aare-nested-length", {"protocol-violation"}),
        (WRAPPER, "wrapper-does-not-swap-ports", {"protocol-violation"}),
        (WRAPPER, "release-unanswered", {"protocol-violation"}),
        (HDLC, "release-unanswered", {"protocol-violation"}),
        (HDLC, "hdlc-ua-with-empty-group", {"protocol-violation"}),
        (HDLC, "hdlc-answers-in-two-octets", {"protocol-violation"}),
        (HDLC, "hdlc-does-not-swap-addresses", {"protocol-violation"}),
    ],
)
def test_a_fault_of_the_device_is_told_as_the_device_s(
    tmp_path: Path, listen: str, defect: str, faults: set[str]
) -> None:
    with golden_meter(listen, defect=defect) as (url,):
        said = examined(tmp_path, url)
    assert (said.code, set(said.faults)) == (1, faults), said.rows
    assert {row.whose for row in said.rows if row.fault} == {Whose.DUT}


@pytest.mark.parametrize("name", ["release-unanswered", "aare-without-initiate-response"])
def test_a_known_deviation_is_told_with_its_tolerance_and_not_where_that_is_declared(tmp_path: Path, name: str) -> None:
    with golden_meter(WRAPPER, defect=name) as (url,):
        strict = examined(tmp_path, url, PUBLIC)
        eased = examined(tmp_path, url, PUBLIC, f'[dut.pixit]\ntolerances = ["{name}"]\n')
    assert f"the tolerance {name} in [dut.pixit] steps over this" in strict.row("protocol-violation").remedy
    assert eased.faults == []
