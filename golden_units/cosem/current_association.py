"""The current association 0-0:40.0.0.255 (class 15): every client sees its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dlms.acse import ApplicationContext
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    BIT_STRING,
    ENUM,
    INTEGER,
    LONG_UNSIGNED,
    NULL_DATA,
    OCTET_STRING,
    UNSIGNED,
    Bits,
    Data,
    array,
    structure,
)
from conformance.dlms.initiate import DLMS_VERSION
from conformance.dlms.interface_classes.association_ln import ASSOCIATION_LN, AssociationStatus, AttributeAccess
from golden_units.cosem.object_model import Instance, Point, constant

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer

NO_SECURITY_SETUP = bytes(6)

NO_METHOD_ACCESS, METHOD_ACCESS = 0, 1


def current_association() -> Instance:
    return Instance(
        ASSOCIATION_LN,
        ObisCode("0-0:40.0.0.255"),
        {
            2: Point(object_list),
            3: Point(partners),
            4: constant(OCTET_STRING(ApplicationContext.LN.oid)),
            5: Point(context_info),
            6: Point(lambda association: OCTET_STRING(association.client.mechanism.oid)),
            7: Point(None),
            8: Point(lambda association: ENUM(AssociationStatus.ASSOCIATED)),
            9: constant(OCTET_STRING(NO_SECURITY_SETUP)),
        },
    )


def partners(association: AssociationServer) -> Data:
    """associated_partners_id: the SAPs of client and server."""
    return structure(INTEGER(association.client.sap), LONG_UNSIGNED(association.server_sap))


def object_list(association: AssociationServer) -> Data:
    """Class, version, logical name and rights of every object that this client sees."""
    return array(*(list_element(association, instance) for instance in association.device.instances))


def list_element(association: AssociationServer, instance: Instance) -> Data:
    return structure(
        LONG_UNSIGNED(instance.interface.class_id),
        UNSIGNED(instance.interface.version),
        OCTET_STRING(bytes(instance.instance_id)),
        structure(attribute_access(association, instance), method_access(association, instance)),
    )


def attribute_access(association: AssociationServer, instance: Instance) -> Data:
    class_id, name = instance.interface.class_id, bytes(instance.instance_id)

    def mode(number: int) -> int:
        point = association.device.points.get((class_id, name, number))
        return AttributeAccess.NO_ACCESS if point is None else point.access(association.client)

    numbers = [known.number for known in instance.interface.attributes]
    return array(*(structure(INTEGER(number), ENUM(mode(number)), NULL_DATA()) for number in numbers))


def method_access(association: AssociationServer, instance: Instance) -> Data:
    def mode(number: int) -> int:
        has_access = number in instance.methods and association.client.may_write
        return METHOD_ACCESS if has_access else NO_METHOD_ACCESS

    return array(*(structure(INTEGER(known.number), ENUM(mode(known.number))) for known in instance.interface.methods))


def context_info(association: AssociationServer) -> Data:
    negotiated = association.negotiated
    return structure(
        BIT_STRING(Bits(24, int(negotiated.negotiated_conformance).to_bytes(3, "big"))),
        LONG_UNSIGNED(negotiated.server_max_receive_pdu_size),
        LONG_UNSIGNED(association.client_max_receive_pdu_size),
        UNSIGNED(DLMS_VERSION),
        INTEGER(0),
        OCTET_STRING(b""),
    )
