"""Lists of attributes that are empty, cut short, or longer than they say."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_SERVED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    get_list,
    testcase,
    the_one,
)
from conformance.dlms.apdu import summary
from conformance.dlms.get import GetResponseWithList

COUNT_AT = 3
"""Octets before the number of attributes."""


@testcase(
    "DLMS-GET-013",
    version=2,
    purpose="An empty list gets no data, one that is shorter than it says is not served, and the DUT goes on serving.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-XDLMS-TRUNCATED"],
    requires="DLMS.LN and DLMS.GET and DLMS.MULTIPLE_REFERENCES",
)
def test_malformed_get_list_is_not_served(association: Association, step: Step) -> None:
    with step("A list of two attributes is served"):
        served = association.ask(get_list(association, [LOGICAL_DEVICE_NAME] * 2), "get-response-with-list")
        step.foreseen(served not in NOT_SERVED, f"two attributes at once are refused: {summary(served)}")
        assert len(the_one(served, GetResponseWithList).results) == 2

    with step("An empty list is answered by no result, or turned down"):
        answer = association.try_out(get_list(association, []))
        if answer not in WITHOUT_SUCCESS:
            assert the_one(answer, GetResponseWithList).results == []

    whole = get_list(association, [LOGICAL_DEVICE_NAME] * 2).encode()
    for what, octets in (
        ("cut behind the first attribute", whole[:14]),
        ("cut before the last octet", whole[:-1]),
        ("that says 3 and has 2 attributes", whole[:COUNT_AT] + b"\x03" + whole[COUNT_AT + 1 :]),
    ):
        with step(f"A list {what} is not served"):
            association.ensure_open()
            assert association.try_out(octets) in WITHOUT_SUCCESS

    with step("The DUT still serves"):
        association.ensure_open()
        association.read_logical_device_name()
