"""A SET with fewer values than attributes, or more."""

from conformance.authoring import WITHOUT_SUCCESS, Association, Step, set_list, testcase, varied, writable_data


@testcase(
    "DLMS-SET-011",
    version=2,
    purpose="A SET whose numbers of attributes and values differ is not served, and writes nothing.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-SET-LIST"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.MULTIPLE_REFERENCES",
    association="writing",
)
def test_set_list_with_unequal_counts(association: Association, step: Step) -> None:
    with step("Read an attribute that may be written"):
        attribute = writable_data(association)
        old = association.preserve(attribute)
        new = varied(old)

    with step("Write the value that it has, with as many attributes as values: that is served"):
        refused = association.try_out(set_list(association, [(attribute, old)])) in WITHOUT_SUCCESS
        step.foreseen(not refused, "a list is refused with equal counts, too")

    for attributes, values in ((2, 1), (1, 2), (1, 0)):
        with step(f"Write another value with {attributes} attributes and {values} values: that is not served"):
            association.ensure_open()
            request = set_list(association, [(attribute, new)] * 2)
            del request.attributes[attributes:], request.values[values:]
            assert association.try_out(request) in WITHOUT_SUCCESS

        with step("Read it: it has its old value"):
            association.ensure_open()
            assert association.read(attribute) == old
