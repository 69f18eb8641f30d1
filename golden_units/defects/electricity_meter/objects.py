"""Faults in what the objects answer; those of clock, registers, switch and log stand beside it."""

from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    BIT_STRING,
    ENUM,
    LONG_UNSIGNED,
    OCTET_STRING,
    UNSIGNED,
    Bits,
    Data,
    array,
    structure,
)
from conformance.dlms.get import DataAccessResult, GetRequestNormal
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.current_association import context_info
from golden_units.cosem.get_service import GetService
from golden_units.cosem.object_model import Instance, Point, constant, replaced
from golden_units.defects.base import Defect
from golden_units.defects.models import rewritten, without
from golden_units.electricity_meter.objects import data, objects
from golden_units.electricity_meter.state import MeterState

CURRENT_ASSOCIATION = "0-0:40.0.0.255"
CLOCK_CLASS = 8


def nameless(state: MeterState) -> list[Instance]:
    """A model whose logical device name does not begin with the manufacturer's letters."""
    name = data("0-0:42.0.0.255", constant(OCTET_STRING(b"0000000000000001")))
    return [name, *(instance for instance in objects(state) if instance.instance_id != name.instance_id)]


def without_itself(listed: Data) -> Data:
    return array(*(element for element in listed if element[0].value != 15))


def without_clock(listed: Data) -> Data:
    return array(*(element for element in listed if element[0].value != CLOCK_CLASS))


def with_first_twice(listed: Data) -> Data:
    return array(listed[0], *listed)


def with_unknown_mode(listed: Data) -> Data:
    """The first attribute of the first object has access mode 9."""
    class_id, version, name, rights = listed[0]
    (number, _, selectors), *others = rights[0]
    attributes = array(structure(number, ENUM(9), selectors), *others)
    return array(structure(class_id, version, name, structure(attributes, rights[1])), *list(listed)[1:])


def with_version_as_long(listed: Data) -> Data:
    elements = [structure(element[0], LONG_UNSIGNED(element[1].value), *list(element)[2:]) for element in listed]
    return array(*elements)


def with_copied_name(state: MeterState) -> list[Instance]:
    """A model in which the registers of energy were copied from one another and kept its logical name."""
    name = constant(OCTET_STRING(ObisCode("1-0:1.8.3.255")))
    instances = objects(state)
    for copied in ("1-0:1.8.0.255", "1-0:1.8.1.255", "1-0:1.8.2.255", "1-0:2.8.0.255"):
        instances = replaced(instances, copied, 1, name)
    return instances


def with_own_abilities(state: MeterState) -> list[Instance]:
    """A model whose association object shows all services of the server instead of those negotiated."""

    def read(association: AssociationServer) -> Data:
        _, *others = context_info(association)
        return structure(BIT_STRING(Bits(24, association.conformance.to_bytes(3, "big"))), *others)

    return replaced(objects(state), CURRENT_ASSOCIATION, 5, Point(read))


def with_row_twice(assigned: Data) -> Data:
    return array(*assigned, *assigned)


def with_other_name(assigned: Data) -> Data:
    return array(*(structure(row[0], OCTET_STRING(b"GLD0000000000000")) for row in assigned))


class CountsMembersShort(GetService):
    """Writes the number of an array's members one too small."""

    def respond(self, request: GetRequestNormal, result: Data | DataAccessResult) -> bytes:
        octets = super().respond(request, result)
        if isinstance(result, Data) and octets[4:5] == b"\x01" and len(result) < 128:
            return octets[:5] + bytes((len(result) - 1,)) + octets[6:]
        return octets


class ServesUnreadable(GetService):
    """Serves what nobody may read."""

    def attribute(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        result = super().attribute(association, request)
        is_secret = (request.class_id, request.attribute_id) == (15, 7)
        return OCTET_STRING(association.client.secret) if is_secret else result


class DeniesReadable(GetService):
    """Denies the version of the firmware to clients that may not write, though their object list shows it."""

    def attribute(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        if request.instance_id == ObisCode("1-0:0.2.0.255") and not association.client.may_write:
            return DataAccessResult.READ_WRITE_DENIED
        return super().attribute(association, request)


DEFECTS = (
    Defect(
        "ldn-without-manufacturer",
        "DLMS-OBJECT-LDN",
        "The logical device name begins with digits instead of the manufacturer's three letters.",
        model=nameless,
    ),
    Defect(
        "ldn-missing",
        "DLMS-OBJECT-MANDATORY",
        "There is no logical device name object.",
        model=without("0-0:42.0.0.255"),
    ),
    Defect(
        "current-association-not-listed",
        "DLMS-OBJECT-MANDATORY",
        "The object list leaves the current association out.",
        model=rewritten(CURRENT_ASSOCIATION, 2, without_itself),
    ),
    Defect(
        "object-list-without-itself",
        "DLMS-OBJECT-ASSOCIATION-LN",
        "The object list leaves the association object out that it belongs to.",
        model=rewritten(CURRENT_ASSOCIATION, 2, without_itself),
    ),
    Defect(
        "object-list-with-duplicate",
        "DLMS-OBJECT-ASSOCIATION-LN",
        "An object stands twice in the object list.",
        model=rewritten(CURRENT_ASSOCIATION, 2, with_first_twice),
    ),
    Defect(
        "object-list-with-unknown-mode",
        "DLMS-OBJECT-ASSOCIATION-LN",
        "An access mode in the object list is none of the class's version.",
        model=rewritten(CURRENT_ASSOCIATION, 2, with_unknown_mode),
    ),
    Defect(
        "object-list-version-type",
        "DLMS-OBJECT-ASSOCIATION-LN",
        "The class versions in the object list are long-unsigned instead of unsigned.",
        model=rewritten(CURRENT_ASSOCIATION, 2, with_version_as_long),
    ),
    Defect(
        "object-list-hides-clock",
        "DLMS-OBJECT-ASSOCIATION-LN",
        "The object list leaves the clock out, which is served all the same.",
        model=rewritten(CURRENT_ASSOCIATION, 2, without_clock),
    ),
    Defect(
        "logical-name-of-another",
        "DLMS-OBJECT-ASSOCIATION-LN",
        "Attribute 1 of the registers of energy is another object's logical name.",
        model=with_copied_name,
    ),
    Defect(
        "association-shows-own-abilities",
        "DLMS-OBJECT-ASSOCIATION-LN",
        "xDLMS_context_info shows all services of the server, not those negotiated.",
        model=with_own_abilities,
    ),
    Defect(
        "association-status-pending",
        "DLMS-OBJECT-ASSOCIATION-LN",
        "association_status stays at pending in an open association.",
        model=rewritten(CURRENT_ASSOCIATION, 8, lambda status: ENUM(1)),
    ),
    Defect(
        "axdr-count-too-small",
        "DLMS-DATA-AXDR",
        "The count of an array is one less than the members that follow.",
        services={"get": CountsMembersShort},
    ),
    Defect(
        "attribute-of-another-type",
        "DLMS-GET-NORMAL",
        "time_zone of the clock is read as unsigned although the class says long.",
        model=rewritten("0-0:1.0.0.255", 3, lambda zone: UNSIGNED(zone.value & 0xFF)),
    ),
    Defect(
        "unreadable-served",
        "DLMS-ACCESS-RIGHTS",
        "The secret of the association is read although the object list gives no access to it.",
        services={"get": ServesUnreadable},
    ),
    Defect(
        "readable-denied",
        "DLMS-ACCESS-RIGHTS",
        "An attribute that the object list calls readable is denied.",
        services={"get": DeniesReadable},
    ),
    Defect(
        "sap-listed-twice",
        "DLMS-OBJECT-SAP",
        "The SAP assignment lists the logical device twice.",
        model=rewritten("0-0:41.0.0.255", 2, with_row_twice),
    ),
    Defect(
        "sap-with-old-name",
        "DLMS-OBJECT-SAP",
        "The SAP assignment keeps the name that the logical device had before it was given its own.",
        model=rewritten("0-0:41.0.0.255", 2, with_other_name),
    ),
    Defect(
        "hdlc-setup-of-defaults",
        "DLMS-OBJECT-HDLC-SETUP",
        "The HDLC setup shows 128 octets whatever the data link layer grants.",
        model=rewritten("0-0:22.0.0.255", 5, lambda octets: LONG_UNSIGNED(128)),
    ),
    Defect(
        "hdlc-setup-of-boundless-lengths",
        "DLMS-OBJECT-HDLC-SETUP",
        "The HDLC setup shows 65535 octets, the most that the attribute can hold.",
        model=rewritten("0-0:22.0.0.255", 6, lambda octets: LONG_UNSIGNED(0xFFFF)),
    ),
    Defect(
        "hdlc-setup-of-boundless-windows",
        "DLMS-OBJECT-HDLC-SETUP",
        "The HDLC setup shows a window of 255 frames, the most that the attribute can hold.",
        model=rewritten("0-0:22.0.0.255", 4, lambda frames: UNSIGNED(255)),
    ),
)
