"""A GET of several attributes."""

from conformance.authoring import (
    ABSENT_OBJECT,
    CURRENT_ASSOCIATION,
    LOGICAL_DEVICE_NAME,
    NOT_SERVED,
    WITHOUT_SUCCESS,
    Association,
    AttributeDescriptor,
    Step,
    get_list,
    testcase,
    the_one,
)
from conformance.dlms.apdu import summary
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseWithList

NAME_OF_ASSOCIATION = AttributeDescriptor(15, CURRENT_ASSOCIATION, 1)
PARTNERS = AttributeDescriptor(15, CURRENT_ASSOCIATION, 3)
ABSENT = AttributeDescriptor(1, ABSENT_OBJECT, 2)

LISTS = (
    (LOGICAL_DEVICE_NAME,),
    (LOGICAL_DEVICE_NAME, NAME_OF_ASSOCIATION, PARTNERS),
    (PARTNERS, ABSENT, LOGICAL_DEVICE_NAME, LOGICAL_DEVICE_NAME),
)


@testcase(
    "DLMS-GET-011",
    version=2,
    purpose="A list of attributes is answered by as many results in its order, each as if it were asked for alone.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-LIST"],
    requires="DLMS.LN and DLMS.GET and DLMS.MULTIPLE_REFERENCES",
)
def test_get_list_is_answered_in_order(association: Association, step: Step) -> None:
    with step("Each attribute is read alone, and the absent one is refused"):
        alone = {known: association.read_permitted(known) for known in LISTS[1]}
        step.foreseen(association.try_out(GetRequestNormal(association.next_invoke_id(), *ABSENT)) in WITHOUT_SUCCESS)
        association.ensure_open()

    for wanted in LISTS:
        with step(f"Ask for {len(wanted)} attributes at once: there are as many results"):
            answer = association.ask(get_list(association, wanted), "get-response-with-list")
            # A server may take lists up to a length, or turn one down as a whole; a list of one it has to serve.
            is_turned_down = len(wanted) > 1 and answer in NOT_SERVED
            step.foreseen(not is_turned_down, f"{len(wanted)} attributes are refused as a whole: {summary(answer)}")
            response = the_one(answer, GetResponseWithList)
            assert len(response.results) == len(wanted)

        for number, (known, result) in enumerate(zip(wanted, response.results, strict=True), start=1):
            with step(f"Result {number} is what came for this attribute alone"):
                if known in alone:
                    assert result == alone[known]
                else:
                    assert isinstance(result, DataAccessResult)
                    assert result != DataAccessResult.SUCCESS

    with step("The DUT still serves single requests"):
        association.read_logical_device_name()
