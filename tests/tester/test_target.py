"""What an instance of a case is about, and what writing it would touch."""

import pytest

from conformance.dlms.cosem import ObisCode
from conformance.dlms.interface_classes.association_ln import AttributeAccess
from conformance.testcase import Effects
from conformance.tester.object_list import CURRENT_ASSOCIATION, ListedObject, ObjectList
from conformance.tester.target import GUARDS, NEVER, Target

NAME = ObisCode("1-0:1.8.0.255")


def listed(mode: int) -> Target:
    own = ListedObject(15, 1, CURRENT_ASSOCIATION, {}, {})
    register = ListedObject(3, 0, NAME, {2: mode}, {})
    return Target.of("public", ObjectList([own, register]), register, 2)


@pytest.mark.parametrize(
    ("mode", "reading", "writing"),
    [
        (AttributeAccess.NO_ACCESS, "no", "no"),
        (AttributeAccess.READ_ONLY, "yes", "no"),
        (AttributeAccess.WRITE_ONLY, "no", "yes"),
        (AttributeAccess.READ_AND_WRITE, "yes", "yes"),
        (AttributeAccess.AUTHENTICATED_READ_ONLY, "protected", "no"),
        (AttributeAccess.AUTHENTICATED_WRITE_ONLY, "no", "protected"),
        (AttributeAccess.AUTHENTICATED_READ_AND_WRITE, "protected", "protected"),
    ],
)
def test_rights_in_words(mode: int, reading: str, writing: str) -> None:
    target = listed(mode)
    assert (target.reading, target.writing) == (reading, writing)


def test_name_and_what_the_class_says() -> None:
    target = listed(AttributeAccess.READ_ONLY)
    assert target.name == "public 3 1-0:1.8.0.255 2"
    assert target.attribute == (3, NAME, 2)
    assert target.known is not None
    assert target.known.name == "value"


def test_a_class_that_is_not_known() -> None:
    assert Target("public", 9999, 0, "1-0:1.8.0.255", 2, "yes", "no").known is None
    assert Target("public", 3, 200, "1-0:1.8.0.255", 2, "yes", "no").known is None


@pytest.mark.parametrize(
    ("class_id", "number", "guard"),
    [
        (3, 2, ""),
        (7, 2, "rows"),
        (7, 4, "erases"),
        (7, 1, ""),
        (8, 2, "clock"),
        (20, 10, "clock"),
        (20, 6, ""),
        (15, 7, "rights"),
        (64, 2, "rights"),
        (18, 5, "firmware"),
        (22, 4, "relay"),
        (70, 4, "relay"),
        (23, 2, "link"),
        (41, 2, "link"),
    ],
)
def test_what_writing_would_touch(class_id: int, number: int, guard: str) -> None:
    assert Target("public", class_id, 0, "0-0:1.0.0.255", number, "yes", "yes").guard == guard


def test_every_guard_is_an_effect_or_never() -> None:
    assert {guard for guard in GUARDS.values() if guard not in NEVER} <= {effect.word for effect in Effects}
