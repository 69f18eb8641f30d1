"""Writing an attribute back, as the object list says.

Left out is what sets up links, associations, security, accounts and credit, and buffers; clock, schedules, switches and
capture definitions need the permission for what hangs on them.
"""

from conformance.authoring import (
    CLOCK,
    DENIALS,
    REFUSED,
    WITHOUT_SUCCESS,
    Association,
    DutClock,
    Step,
    Target,
    set_as_read,
    testcase,
)
from conformance.dlms.get import DataAccessResult


@testcase(
    "DLMS-ATTR-002",
    version=2,
    purpose="What the object list calls writable takes the value it has; what it does not call so refuses it.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-ACCESS-RIGHTS"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and COSEM.CURRENT_ASSOCIATION",
    instances="attributes",
)
def test_attribute_is_written_back(association: Association, step: Step, target: Target) -> None:
    with step("Read it"):
        value = association.read_permitted(target.attribute)

    if target.writing == "yes":
        with step("Write the value that it has; the object list calls it writable"):
            preserve(association, target)
            result = association.set(target.attribute, value).result
            is_reason = result != DataAccessResult.SUCCESS and result not in DENIALS
            step.foreseen(not is_reason, f"the DUT does not write it now: {result.label}")
            assert result == DataAccessResult.SUCCESS
        if target.known and not target.known.is_dynamic:
            with step("Read it: it has that value"):
                assert association.read(target.attribute) == value
        return

    with step(f"Write the value that it has; the right to write it: {target.writing}"):
        answer = set_as_read(association, target.attribute, value)
        if target.writing == "no":
            assert answer in WITHOUT_SUCCESS

    with step("The DUT still serves, and it was a set-response that refused"):
        association.ensure_open()
        association.read_logical_device_name()
        step.foreseen(answer in REFUSED, "not refused by a data-access-result")


def preserve(association: Association, target: Target) -> None:
    """A clock runs on, and is set to what it would show by the end of the case."""
    if target.class_id == 8 and target.instance_id == str(CLOCK) and target.attribute_id == 2:
        DutClock(association).preserve()
    else:
        association.preserve(target.attribute)
