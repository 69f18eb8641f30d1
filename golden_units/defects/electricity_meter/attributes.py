"""Values that are not as their interface class wants them, and rights that the object list tells wrongly."""

from conformance.dlms.data_types import ENUM, INTEGER, LONG_UNSIGNED, OCTET_STRING, UNSIGNED, Data, structure
from conformance.dlms.get import DataAccessResult
from conformance.dlms.interface_classes.unit import Unit
from conformance.dlms.set import SetRequestNormal
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import AccessRefused, Instance, LogicalDevice, Point, constant, replaced
from golden_units.cosem.set_service import SetService
from golden_units.defects.base import Defect
from golden_units.defects.models import rewritten
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState

VOLTAGE, SUPPLY_SWITCH, EVENT_LOG = "1-0:32.7.0.255", "0-0:96.3.10.255", "0-0:99.98.0.255"


def named_alike(state: MeterState) -> list[Instance]:
    """A model in which the second tariff register calls itself by the name of the first."""
    return replaced(objects(state), "1-0:1.8.2.255", 1, constant(OCTET_STRING(bytes((1, 0, 1, 8, 1, 255)))))


def write_only(state: MeterState) -> list[Instance]:
    """A model with an attribute that is never written, whatever the object list says."""

    def refuse(association: AssociationServer, data: Data) -> None:
        raise AccessRefused(DataAccessResult.READ_WRITE_DENIED)

    instances = objects(state)
    point = LogicalDevice(instances).points[1, bytes((0, 0, 96, 1, 1, 255)), 2]
    return replaced(instances, "0-0:96.1.1.255", 2, Point(point.read, refuse))


class TakesWhatStaysAsItIs(SetService):
    """Says success to a SET that would change nothing, whoever sends it."""

    def result(self, association: AssociationServer, request: SetRequestNormal) -> DataAccessResult:
        point = association.device.point_of(request)
        if point is not None and point.read is not None and point.read(association) == request.value:
            return DataAccessResult.SUCCESS
        return super().result(association, request)


DEFECTS = (
    Defect(
        "logical-name-of-another-object",
        "DLMS-ATTRIBUTE-TYPE",
        "Attribute 1 of 1-0:1.8.2.255 says 1-0:1.8.1.255.",
        model=named_alike,
    ),
    Defect(
        "scaler-unsigned",
        "DLMS-ATTRIBUTE-TYPE",
        "The scaler of the voltage is of type unsigned, so that -1 reads as 255.",
        model=rewritten(VOLTAGE, 3, lambda known: structure(UNSIGNED(known[0].value & 0xFF), ENUM(Unit.VOLT))),
    ),
    Defect(
        "control-mode-unknown",
        "DLMS-ATTRIBUTE-TYPE",
        "control_mode of the supply switch has a code that the class does not have.",
        model=rewritten(SUPPLY_SWITCH, 4, lambda mode: ENUM(9)),
    ),
    Defect(
        "sort-method-as-integer",
        "DLMS-ATTRIBUTE-TYPE",
        "sort_method of the event log is an integer, not an enum.",
        model=rewritten(EVENT_LOG, 5, lambda method: INTEGER(method.value)),
    ),
    Defect(
        "entries-in-use-of-two-octets",
        "DLMS-ATTRIBUTE-TYPE",
        "entries_in_use of the event log is a long-unsigned.",
        model=rewritten(EVENT_LOG, 7, lambda entries: LONG_UNSIGNED(entries.value)),
    ),
    Defect(
        "writable-never-written",
        "DLMS-ACCESS-RIGHTS",
        "The object list calls an attribute writable, and every SET of it is refused.",
        model=write_only,
    ),
    Defect(
        "read-only-takes-its-own-value",
        "DLMS-ACCESS-RIGHTS",
        "A SET of a read-only attribute is answered by success if the value is the one that it has.",
        services={"set": TakesWhatStaysAsItIs},
    ),
)
