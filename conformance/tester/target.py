"""What an instance of a case is about: one attribute of the DUT, as the object list of one association tells it."""

from dataclasses import dataclass
from typing import Literal

from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.interface_classes import INTERFACE_CLASSES, Attribute
from conformance.tester.object_list import CURRENT_ASSOCIATION, ListedObject, ObjectList

OBJECT_LIST_AS_A_WHOLE = (15, 0, str(CURRENT_ASSOCIATION), 0)
"""Class, version, object, and 0 as the number of all attributes."""

Right = Literal["yes", "no", "protected"]
"""Whether a client may, may not, or may with protected messages alone."""


@dataclass(frozen=True, slots=True)
class Target:
    """One attribute, for one association of the bench."""

    association: str
    """Its name in the bench file."""

    class_id: int
    version: int
    instance_id: str
    attribute_id: int
    reading: Right
    writing: Right
    trouble: str = ""
    """Why what it stands for cannot be tested; empty for an attribute that was listed."""

    @classmethod
    def of(cls, association: str, objects: ObjectList, listed: ListedObject, number: int) -> "Target":
        mode = listed.attributes[number]
        reading: Right = "yes" if objects.is_readable(mode) else "no" if objects.is_unreadable(mode) else "protected"
        writing: Right = "yes" if objects.is_writable(mode) else "no" if objects.is_unwritable(mode) else "protected"
        name = str(listed.instance_id)
        return cls(association, listed.class_id, listed.version, name, number, reading, writing)

    @classmethod
    def untold(cls, association: str, trouble: str) -> "Target":
        """Stands for the attributes of an association that nobody could ask for, so that they are not forgotten."""
        return cls(association, *OBJECT_LIST_AS_A_WHOLE, "protected", "protected", trouble)

    @property
    def name(self) -> str:
        """Of the instance, as reports write it: association, class, object, attribute."""
        return f"{self.association} {self.class_id} {self.instance_id} {self.attribute_id}"

    @property
    def attribute(self) -> AttributeDescriptor:
        return AttributeDescriptor(self.class_id, ObisCode(self.instance_id), self.attribute_id)

    @property
    def known(self) -> Attribute | None:
        """What the interface class says of the attribute; None if class, version or attribute are not known here."""
        interface = INTERFACE_CLASSES.get((self.class_id, self.version))
        return None if interface is None else interface.attribute(self.attribute_id)

    @property
    def guard(self) -> str:
        """The effect that writing even the old value back may have; empty for a mere write."""
        return GUARDS.get((self.class_id, self.attribute_id), GUARDS.get((self.class_id, None), ""))


NEVER = {
    "link": "it might cut the DUT off from its bench",
    "rights": "it might change who may do what",
    "rows": "a buffer is filled by the device",
}
"""In place of an effect, and why."""

_EFFECTS = {
    "erases": ((7, 3), (7, 4), (7, 5), (7, 6), (7, 8)),
    "clock": ((8, None), (20, 10)),
    "firmware": ((18, None),),
    "relay": ((22, None), (70, None), (71, None)),
    "rows": ((7, 2),),
    "rights": tuple((class_id, None) for class_id in (12, 15, 17, 64, 111, 115)),
    "link": tuple(
        (class_id, None) for class_id in (19, 23, 27, 28, 29, *range(41, 47), 48, 50, 51, 52, 53, 55, 56, 57)
    ),
}
GUARDS: dict[tuple[int, int | None], str] = {place: effect for effect, places in _EFFECTS.items() for place in places}
"""(class, attribute or None for all) -> effect of writing, of what more hangs on than a value.

Capture definitions and periods clear a buffer; a calendar whose time has passed may be activated; schedules, limiters
and control modes move a relay; what sets up links, associations, security, accounts and credit is not touched at all.
"""
