"""What the objects of the golden meter answer."""

import pytest

from conformance.clock import seconds_to_ns
from conformance.dlms.action import ActionResult
from conformance.dlms.data_types import INTEGER, LONG, OCTET_STRING, UNSIGNED
from conformance.dlms.date_time import UNSPECIFIED_DEVIATION, DateTime
from conformance.dlms.get import DataAccessResult
from conformance.dlms.interface_classes import INTERFACE_CLASSES
from conformance.tester.object_list import CURRENT_ASSOCIATION, ObjectList
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from golden_units.electricity_meter.settings import MANAGEMENT_CLIENT, START_OF_2026_NS
from tests.golden_units.client import Client, manager

CLOCK = "0-0:1.0.0.255"
SWITCH = "0-0:96.3.10.255"
LOG = "0-0:99.98.0.255"
LOAD_PROFILE_BUFFER = ("1-0:99.1.0.255", 2)
"""Too long for one APDU; see test_profiles.py."""


def object_list(client: Client) -> ObjectList:
    return ObjectList.decode(client.get(15, "0-0:40.0.0.255", 2).data)


def time_of(client: Client) -> DateTime:
    return DateTime.decode(client.get(8, CLOCK, 2).data.value)


def test_every_listed_attribute_is_as_its_right_and_its_class_say() -> None:
    client = manager()
    objects = object_list(client)
    assert objects.find(15, CURRENT_ASSOCIATION) is not None
    for listed in objects:
        interface = INTERFACE_CLASSES[listed.class_id, listed.version]
        assert sorted(listed.attributes) == [known.number for known in interface.attributes]
        assert sorted(listed.methods) == [known.number for known in interface.methods]
        for known in interface.attributes:
            if (str(listed.instance_id), known.number) == LOAD_PROFILE_BUFFER:
                continue
            response = client.get(listed.class_id, str(listed.instance_id), known.number)
            assert response.refused != objects.is_readable(listed.attributes[known.number])
            assert response.refused or known.check(response.data) == [], listed


def test_rights_differ_between_clients() -> None:
    public = Client()
    public.open()
    for client, is_writable in ((public, False), (manager(), True)):
        objects = object_list(client)
        clock = objects.find(8, bytes((0, 0, 1, 0, 0, 255)))
        assert clock is not None
        assert objects.is_writable(clock.attributes[2]) is is_writable
        assert bool(clock.methods[6]) is is_writable


def test_clock_runs_and_is_set() -> None:
    client = manager()
    assert time_of(client).utc_ns() == START_OF_2026_NS
    client.seconds = 1.5
    assert time_of(client).utc_ns() == START_OF_2026_NS + seconds_to_ns(1.5)
    new = DateTime.at(0, deviation=-60)
    assert client.set(8, CLOCK, 2, OCTET_STRING(new.encode())).result == DataAccessResult.SUCCESS
    client.seconds = 2.5
    assert time_of(client).utc_ns() == seconds_to_ns(1)


def test_unspecified_deviation_is_the_own_one() -> None:
    client = Client(MANAGEMENT_CLIENT, ElectricityMeter(MeterSettings(deviation=-60)))
    client.open()
    local = DateTime.at(0)
    local.deviation = UNSPECIFIED_DEVIATION
    client.set(8, CLOCK, 2, OCTET_STRING(local.encode()))
    assert time_of(client).deviation == -60
    assert (time_of(client).hour, time_of(client).minute) == (0, 0)


@pytest.mark.parametrize("octets", [b"", bytes(11), bytes(12), DateTime.at(0).encode() + b"\x00"])
def test_clock_refuses_what_names_no_moment(octets: bytes) -> None:
    assert manager().set(8, CLOCK, 2, OCTET_STRING(octets)).refused


def test_methods_of_the_clock() -> None:
    client = manager()
    client.seconds = 100.0
    assert client.act(8, CLOCK, 6, LONG(-30)).result == ActionResult.SUCCESS
    assert (time_of(client).minute, time_of(client).second) == (1, 10)
    assert client.act(8, CLOCK, 6, LONG(901)).result == ActionResult.OTHER_REASON
    assert client.act(8, CLOCK, 6, INTEGER(1)).result == ActionResult.TYPE_UNMATCHED
    assert client.act(8, CLOCK, 3, INTEGER(0)).result == ActionResult.SUCCESS
    assert (time_of(client).minute, time_of(client).second) == (1, 0)
    assert client.act(8, CLOCK, 1, INTEGER(0)).result == ActionResult.SUCCESS
    assert (time_of(client).minute, time_of(client).second) == (0, 0)


def test_supply_switch_and_event_log() -> None:
    client = manager()
    client.act(70, SWITCH, 1, INTEGER(0))
    assert client.get(70, SWITCH, 2).data.value is False
    client.seconds = 5.0
    client.act(70, SWITCH, 2, INTEGER(0))
    assert client.get(70, SWITCH, 2).data.value is True
    rows = client.get(7, LOG, 2).data
    assert [row[1].value for row in rows] == [2, 60, 61]
    assert DateTime.decode(rows[2][0].value).second == 5
    assert client.get(7, LOG, 7).data.value == 3
    assert client.get(1, "0-0:96.11.0.255", 2).data == UNSIGNED(61)
    client.act(7, LOG, 1, INTEGER(0))
    assert [row[1].value for row in client.get(7, LOG, 2).data] == [255]


def test_event_log_keeps_the_latest_entries() -> None:
    client = manager()
    for _ in range(60):
        client.act(8, CLOCK, 6, LONG(0))
    rows = client.get(7, LOG, 2).data
    assert len(rows) == client.get(7, LOG, 8).data.value == client.get(7, LOG, 7).data.value


def test_rates_make_up_the_total_at_every_hour() -> None:
    client = manager()
    earlier = 0
    for hour in range(30):
        client.seconds = hour * 3600.0 + 1234
        total, day, night = (client.get(3, f"1-0:1.8.{rate}.255", 2).data.value for rate in (0, 1, 2))
        assert total == day + night
        assert total > earlier
        earlier = total


def test_energy_follows_time_not_the_clock() -> None:
    client = manager()
    client.seconds = 3600.0
    before = client.get(3, "1-0:1.8.0.255", 2).data
    client.act(8, CLOCK, 6, LONG(900))
    assert client.get(3, "1-0:1.8.0.255", 2).data == before


def test_energy_registers_look_like_those_of_a_meter_in_use() -> None:
    """Zero reads the same in every type and byte order; a codec bug would hide behind it."""
    client = manager()
    imported, exported = (client.get(3, f"1-0:{group}.8.0.255", 2).data.value for group in (1, 2))
    assert imported == 21_024_000, "two years at a mean of 1200 W"
    assert exported == 2_628_000, "two years at 150 W"
