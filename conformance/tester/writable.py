"""What a case may write: an attribute of the DUT whose value can be varied and put back."""

from collections.abc import Iterator

from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import (
    BOOLEAN,
    DOUBLE_LONG,
    DOUBLE_LONG_UNSIGNED,
    INTEGER,
    LONG,
    LONG_UNSIGNED,
    STRINGS,
    UNSIGNED,
    Data,
)
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.dlms.set import SetRequestNormal
from conformance.steps import Inconclusive
from conformance.tester.answers import WITHOUT_SUCCESS, Answer
from conformance.tester.association import Association
from conformance.tester.dut_clock import CLOCK
from conformance.tester.object_list import ObjectList

DATA_CLASS, PROFILE_GENERIC, ACTIVITY_CALENDAR = 1, 7, 20
PASSIVE_NAME = 6

CANDIDATES = 8
"""How many objects of the list are looked at."""

_NUMBERS = (BOOLEAN, INTEGER, UNSIGNED, LONG, LONG_UNSIGNED, DOUBLE_LONG, DOUBLE_LONG_UNSIGNED)


def writable_data(association: Association) -> AttributeDescriptor:
    """Attribute 2 of the Data object that the PIXIT names, else of one that the object list calls writable.

    Without either the case ends INCONCLUSIVE, as in the plan of the DLMS UA.
    """
    named = association.dut.writable_data
    if named:
        attribute = AttributeDescriptor(DATA_CLASS, ObisCode(named), 2)
        if association.try_read(attribute) != association.try_read(attribute):
            raise Inconclusive("no-write-data", f"{named} of [dut.pixit] has another value each time it is read")
        return attribute
    for attribute in _listed(association):
        shown = association.try_read(attribute)
        is_variable = isinstance(shown, Data) and can_vary(shown)
        if is_variable and association.try_read(attribute) == shown:  # else the device itself changes it
            return attribute
    raise Inconclusive("no-write-data", "WRITE DATA NOT AVAILABLE: see writable_data in [dut.pixit]")


def passive_calendar_name(association: Association) -> AttributeDescriptor | None:
    """A static attribute on which nothing hangs, if there is one: the name of a passive calendar."""
    for attribute in _listed(association, ACTIVITY_CALENDAR, PASSIVE_NAME):
        shown = association.try_read(attribute)
        if isinstance(shown, Data) and can_vary(shown):
            return attribute
    return None


def set_as_read(association: Association, attribute: AttributeDescriptor, value: Data) -> Answer:
    """A SET that must not succeed, with the value just read: the answer, whatever it is.

    A DUT that says success may have written another attribute, as one that looks at the object alone does.
    So both this attribute and attribute 2 of the object are written back after the case then, that one last; a
    clock runs on, and a buffer is too long to be read for that.
    """
    before: dict[AttributeDescriptor, object] = {}
    if attribute.class_id != PROFILE_GENERIC:
        principal = attribute._replace(attribute_id=2)
        read = association.try_out(GetRequestNormal(association.next_invoke_id(), *principal))
        before[principal] = read.result if isinstance(read, GetResponseNormal) else None
    before[attribute] = value
    association.ensure_open()
    request = SetRequestNormal(association.next_invoke_id(), *attribute, access_selection=None, value=value)
    answer = association.try_out(request)
    if answer not in WITHOUT_SUCCESS:
        for known, shown in before.items():
            if isinstance(shown, Data) and known.instance_id != CLOCK:
                association.write_back(known, shown)
    return answer


def _listed(association: Association, class_id: int = DATA_CLASS, number: int = 2) -> Iterator[AttributeDescriptor]:
    objects = ObjectList.read(association)
    found = 0
    for listed in objects:
        mode = listed.attributes.get(number, 0)
        may_be_used = str(listed.instance_id) not in association.dut.do_not_test
        if listed.class_id == class_id and objects.is_readable(mode) and objects.is_writable(mode) and may_be_used:
            found += 1
            if found > CANDIDATES:
                return
            yield listed.attribute(number)


def can_vary(data: Data) -> bool:
    return data.type in _NUMBERS or (data.type in STRINGS and bool(data.value))


def varied(data: Data) -> Data:
    """Another value of the same type and size, the next to it: the lowest bit is the other way round."""
    if not can_vary(data):
        raise Inconclusive("no-write-data", f"WRITE DATA NOT AVAILABLE: no other value is known for {data.type}")
    if isinstance(data.value, bytes):
        return Data(data.type, data.value[:-1] + bytes((data.value[-1] ^ 1,)))
    return Data(data.type, type(data.value)(data.value ^ 1))
