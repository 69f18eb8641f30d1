"""A SET of several attributes."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_SERVED,
    Association,
    Step,
    set_list,
    testcase,
    the_one,
    varied,
    writable_data,
)
from conformance.dlms.apdu import summary
from conformance.dlms.get import DataAccessResult
from conformance.dlms.set import SetResponseWithList


@testcase(
    "DLMS-SET-010",
    version=2,
    purpose="A list of values is answered by as many results in its order; a refused one leaves the others alone.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-SET-LIST"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.MULTIPLE_REFERENCES",
    association="writing",
)
def test_set_list_is_done_in_order(association: Association, step: Step) -> None:
    with step("Read an attribute that may be written, write another value, and see that it takes it"):
        attribute = writable_data(association)
        old = association.preserve(attribute)
        new = varied(old)
        step.foreseen(not association.set(attribute, new).refused, "the value is refused")
        name = association.read_permitted(LOGICAL_DEVICE_NAME)

    for texts, wanted in (
        ("the old value alone", [(attribute, old)]),
        ("the old value, then the new one", [(attribute, old), (attribute, new)]),
        ("the logical device name, then the old value", [(LOGICAL_DEVICE_NAME, name), (attribute, old)]),
        ("the new value, then the logical device name", [(attribute, new), (LOGICAL_DEVICE_NAME, name)]),
    ):
        with step(f"Write {texts} in one request: there are as many results"):
            answer = association.ask(set_list(association, wanted), "set-response-with-list")
            # A server may take lists up to a length, or turn one down as a whole; a list of one it has to serve.
            is_turned_down = len(wanted) > 1 and answer in NOT_SERVED
            step.foreseen(not is_turned_down, f"{len(wanted)} values are refused as a whole: {summary(answer)}")
            response = the_one(answer, SetResponseWithList)
            assert len(response.results) == len(wanted)

        with step("The value is written, the name is refused"):
            for (known, _), result in zip(wanted, response.results, strict=True):
                if known == attribute:
                    assert result == DataAccessResult.SUCCESS
                else:
                    assert result != DataAccessResult.SUCCESS

        with step("Read them: the value is that of the latest success, the name is as before"):
            latest = [value for known, value in wanted if known == attribute][-1]
            assert association.read(attribute) == latest
            assert association.read(LOGICAL_DEVICE_NAME) == name
