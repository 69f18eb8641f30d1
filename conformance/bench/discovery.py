"""What the DUT tells about itself: identification before and after a run, and PICS items it answers for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.bench.bench_file import DutPart
from conformance.bench.case_run import Setting
from conformance.bench.diagnosis import diagnose
from conformance.bench.handles import new_link
from conformance.bench.link_url import LinkUrl
from conformance.checks import observing
from conformance.declaration import PicsItem
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import STRINGS, Data
from conformance.dlms.initiate import Conformance
from conformance.errors import BenchError, ProtocolViolation
from conformance.reason_codes import NO_ANSWER_YET, UNANSWERED
from conformance.steps import Inconclusive, Step
from conformance.tester.association import LOGICAL_DEVICE_NAME, Association
from conformance.tester.dut import Dut
from conformance.tester.object_list import OBJECT_LIST, ObjectList
from conformance.tolerances import hint

IDENTIFICATION = {
    "logical_device_name": LOGICAL_DEVICE_NAME,
    "serial_number": AttributeDescriptor(1, ObisCode("0-0:96.1.0.255"), 2),
    "firmware_version": AttributeDescriptor(1, ObisCode("1-0:0.2.0.255"), 2),
}
"""What identifies a meter, and where it says so."""

EVERYTHING = Conformance(0xFFFFFF)

LONGEST_TROUBLE = 300
"""Characters of a trouble; what a DUT sends may make it as long as it likes."""

EMPTY = Conformance(0)


@dataclass(slots=True)
class Discovered:
    """Identification as text, the negotiated conformance, and the objects in the object list."""

    identification: dict[str, str] = field(default_factory=dict)
    conformance: Conformance = EMPTY
    objects: set[tuple[int, str]] | None = None
    """Class and OBIS code of every object; None if the DUT did not tell."""

    answered: bool = False
    """True if what came shows that the DUT speaks the protocol; with faults too, which are for cases to find."""

    has_verified: bool = False
    """True if at least one valid frame came from the DUT."""

    trouble: str = ""
    """What kept the identification from being complete."""

    def as_json(self) -> dict[str, Any]:
        return {
            "identification": self.identification,
            "conformance": self.conformance.label if self.conformance else "",
            "objects": None if self.objects is None else sorted(self.objects),
            "answered": self.answered,
            "trouble": self.trouble,
        }

    def items(self, proforma: Mapping[str, PicsItem]) -> dict[str, bool]:
        """The PICS items that this answers."""
        found: dict[str, bool] = {}
        for item in proforma.values():
            what, _, which = item.discover.partition(":")
            if what == "conformance" and self.conformance:
                found[item.id] = bool(self.conformance & Conformance[which])
            elif what == "object" and self.objects is not None:
                class_id, _, obis = which.partition(":")
                found[item.id] = (int(class_id), obis) in self.objects
        return found


def discover(setting: Setting, url: LinkUrl, *, is_brief: bool = False) -> Discovered:
    """Associate, read, release, disconnect, as far as the DUT goes along; what stops it is in `trouble`.

    A brief one asks for a sign of life only: an association and the logical device name.
    """
    step = Step(setting.recorder, setting.exchange, ("identification",))
    credentials = setting.dut.for_identification()
    link = new_link(setting.framing, setting.exchange, step, credentials, setting.hdlc, setting.dut)
    association = Association(link, credentials, setting.dut, may_change=False)
    discovered = Discovered()
    with observing(step):
        try:
            (_ask_briefly if is_brief else _ask)(association, discovered)
        except (ProtocolViolation, BenchError, Inconclusive) as trouble:
            _stopped_by(trouble, setting.dut, discovered)
        is_understood = link.is_understood
        link.hang_up()
    discovered.answered = is_understood
    discovered.has_verified = link.valid_frames > 0
    is_explained = setting.has_verified or credentials.name in setting.dut.standing.refused  # the link works otherwise
    if not discovered.answered and not is_explained:
        discovered.trouble = diagnose(link, url, setting.exchange, discovered.trouble)
    return discovered


def differing(declared: DutPart, told: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Where what the DUT tells differs from the bench file, or from what it told before the first case."""
    expected = {"serial_number": declared.serial_number, "firmware_version": declared.firmware_version}
    said = []
    for name, value in told.items():
        words = name.replace("_", " ")
        if expected.get(name) and value != expected[name]:
            said.append(f"{words}: the DUT says {value or 'nothing'}, the bench file {expected[name]}")
        if before.get(name, value) != value:
            said.append(f"{words}: {before[name] or 'nothing'} before the first case, {value or 'nothing'} now")
    return said


def undeclared(declared: Mapping[str, bool], found: Mapping[str, bool]) -> list[str]:
    """PICS items that the bench file denies and the DUT shows; cases that need them do not apply."""
    return [
        f"{item}: the bench file says that the DUT does not have it, and the DUT shows it"
        for item, has in found.items()
        if has and declared.get(item) is False
    ]


def _ask_briefly(association: Association, discovered: Discovered) -> None:
    association.open()
    discovered.identification["logical_device_name"] = _text(association, LOGICAL_DEVICE_NAME)
    _leave(association, discovered)
    association.link.disconnect()


def _ask(association: Association, discovered: Discovered) -> None:
    shows_secret = association.credentials.secret is not None
    if not shows_secret:  # else the usual AARQ has to say first whether the secret is right
        _tell_abilities(association, discovered)
    association.open()
    discovered.identification |= read_identification(association)
    _tell_objects(association, discovered)
    _leave(association, discovered)
    if shows_secret:
        _tell_abilities(association, discovered)
    association.link.disconnect()


def _leave(association: Association, discovered: Discovered) -> None:
    """Release; a DUT that does not go along has told all the same what it told before, and is asked further."""
    try:
        association.leave()
    except ProtocolViolation as trouble:
        _stopped_by(trouble, association.dut, discovered)
        association.link.hang_up()
        association.give_up()


def _stopped_by(trouble: BaseException, dut: Dut, discovered: Discovered) -> None:
    """Say what was wrong, by which rule, and which tolerance steps over it; the first such thing stands."""
    is_astray = isinstance(trouble, Inconclusive) and trouble.reason_code in (UNANSWERED, NO_ANSWER_YET)
    if is_astray and trouble.__cause__ is not None:
        trouble = trouble.__cause__  # what to look at is for a diagnosis
    said = str(trouble)
    if isinstance(trouble, ProtocolViolation):
        rule = f"; rule {trouble.rule}" if trouble.rule else ""
        told = hint(trouble.tolerance, dut.tolerances, ())
        said = _cut(said, LONGEST_TROUBLE - len(rule + told)) + rule + told
    discovered.trouble = discovered.trouble or _cut(said)


def _tell_abilities(association: Association, discovered: Discovered) -> None:
    """What the DUT agrees to when everything is proposed; that association serves nothing else."""
    association.link.connect()
    everything = association.initiate_request(proposed_conformance=EVERYTHING)
    aare = association.request_association(association.aarq(everything))
    if aare.accepted and association.negotiated is not None:
        discovered.conformance = association.negotiated.negotiated_conformance
        _leave(association, discovered)


def read_identification(association: Association) -> dict[str, str]:
    """What identifies the meter; empty texts for what it does not tell."""
    return {name: _text(association, attribute) for name, attribute in IDENTIFICATION.items()}


def _text(association: Association, attribute: AttributeDescriptor) -> str:
    """A string as text, everything unprintable escaped; empty if the DUT does not give it, or may not be asked."""
    if str(attribute.instance_id) in association.dut.do_not_test:
        return ""
    shown = association.try_read(attribute)
    if not isinstance(shown, Data) or shown.type not in STRINGS:
        return ""
    octets: bytes = shown.value
    return "".join(chr(octet) if 0x20 <= octet < 0x7F else f"\\x{octet:02x}" for octet in octets)


def _tell_objects(association: Association, discovered: Discovered) -> None:
    """Class and name of every listed object; a list that cannot be read tells nothing, and is for cases to judge."""
    if str(OBJECT_LIST.instance_id) in association.dut.do_not_test:
        return
    shown = association.try_read(OBJECT_LIST)
    if not isinstance(shown, Data):
        return
    try:
        listed = ObjectList.decode(shown)
    except ProtocolViolation as malformed:
        discovered.trouble = discovered.trouble or _cut(f"the object list is malformed: {malformed}")
    else:
        discovered.objects = {(known.class_id, str(known.instance_id)) for known in listed}


def _cut(text: str, length: int = LONGEST_TROUBLE) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
