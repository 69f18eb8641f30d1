"""Whatever a client with all rights writes or passes to a method, the meter answers, and goes on telling all it has."""

import random
from collections.abc import Iterable

import pytest

from conformance.dlms.action import ActionRequestNormal, ActionResponseNormal
from conformance.dlms.data_types import Data
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.service import ServiceApdu
from conformance.dlms.set import SetRequestNormal, SetResponseNormal
from golden_units.cosem.object_model import Client as KnownClient
from golden_units.cosem.object_model import Instance
from golden_units.electricity_meter import ElectricityMeter
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.settings import MANAGEMENT_CLIENT, MeterSettings
from golden_units.electricity_meter.state import MeterState
from tests.golden_units.client import Client
from tests.golden_units.hostile_values import any_value, edges

INSTANCES = objects(MeterState(MeterSettings()))
RANDOM_VALUES = 150
HOUR_S = 3600


def attributes_of(instance: Instance) -> list[int]:
    """All of its class, the one that stands for all, and two that no class has."""
    return [-1, 0, *(known.number for known in instance.interface.attributes), 127]


def methods_of(instance: Instance) -> list[int]:
    return [-1, 0, *(known.number for known in instance.interface.methods), 127]


def throw(client: Client, instance: Instance, values: Iterable[Data | None]) -> None:
    target = (instance.interface.class_id, bytes(instance.instance_id))
    for value in values:
        client.seconds += 1
        if value is not None:
            for number in attributes_of(instance):
                client.ask(SetRequestNormal(0xC1, *target, number, None, value), SetResponseNormal)
        for number in methods_of(instance):
            client.ask(ActionRequestNormal(0xC1, *target, number, value), ActionResponseNormal)
        client.ask(GetRequestNormal(0xC1, *target, 0), ServiceApdu)


def read_everything(client: Client) -> None:
    for instance in INSTANCES:
        for number in attributes_of(instance):
            request = GetRequestNormal(0xC1, instance.interface.class_id, bytes(instance.instance_id), number)
            client.ask(request, ServiceApdu)


@pytest.mark.parametrize("instance", INSTANCES, ids=lambda instance: str(instance.instance_id))
def test_no_value_ends_the_meter(instance: Instance) -> None:
    client = Client(MANAGEMENT_CLIENT, ElectricityMeter(MeterSettings(in_service_days=1)))
    client.open()
    throw(client, instance, [None, *edges()])
    rng = random.Random(f"hostile client/{instance.instance_id}")  # noqa: S311 - the same values every time
    throw(client, instance, [any_value(rng) for _ in range(RANDOM_VALUES)])
    read_everything(client)
    client.seconds += 365 * 24 * HOUR_S
    read_everything(client)


@pytest.mark.parametrize("sap", [0, 128, 200, 0x7FFF])
def test_a_client_that_the_meter_could_not_name_is_no_client(sap: int) -> None:
    with pytest.raises(ValueError, match="wanted 1 to 127"):
        KnownClient(sap, "x")
