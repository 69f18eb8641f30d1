"""Access modes and what reading comes to."""

from conformance.authoring import (
    REFUSED,
    WITHOUT_SUCCESS,
    Association,
    AttributeDescriptor,
    Dut,
    ObjectList,
    Step,
    testcase,
)
from conformance.dlms.data_types import Data
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal

SAMPLE = 100
LONG_VALUES = ((7, 2), (15, 2))
"""Class and attribute of buffers and object lists, which need not fit into one APDU."""

DENIALS = (
    DataAccessResult.READ_WRITE_DENIED,
    DataAccessResult.OBJECT_UNDEFINED,
    DataAccessResult.OBJECT_CLASS_INCONSISTENT,
    DataAccessResult.SCOPE_OF_ACCESS_VIOLATED,
)


def is_denied(answer: object) -> bool:
    return isinstance(answer, GetResponseNormal) and answer.result in DENIALS


def spread(attributes: list[AttributeDescriptor]) -> list[AttributeDescriptor]:
    """At most so many, from all over the list."""
    return attributes[:: max(1, -(-len(attributes) // SAMPLE))]


def modes_of(objects: ObjectList, dut: Dut) -> dict[AttributeDescriptor, int]:
    """The access modes of all attributes that may be asked for and are short."""
    return {
        listed.attribute(number): mode
        for listed in objects
        for number, mode in listed.attributes.items()
        if number > 0 and (listed.class_id, number) not in LONG_VALUES
        if str(listed.instance_id) not in dut.do_not_test
    }


@testcase(
    "DLMS-OBJ-013",
    version=3,
    purpose="What the object list calls readable can be read, and what it does not cannot.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACCESS-RIGHTS"],
    requires="DLMS.LN and DLMS.GET and COSEM.CURRENT_ASSOCIATION",
)
def test_access_rights_are_obeyed(association: Association, dut: Dut, step: Step) -> None:
    with step("Read the object list; it calls some attributes readable"):
        objects = ObjectList.read(association)
        modes = modes_of(objects, dut)
        readable = spread([known for known, mode in modes.items() if objects.is_readable(mode)])
        unreadable = spread([known for known, mode in modes.items() if objects.is_unreadable(mode)])
        step.foreseen(readable, "the object list calls nothing readable")

    with step("Attributes that may be read without protection are not denied"):
        results = {}
        for attribute in readable:
            association.ensure_open()
            results[attribute] = association.try_read(attribute)
        denied = [str(attribute) for attribute, result in results.items() if is_denied(result)]
        assert denied == []

    answers = {}
    if unreadable:
        with step("Attributes that may not be read bring no data"):
            for attribute in unreadable:
                association.ensure_open()
                answers[attribute] = association.try_out(GetRequestNormal(association.next_invoke_id(), *attribute))
                assert answers[attribute] in WITHOUT_SUCCESS, str(attribute)

    with step("The DUT still serves; what may be read had a value, what may not was refused by a get-response"):
        association.ensure_open()
        association.read_logical_device_name()
        failed = [str(known) for known, result in results.items() if not isinstance(result, Data)]
        step.foreseen(not failed, f"readable, but without a value now: {', '.join(failed)}")
        silent = [str(known) for known, answer in answers.items() if answer not in REFUSED]
        step.foreseen(not silent, f"refused, but not by a data-access-result: {', '.join(silent)}")
