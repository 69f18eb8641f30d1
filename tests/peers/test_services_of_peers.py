"""Blocks, lists, selections, writing, methods and passwords, as clients that nobody here wrote see them.

What they read is held against what our own tester reads from the same meter: the
two sides share no line of code, so that they agree only if the standard is kept.
"""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.date_time import DateTime
from tests.peers.asking import SCRIPTS, ask_with, opened_with, reached
from tests.peers.own_tester import OwnTester
from tests.processes import golden_meter

SMALL_PDU = 100
"""Octets of the longest answer that a client takes: the object list needs a dozen blocks and more."""

NEVER_A_HALF_HOUR = "start_time = 2026-11-23T12:01:00Z\n"
"""A clock that starts so captures no row while these tests run."""

SHORT_REQUESTS = "server_max_receive_pdu_size = 64\n"
"""A meter to which more than a few special days have to be written in blocks; less gurux-dlms does not speak to."""

DEVICE_NAME, SERIAL_NUMBER, TEXT = "0.0.42.0.0.255", "0.0.96.1.0.255", "0.0.96.1.1.255"
CLOCK, ENERGY, LOAD_PROFILE = "0.0.1.0.0.255", "1.0.1.8.0.255", "1.0.99.1.0.255"
SPECIAL_DAYS, RATES, SCRIPTS_OF_RATES, ASSOCIATION = (
    "0.0.11.0.0.255",
    "0.0.14.0.0.255",
    "0.0.10.0.100.255",
    "0.0.40.0.0.255",
)

DAYS: list[Any] = [[index, f"07ea0c{index:02x}ff", 1] for index in range(1, 25)]
"""Special days, more than what one HDLC frame or a short request holds."""

HALF_HOUR, ROWS_OF_LOAD_PROFILE = timedelta(minutes=30), 4320
"""As docs/golden_meter.md has them."""

each_peer = pytest.mark.parametrize("peer", SCRIPTS)
each_link = pytest.mark.parametrize("link", ["tcp", "hdlc-serial"])


class Meter(NamedTuple):
    links: dict[str, list[str]]
    own: OwnTester


def meter_of(folder: Path, settings: str) -> Iterator[Meter]:
    config = folder / "meter.toml"
    config.write_text(settings, encoding="utf-8")
    with golden_meter("tcp://127.0.0.1:0", "hdlc+pty:", config=config) as urls:
        own = OwnTester(urls[0], folder)
        yield Meter({arguments[0]: arguments for arguments in map(reached, urls)}, own)
        own.close()


@pytest.fixture(scope="module")
def meter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    yield from meter_of(tmp_path_factory.mktemp("meter"), NEVER_A_HALF_HOUR)


@pytest.fixture(scope="module")
def meter_of_short_requests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    yield from meter_of(tmp_path_factory.mktemp("short"), SHORT_REQUESTS)


@each_peer
@each_link
def test_object_list_in_blocks(meter: Meter, peer: str, link: str) -> None:
    plan: list[Any] = [["object_list"], ["get", 15, ASSOCIATION, 2]]
    (objects, everything), counted = ask_with(peer, meter.links[link], *plan, pdu_size=SMALL_PDU)
    assert objects == meter.own.object_list()
    assert everything == meter.own.get(15, ASSOCIATION, 2)
    assert counted["get_blocks"] > 20


@each_peer
def test_object_list_in_segments(meter: Meter, peer: str) -> None:
    """Whole for the application, in many frames of 128 octets on the line."""
    (found,), counted = ask_with(peer, meter.links["hdlc-serial"], ["get", 15, ASSOCIATION, 2])
    assert found == meter.own.get(15, ASSOCIATION, 2)
    assert counted["get_blocks"] == 0


@each_peer
@each_link
def test_list_of_attributes(meter: Meter, peer: str, link: str) -> None:
    wanted: list[Any] = [[1, DEVICE_NAME, 2], [3, ENERGY, 3], [1, SERIAL_NUMBER, 2], [8, CLOCK, 3]]
    (found,), _ = ask_with(peer, meter.links[link], ["get_list", wanted])
    assert found == [meter.own.get(*one) for one in wanted]


@each_link
def test_list_of_attributes_in_blocks(meter: Meter, link: str) -> None:
    """By gurux-dlms alone; dlms-cosem takes the first block for the whole answer."""
    wanted: list[Any] = [[1, DEVICE_NAME, 2], [3, ENERGY, 3], [1, SERIAL_NUMBER, 2], [8, CLOCK, 3]] * 2
    (found,), counted = ask_with("gurux-dlms", meter.links[link], ["get_list", wanted], pdu_size=64)
    assert found == [meter.own.get(*one) for one in wanted]
    assert counted["get_blocks"] > 0


@each_link
def test_rows_by_entry_in_blocks(meter: Meter, link: str) -> None:
    """By gurux-dlms alone; dlms-cosem has no code for this selection."""
    (found,), counted = ask_with(
        "gurux-dlms", meter.links[link], ["by_entry", LOAD_PROFILE, 4281, 30], pdu_size=SMALL_PDU
    )
    assert found == meter.own.rows(LOAD_PROFILE, lambda profile: profile.entries(4281, 4310))
    end = datetime(2026, 11, 23, 12) - HALF_HOUR * (ROWS_OF_LOAD_PROFILE - 4310)
    assert moments(found) == [end - HALF_HOUR * before for before in reversed(range(30))]
    assert counted["get_blocks"] > 5


@each_peer
@each_link
def test_rows_by_range_in_blocks(meter: Meter, peer: str, link: str) -> None:
    bounds = [datetime(2026, 11, 22, 22, 15), datetime(2026, 11, 23, 12)]
    plan: list[Any] = ["by_range", LOAD_PROFILE, *(moment.isoformat() for moment in bounds)]
    (found,), counted = ask_with(peer, meter.links[link], plan, pdu_size=SMALL_PDU)
    first, last = (OCTET_STRING(date_time(moment).encode()) for moment in bounds)
    assert found == meter.own.rows(LOAD_PROFILE, lambda profile: profile.between(first, last))
    first_row = datetime(2026, 11, 22, 22, 30)
    assert moments(found) == [first_row + HALF_HOUR * number for number in range(28)]
    assert counted["get_blocks"] > 5


@each_peer
@each_link
def test_only_the_right_password_opens(meter: Meter, peer: str, link: str) -> None:
    answers = [opened_with(peer, meter.links[link], password) for password in ("12345678", "12345679", "12345678")]
    assert [answers[0], answers[2]] == ["accepted", "accepted"]
    assert "authentication" in answers[1].lower()
    assert "fail" in answers[1].lower()


@each_peer
@each_link
def test_what_is_written_is_read(meter: Meter, peer: str, link: str) -> None:
    for octets in (bytes(range(32)).hex(), b"as it was".hex()):
        (requests, found), _ = ask_with(peer, meter.links[link], ["set_octets", TEXT, octets], ["get", 1, TEXT, 2])
        assert (requests, found) == (1, octets)
        assert meter.own.get(1, TEXT, 2) == octets


@each_link
def test_what_is_written_in_blocks_is_read(meter_of_short_requests: Meter, link: str) -> None:
    """By gurux-dlms alone; dlms-cosem sends no blocks."""
    meter = meter_of_short_requests
    for written in (DAYS, DAYS[:1]):
        plan: list[Any] = [["set_special_days", SPECIAL_DAYS, written], ["get", 11, SPECIAL_DAYS, 2]]
        (requests, found), _ = ask_with("gurux-dlms", meter.links[link], *plan)
        assert found == written
        assert meter.own.get(11, SPECIAL_DAYS, 2) == written
        assert (requests > 1) == (written is DAYS)


def test_what_is_written_in_segments_is_read(meter: Meter) -> None:
    """By gurux-dlms alone: dlms-cosem has no value that is so long."""
    plan: list[Any] = [["set_special_days", SPECIAL_DAYS, DAYS], ["get", 11, SPECIAL_DAYS, 2]]
    (frames, found), _ = ask_with("gurux-dlms", meter.links["hdlc-serial"], *plan)
    assert frames > 2
    assert found == DAYS == meter.own.get(11, SPECIAL_DAYS, 2)


@each_peer
@each_link
def test_the_pdu_size_of_the_meter_is_understood(
    meter: Meter, meter_of_short_requests: Meter, peer: str, link: str
) -> None:
    meters = (meter, meter_of_short_requests)
    assert [ask_with(peer, one.links[link], ["longest_request"]).answers for one in meters] == [[1024], [64]]


@each_peer
@each_link
def test_clock_is_shifted(meter: Meter, peer: str, link: str) -> None:
    """There and back; between two readings less than the shift passes, whatever the machine is busy with."""
    read: list[Any] = ["get", 8, CLOCK, 2]
    shifts: list[Any] = [["shift_time", CLOCK, seconds] for seconds in (600, -600)]
    own = [meter.own.get(8, CLOCK, 2)]
    (before, done, shifted), _ = ask_with(peer, meter.links[link], read, shifts[0], read)
    own.append(meter.own.get(8, CLOCK, 2))
    (undone, back), _ = ask_with(peer, meter.links[link], shifts[1], read)
    own.append(meter.own.get(8, CLOCK, 2))
    assert [done, undone] == ["success", "success"]
    shift, none = timedelta(seconds=600), timedelta(0)
    steps = [later - earlier for earlier, later in itertools.pairwise(map(moment, (own[0], before, shifted, own[1])))]
    assert none <= steps[0] < shift <= steps[1] < 2 * shift
    assert none <= steps[2] < shift
    assert none <= moment(own[2]) - moment(back) < shift
    assert moment(back) < moment(shifted)


@each_peer
@each_link
def test_scripts_activate_rates(meter: Meter, peer: str, link: str) -> None:
    masks = []
    for script in (2, 1):
        plan: list[Any] = [["execute", SCRIPTS_OF_RATES, script], ["get", 6, RATES, 4]]
        (done, mask), _ = ask_with(peer, meter.links[link], *plan)
        assert done == "success"
        assert mask == meter.own.get(6, RATES, 4)
        masks.append(mask)
    assert masks[0] != masks[1]


@each_link
def test_nothing_is_served_behind_a_release(meter: Meter, link: str) -> None:
    """By gurux-dlms alone, which asks all the same; dlms-cosem's own state machine keeps it from that."""
    read: list[Any] = ["get", 1, DEVICE_NAME, 2]
    # the last release of ask_with has no association to end
    (name, _, refused, again, _), _ = ask_with(
        "gurux-dlms", meter.links[link], read, ["release"], read, ["associate"], ["get", 1, DEVICE_NAME, 2]
    )
    assert refused == "Service not allowed. Operation not possible"
    assert name == meter.own.get(1, DEVICE_NAME, 2)
    assert again == "accepted"


def date_time(naive: datetime) -> DateTime:
    return DateTime.at(int(naive.replace(tzinfo=UTC).timestamp()) * 10**9)


def moment(octets: str) -> datetime:
    return datetime.fromtimestamp(DateTime.decode(bytes.fromhex(octets)).utc_ns() / 1e9, UTC)


def moments(rows: list[Any]) -> list[datetime]:
    """What the clock showed at each row, without its deviation, which is none."""
    return [moment(row[0]).replace(tzinfo=None) for row in rows]
