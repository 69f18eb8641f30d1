"""Reading an attribute, as the object list says."""

from conformance.authoring import (
    DENIALS,
    REFUSED,
    WITHOUT_SUCCESS,
    Association,
    ObisCode,
    Step,
    Target,
    testcase,
    the_one,
)
from conformance.dlms.data_types import DOUBLE_LONG_UNSIGNED, LONG_UNSIGNED, OCTET_STRING, Data, structure
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.dlms.service import SelectiveAccess

LOGICAL_NAME = 1

PROFILE_GENERIC, BUFFER, ENTRIES_IN_USE = 7, 2, 7
MOST_ROWS = 1000
BY_ENTRY = 2
FIRST_ROWS = SelectiveAccess(
    BY_ENTRY,
    structure(DOUBLE_LONG_UNSIGNED(1), DOUBLE_LONG_UNSIGNED(3), LONG_UNSIGNED(1), LONG_UNSIGNED(0)),
)
"""Of a buffer that would take long to read, some rows will do."""


def selection_of(association: Association, target: Target) -> SelectiveAccess | None:
    if (target.class_id, target.attribute_id) != (PROFILE_GENERIC, BUFFER):
        return None
    rows = association.try_read(target.attribute._replace(attribute_id=ENTRIES_IN_USE))
    is_long = isinstance(rows, Data) and rows.type is DOUBLE_LONG_UNSIGNED and rows.value > MOST_ROWS
    return FIRST_ROWS if is_long else None


@testcase(
    "DLMS-ATTR-001",
    version=3,
    purpose="What the object list calls readable has a value of the type, range and codes of its class, else none.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACCESS-RIGHTS", "DLMS-ATTRIBUTE-TYPE"],
    requires="DLMS.LN and DLMS.GET and COSEM.CURRENT_ASSOCIATION",
    instances="attributes",
)
def test_attribute_is_read(association: Association, step: Step, target: Target) -> None:
    known = target.known
    name = known.name if known else "an attribute of a class that is not known here"
    with step(f"Ask for attribute {target.attribute_id}, {name}; the right to read it: {target.reading}"):
        selection = selection_of(association, target)
        request = GetRequestNormal(association.next_invoke_id(), *target.attribute, access_selection=selection)
        answer = association.try_out(request)
        if target.reading == "no":
            assert answer in WITHOUT_SUCCESS
        if target.reading == "yes" and isinstance(answer, GetResponseNormal):
            assert answer.result not in DENIALS or selection

    if target.reading == "yes" and answer not in WITHOUT_SUCCESS:
        with step("The value is as the class wants it", rule="DLMS-ATTRIBUTE-TYPE"):
            data = the_one(answer, GetResponseNormal).data
            if target.attribute_id == LOGICAL_NAME:
                assert data == OCTET_STRING(ObisCode(target.instance_id))
            step.foreseen(known, f"class {target.class_id} version {target.version} is not known here")
            violations = known.check(data) if known else []
            assert violations == []
        return

    with step("The DUT still serves; what has no value was refused by a get-response"):
        association.ensure_open()
        association.read_logical_device_name()
        step.foreseen(target.reading != "yes", "readable, but without a value now")
        step.foreseen(answer in REFUSED, "refused, but not by a data-access-result")
