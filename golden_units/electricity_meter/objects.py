"""The objects of the golden electricity meter, as a table over its state."""

from collections.abc import Callable

from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    INTEGER,
    LONG_UNSIGNED,
    OCTET_STRING,
    UNSIGNED,
    Data,
    array,
    structure,
)
from conformance.dlms.interface_classes.data import DATA_CLASS
from conformance.dlms.interface_classes.hdlc_setup import HDLC_SETUP
from conformance.dlms.interface_classes.register import REGISTER
from conformance.dlms.interface_classes.sap_assignment import SAP_ASSIGNMENT
from conformance.dlms.interface_classes.tcp_udp_setup import TCP_UDP_SETUP
from conformance.dlms.interface_classes.unit import Unit
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.current_association import current_association
from golden_units.cosem.object_model import Cell, Instance, Point, constant
from golden_units.electricity_meter import measurement
from golden_units.electricity_meter.clock_object import clock
from golden_units.electricity_meter.demand import demand_registers
from golden_units.electricity_meter.event_log import event_log
from golden_units.electricity_meter.load_profile import load_profile
from golden_units.electricity_meter.state import MeterState
from golden_units.electricity_meter.supply_switch import supply_switch
from golden_units.electricity_meter.switch_schedule import switch_schedule
from golden_units.electricity_meter.tariffs import tariffs

BAUD_9600 = 5
"""comm_speed of the class IEC HDLC setup."""


def objects(state: MeterState) -> list[Instance]:
    """All objects of the management logical device, in the order of its object list."""
    return [
        *identification(state),
        current_association(),
        sap_assignment(state),
        clock(state),
        *energy_registers(state),
        *instantaneous_registers(state),
        *demand_registers(state),
        *load_profile(state),
        *tariffs(state),
        supply_switch(state),
        switch_schedule(state),
        event_log(state),
        hdlc_setup(state),
        tcp_udp_setup(state),
    ]


def identification(state: MeterState) -> list[Instance]:
    settings = state.settings
    return [
        data("0-0:42.0.0.255", constant(OCTET_STRING(settings.logical_device_name))),
        data("0-0:96.1.0.255", constant(OCTET_STRING(settings.serial_number))),
        data("0-0:96.1.1.255", Cell(OCTET_STRING(b"UNSET"), largest_octets=32).point),
        data("1-0:0.2.0.255", constant(OCTET_STRING(settings.firmware_version))),
        data("0-0:96.11.0.255", Point(lambda association: UNSIGNED(state.log[-1].code))),
    ]


def energy_registers(state: MeterState) -> list[Instance]:
    def imported(hours: frozenset[int]) -> Callable[[int], int]:
        return lambda now: state.energy_import_wh(now, hours)

    return [
        register("1-0:1.8.0.255", state.imported_wh, 0, Unit.WATT_HOUR),
        register("1-0:1.8.1.255", imported(measurement.DAY_HOURS), 0, Unit.WATT_HOUR),
        register("1-0:1.8.2.255", imported(measurement.NIGHT_HOURS), 0, Unit.WATT_HOUR),
        register("1-0:2.8.0.255", state.energy_export_wh, 0, Unit.WATT_HOUR),
    ]


def instantaneous_registers(state: MeterState) -> list[Instance]:
    return [
        register("1-0:1.7.0.255", state.power_watts, 0, Unit.WATT),
        register("1-0:32.7.0.255", lambda now: measurement.VOLTAGE_DECIVOLTS, -1, Unit.VOLT),
        register(
            "1-0:31.7.0.255",
            lambda now: 10_000 * state.power_watts(now) // measurement.VOLTAGE_DECIVOLTS,
            -3,
            Unit.AMPERE,
        ),
    ]


def sap_assignment(state: MeterState) -> Instance:
    settings = state.settings
    names = {settings.server_sap: settings.logical_device_name, settings.second_sap: settings.second_device_name}
    rows = [structure(LONG_UNSIGNED(sap), OCTET_STRING(name)) for sap, name in names.items()]
    return Instance(SAP_ASSIGNMENT, ObisCode("0-0:41.0.0.255"), {2: constant(array(*rows))})


def hdlc_setup(state: MeterState) -> Instance:
    profile = state.settings.hdlc
    attributes = {
        2: ENUM(BAUD_9600),
        3: UNSIGNED(profile.abilities.window_transmit),
        4: UNSIGNED(profile.abilities.window_receive),
        5: LONG_UNSIGNED(profile.abilities.max_info_transmit),
        6: LONG_UNSIGNED(profile.abilities.max_info_receive),
        7: LONG_UNSIGNED(profile.inter_octet_timeout_ms),
        8: LONG_UNSIGNED(profile.inactivity_timeout_s),
        9: LONG_UNSIGNED(profile.lower),
    }
    points = {number: constant(value) for number, value in attributes.items()}
    return Instance(HDLC_SETUP, ObisCode("0-0:22.0.0.255"), points)


def tcp_udp_setup(state: MeterState) -> Instance:
    attributes = {
        2: LONG_UNSIGNED(state.settings.tcp_port),
        3: OCTET_STRING(bytes((0, 0, 25, 1, 0, 255))),
        4: LONG_UNSIGNED(576),
        5: UNSIGNED(8),
        6: LONG_UNSIGNED(0),
    }
    points = {number: constant(value) for number, value in attributes.items()}
    return Instance(TCP_UDP_SETUP, ObisCode("0-0:25.0.0.255"), points)


def data(instance_id: str, value: Point) -> Instance:
    return Instance(DATA_CLASS, ObisCode(instance_id), {2: value})


def register(instance_id: str, value: Callable[[int], int], scaler: int, unit: int) -> Instance:
    """A register whose value is a function of the moment."""

    def read(association: AssociationServer) -> Data:
        return DOUBLE_LONG_UNSIGNED(value(association.now) % 2**32)

    scaler_unit = constant(structure(INTEGER(scaler), ENUM(unit)))
    return Instance(REGISTER, ObisCode(instance_id), {2: Point(read), 3: scaler_unit})
