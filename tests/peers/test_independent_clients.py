"""Clients that nobody here wrote read the golden meter, over TCP, HDLC on TCP and HDLC on a pseudo-terminal.

Tester and golden unit share codecs, so agreement between them proves little;
these two share nothing with either.
"""

import datetime
import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.dlms.date_time import DateTime
from tests.peers.asking import reached, run_script
from tests.processes import golden_meter

LINKS = ("tcp://127.0.0.1:0", "hdlc+tcp://127.0.0.1:0", "hdlc+pty:")
LOGICAL_DEVICE_NAME = b"GLD0000000000001".hex()


@pytest.fixture(scope="module")
def meter() -> Iterator[dict[str, list[str]]]:
    """How each peer is told to reach the meter, by kind of link."""
    with golden_meter(*LINKS) as urls:
        yield {arguments[0]: arguments for arguments in map(reached, urls)}


def assert_is_now(moment: datetime.datetime) -> None:
    """The meter's clock runs on the host's time unless it is told otherwise."""
    assert abs(datetime.datetime.now(datetime.UTC) - moment) < datetime.timedelta(minutes=5)


@pytest.mark.parametrize("link", ["tcp", "hdlc-tcp", "hdlc-serial"])
@pytest.mark.parametrize("credentials", [["16"], ["32", "12345678"]], ids=["public", "lls"])
def test_dlms_cosem_reads_name_clock_and_registers(
    meter: dict[str, list[str]], link: str, credentials: list[str]
) -> None:
    found = run_script("dlms-cosem", "read_with_dlms_cosem.py", [*meter[link], *credentials])
    assert found["logical_device_name"] == LOGICAL_DEVICE_NAME
    utc_ns = DateTime.decode(bytes.fromhex(found["clock"])).utc_ns()
    assert_is_now(datetime.datetime.fromtimestamp(utc_ns / 1e9, datetime.UTC))
    assert found["energy_import"] >= 0
    assert found["energy_export"] >= 0
    assert found["energy_import_scaler_unit"] == [0, 30]


@pytest.mark.parametrize("link", ["tcp", "hdlc-tcp", "hdlc-serial"])
def test_gurux_reads_name_clock_and_register(meter: dict[str, list[str]], link: str) -> None:
    found = run_script("gurux-dlms", "read_with_gurux.py", meter[link])
    assert found["logical_device_name"] == LOGICAL_DEVICE_NAME
    clock = datetime.datetime.strptime(found["clock"], "%m/%d/%y %H:%M:%S").replace(tzinfo=datetime.UTC)
    assert_is_now(clock)
    assert found["energy_import"] >= 0
    assert found["unit"] == 30
    assert_is_the_end_of_a_load_profile(found)
    assert found["scripts_of_a_day"] == [1, 2]
    assert found["targets_of_scripts"] == [[70, 1], [70, 2]]
    assert found["active_mask"] in ("RATE1", "RATE2")
    assert found["maximum"] == 1920
    assert found["devices"] == [[1, "GLD0000000000001"], [2, "GLD0000000000002"]]


def assert_is_the_end_of_a_load_profile(found: dict[str, Any]) -> None:
    """As it was read by entry and by range: half hours, the last of which has just passed, and energy that grows."""
    assert found["columns"] == ["0.0.1.0.0.255", "0.0.96.10.1.255", "1.0.1.8.0.255", "1.0.2.8.0.255"]
    assert len(found["by_entry"]) == 2
    assert len(found["by_range"]) == 5
    assert found["by_range"][-2:] == found["by_entry"]
    at, statuses, imported, exported = zip(*found["by_range"], strict=True)
    moments = [datetime.datetime.strptime(one, "%m/%d/%y %H:%M:%S").replace(tzinfo=datetime.UTC) for one in at]
    assert {later - earlier for earlier, later in itertools.pairwise(moments)} == {datetime.timedelta(minutes=30)}
    assert datetime.timedelta(0) <= datetime.datetime.now(datetime.UTC) - moments[-1] < datetime.timedelta(minutes=35)
    assert set(statuses) == {0}
    assert list(imported) == sorted(set(imported))
    assert list(exported) == sorted(set(exported))
