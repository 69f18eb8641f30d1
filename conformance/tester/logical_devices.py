"""Which logical devices the DUT has, so that no case takes one that is there for one that is not.

The SAP assignment of the management logical device (class 17) tells. Where this
client may not read it, nobody knows all of them: the bench file names some, and
the management logical device is always there (IEC 62056-46 6.4.2.4).
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from conformance.checks import passed
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import ARRAY, LONG_UNSIGNED, STRUCTURE, Data
from conformance.errors import ProtocolViolation
from conformance.steps import Inconclusive
from conformance.tester.association import Association

SAP_ASSIGNMENT_LIST = AttributeDescriptor(17, ObisCode("0-0:41.0.0.255"), 2)

NO_STATION, MANAGEMENT = 0, 1

HIGHEST_DEVICE = 0x7D
"""The highest that every width of address can tell."""

SPECIAL = {0x7E, 0x7F, 0x3FFE, 0x3FFF}
"""Reserved, or for all stations, in addresses of seven or fourteen bits."""


@dataclass(frozen=True, slots=True)
class LogicalDevices:
    """SAPs of the logical devices that are known to be there."""

    saps: frozenset[int]
    are_all_known: bool
    """True if the DUT has told them all."""

    @classmethod
    def read(cls, association: Association) -> "LogicalDevices":
        """What the SAP assignment lists, or else what is known without it."""
        credentials = association.credentials
        known = {MANAGEMENT, credentials.server_sap}
        known |= {listed.server_sap for listed in association.dut.associations}
        try:
            listed = _listed(association.read_permitted(SAP_ASSIGNMENT_LIST))
        except Inconclusive:
            listed = frozenset()
        passed(f"{len(listed)} logical devices listed")
        # A list without the one that has just answered is no list of them all, whatever else is wrong with it.
        return cls(listed | known, are_all_known=credentials.server_sap in listed)

    def absent(self, sap: int, bits: int) -> list[int]:
        """SAPs that nobody is known to have: those that differ from `sap` in one of its bits, and two others."""
        alike = [sap ^ 1 << bit for bit in range(bits)]
        highest = max(set(range(HIGHEST_DEVICE + 1)) - self.saps)
        wanted = dict.fromkeys([NO_STATION, *alike, highest])
        return [one for one in wanted if one not in self.saps | SPECIAL]

    @contextlib.contextmanager
    def unless_there(self, sap: int) -> Iterator[None]:
        """An answer from `sap`, which breaks a rule inside, decides nothing if a logical device may be there."""
        try:
            yield
        except (AssertionError, ProtocolViolation) as answer:
            if self.are_all_known or sap == NO_STATION:
                raise
            text = f"the SAP assignment cannot be read, so there may be a logical device {sap}: {answer}"
            raise Inconclusive("unforeseen", text) from answer


def _listed(data: Data) -> frozenset[int]:
    """The SAPs in a list; none if it is malformed, which is the business of the case that judges it."""
    if data.type.tag != ARRAY or any(row.type.tag != STRUCTURE or not len(row) for row in data):
        return frozenset()
    saps = [next(iter(row)) for row in data]
    return frozenset(sap.value for sap in saps) if all(sap.type is LONG_UNSIGNED for sap in saps) else frozenset()
