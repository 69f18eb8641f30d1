"""The rows of the event log."""

from conformance.authoring import Association, AttributeDescriptor, ObisCode, Step, testcase
from conformance.dlms.data_types import ARRAY, COMPACT_ARRAY, DOUBLE_LONG_UNSIGNED, NULL_DATA, STRUCTURE, Data
from conformance.dlms.interface_classes import INTERFACE_CLASSES

EVENT_LOG = ObisCode("0-0:99.98.0.255")
BUFFER, CAPTURE_OBJECTS, ENTRIES_IN_USE = (AttributeDescriptor(7, EVENT_LOG, number) for number in (2, 3, 7))
MOST_ROWS = 1000
CAPTURE_OBJECT = "structure(long-unsigned, octet-string, integer, long-unsigned)"


def fits(cell: Data, column: Data) -> bool:
    """True if a cell may stand in a column: null-data repeats the row before; the types of unknown classes are free."""
    class_id, _, number, data_index = column.value
    known = [found for (known_id, _), found in INTERFACE_CLASSES.items() if known_id == class_id]
    attribute = known[0].attribute(number) if known and not data_index else None
    return attribute is None or cell.type is NULL_DATA or attribute.permits(cell.type)


@testcase(
    "DLMS-OBJ-016",
    version=2,
    purpose="Every row of the event log has one cell for each capture object, of its type; entries_in_use counts them.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-PROFILE"],
    requires="DLMS.LN and DLMS.GET and COSEM.EVENT_LOG",
)
def test_event_log_rows(association: Association, step: Step) -> None:
    with step("Read capture_objects: each names an attribute"):
        columns = association.read_permitted(CAPTURE_OBJECTS)
        assert columns.type.tag == ARRAY
        assert [str(column.type) for column in columns] == [CAPTURE_OBJECT] * len(columns)

    with step("Read the buffer between two readings of entries_in_use"):
        entries = association.read_permitted(ENTRIES_IN_USE)
        is_long = entries.type is DOUBLE_LONG_UNSIGNED and entries.value > MOST_ROWS
        step.foreseen(not is_long, f"{entries.value} rows take too long to be read")
        buffer = association.read_permitted(BUFFER)
        step.foreseen(association.read_permitted(ENTRIES_IN_USE) == entries, "an event was logged meanwhile")

    with step("The buffer is an array with as many rows as are in use"):
        assert buffer.type.tag in (ARRAY, COMPACT_ARRAY)
        assert len(buffer) == entries.value
        step.foreseen(entries.value, "the event log is empty")

    with step("Every row has a cell for each capture object, in order"):
        for row in buffer:
            assert row.type.tag == STRUCTURE
            assert len(row) == len(columns)
            cells = zip(row, columns, strict=True)
            misfits = [(cell, column) for cell, column in cells if not fits(cell, column)]
            assert misfits == []
