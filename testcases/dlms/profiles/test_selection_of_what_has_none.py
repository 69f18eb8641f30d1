"""Selective access to an attribute that has none."""

from conformance.authoring import LOGICAL_DEVICE_NAME, WITHOUT_SUCCESS, Association, Step, testcase
from conformance.dlms.data_types import DOUBLE_LONG_UNSIGNED, LONG_UNSIGNED, NULL_DATA, structure
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.service import SelectiveAccess

FIRST_ENTRY = structure(*[DOUBLE_LONG_UNSIGNED(1)] * 2, *[LONG_UNSIGNED(1)] * 2)


@testcase(
    "DLMS-PROF-013",
    version=1,
    purpose="A selection of an attribute without selective access is refused, and does not bring the whole.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-SELECTIVE-ACCESS"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS",
)
def test_selection_of_what_has_none(association: Association, step: Step) -> None:
    with step("The logical device name is served as a whole"):
        association.read_logical_device_name()

    for selector, parameters in ((1, NULL_DATA()), (2, FIRST_ENTRY)):
        with step(f"Ask for a part of it by selector {selector}: no data come"):
            association.ensure_open()
            invoke, access = association.next_invoke_id(), SelectiveAccess(selector, parameters)
            request = GetRequestNormal(invoke, *LOGICAL_DEVICE_NAME, access_selection=access)
            assert association.try_out(request) in WITHOUT_SUCCESS

    with step("The logical device name is still served as a whole"):
        association.ensure_open()
        association.read_logical_device_name()
