"""The object list as cases use it: decoded strictly, read by version."""

import pytest

from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    BOOLEAN,
    ENUM,
    INTEGER,
    LONG_UNSIGNED,
    NULL_DATA,
    OCTET_STRING,
    UNSIGNED,
    Data,
    array,
    structure,
)
from conformance.errors import ProtocolViolation
from conformance.tester.object_list import CURRENT_ASSOCIATION, ObjectList

NAME = ObisCode("0-0:42.0.0.255")
DATA_CLASS, ACCESS = LONG_UNSIGNED(1), ENUM(1)


def element(
    class_id: Data = DATA_CLASS,
    name: bytes = NAME,
    modes: tuple[int, ...] = (1, 3),
    method: Data = ACCESS,
    version: int = 0,
) -> Data:
    attributes = [structure(INTEGER(number), ENUM(mode), NULL_DATA()) for number, mode in enumerate(modes, start=1)]
    methods = [structure(INTEGER(1), method)]
    rights = structure(array(*attributes), array(*methods))
    return structure(class_id, UNSIGNED(version), OCTET_STRING(bytes(name)), rights)


def test_element_is_read() -> None:
    (listed,) = ObjectList.decode(array(element(method=BOOLEAN(True))))
    assert (listed.class_id, listed.version, listed.instance_id) == (1, 0, NAME)
    assert listed.attributes == {1: 1, 2: 3}
    assert listed.methods == {1: 1}
    assert listed.attribute(2) == (1, NAME, 2)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (UNSIGNED(1), "object_list"),
        (array(UNSIGNED(1)), "object_list[0]"),
        (array(element(), structure(UNSIGNED(1))), "object_list[1]"),
        (array(element(UNSIGNED(1))), "object_list[0].class_id"),
        (array(element(name=bytes(5))), "object_list[0].logical_name"),
        (array(element(method=UNSIGNED(1))), "object_list[0].method_access.access_mode"),
    ],
)
def test_wrong_part_is_named(data: Data, where: str) -> None:
    with pytest.raises(ProtocolViolation) as caught:
        ObjectList.decode(data)
    assert caught.value.field == where


def test_attribute_listed_twice_is_a_violation() -> None:
    item = structure(INTEGER(2), ENUM(1), NULL_DATA())
    rights = structure(array(item, item), array())
    with pytest.raises(ProtocolViolation, match="2 twice"):
        ObjectList.decode(array(structure(LONG_UNSIGNED(1), UNSIGNED(0), OCTET_STRING(bytes(NAME)), rights)))


@pytest.mark.parametrize(
    ("version", "readable", "writable", "unreadable", "unwritable", "unknown"),
    [
        (1, {1, 3}, {2, 3}, {0, 2, 5}, {0, 1, 4}, {7, 8, 9}),
        (3, {1, 3}, {2, 3}, {0, 2, 4, 6, 8}, {0, 1, 4, 5, 8, 9}, set()),
    ],
)
def test_modes_are_read_by_version(
    version: int,
    readable: set[int],
    writable: set[int],
    unreadable: set[int],
    unwritable: set[int],
    unknown: set[int],
) -> None:
    own = element(LONG_UNSIGNED(15), CURRENT_ASSOCIATION, version=version)
    objects = ObjectList.decode(array(own))
    assert {mode for mode in range(10) if objects.is_readable(mode)} == readable
    assert {mode for mode in range(10) if objects.is_writable(mode)} == writable
    assert {mode for mode in range(10) if objects.is_unreadable(mode)} == unreadable
    assert {mode for mode in range(10) if objects.is_unwritable(mode)} == unwritable
    assert {mode for mode in range(10) if not objects.knows_attribute_mode(mode)} == unknown


@pytest.mark.parametrize("size", [1, 3, 10, 100])
def test_sample_is_bounded_and_comes_from_all_over(size: int) -> None:
    objects = ObjectList.decode(array(*(element(name=bytes((0, 0, number, 0, 0, 255))) for number in range(30))))
    sample = objects.sample(size)
    assert 1 <= len(sample) <= size
    assert sample[0] == objects.objects[0]
    assert len(sample) == 1 or objects.objects.index(sample[-1]) >= 15


def test_modes_are_read_by_the_version_of_any_association_if_its_own_is_not_listed() -> None:
    another = element(LONG_UNSIGNED(15), ObisCode("0-0:40.0.1.255"), version=3)
    objects = ObjectList.decode(array(element(modes=(1, 2)), another))
    assert objects.version == 3
    assert objects.is_writable(2)
    assert not objects.is_readable(2)
