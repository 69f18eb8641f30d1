"""Putting back what a case changed: each thing by itself, and again over a new link where that went wrong.

A real device that stays changed may be without supply, so no single fault ends
the attempt: not a lost link, not an association that the DUT has dropped, not
one value that it does not take back.
"""

from conformance.clock import NANOSECONDS
from conformance.dlms.apdu import summary
from conformance.dlms.cosem import AttributeDescriptor
from conformance.dlms.data_types import Data
from conformance.dlms.interface_classes import INTERFACE_CLASSES
from conformance.dlms.interface_classes.data import DATA_CLASS
from conformance.errors import BenchError, NoAnswer, ProtocolViolation
from conformance.steps import Inconclusive
from conformance.tester.association import Association
from conformance.tester.link import Link
from conformance.tester.services import Undo
from conformance.tester.standing import SecretRefused

PAUSES = (0, 1, 2, 4)
"""How long the DUT is left alone before each round, in times that it may take to answer: a meter that
switches its supply or starts again may be silent for a while."""


def restore(association: Association) -> list[str]:
    """Restore what can be, latest change first; answers what went wrong on the way.

    Whatever could not be restored stays in `association.restorations`. An
    exception that is no violation of the DUT's is our own fault; it gets out
    when everything else has been tried.
    """
    troubles: list[str] = []
    bugs: list[Exception] = []
    is_sound = association.is_open
    for pause in PAUSES:
        if pause:
            association.link.hang_up()
            _leave_alone(association.link, pause)
        _round(association, troubles, bugs, is_sound=is_sound and not pause)
        if not association.restorations:
            break
    if bugs:
        raise bugs[0]
    return list(dict.fromkeys(troubles))


def restore_over(link: Link, association: Association) -> list[str]:
    """Restore, over a link of the recovery, what a case left changed; answers what went wrong."""
    association.move_to(link)
    troubles = restore(association)
    if not association.restorations:
        try:
            association.leave()
            link.disconnect()
        except (ProtocolViolation, BenchError) as trouble:
            troubles.append(f"after restoring: {trouble}")
    link.hang_up()
    return troubles


def left_in(association: Association) -> list[str]:
    """What is still changed, for a person: attributes by class and name."""
    return list(dict.fromkeys(str(attribute) for attribute, _ in association.restorations))


def _leave_alone(link: Link, times: int) -> None:
    link.pause(times * link.exchange.timing.silence_bound_ns(0) / NANOSECONDS)


def _round(association: Association, troubles: list[str], bugs: list[Exception], *, is_sound: bool) -> None:
    """Try everything once; after a fault the next one gets a link of its own."""
    for entry in association.restorations[::-1]:
        if not is_sound:
            try:
                association.reopen()
            except (ProtocolViolation, BenchError, SecretRefused) as trouble:
                troubles.append(f"no association to restore {entry[0]} with: {trouble}")
                return
        try:
            refusal = _put_back(association, *entry)
        except (ProtocolViolation, BenchError, Inconclusive) as trouble:
            is_sound = False
            troubles.append(f"{entry[0]} not restored: {trouble}")
        except Exception as bug:  # ours; it may not keep the rest from being restored
            is_sound = False
            bugs.append(bug)
        else:
            is_sound = True
            if refusal:
                troubles.append(f"{entry[0]} not restored: {refusal}")
            else:
                association.restorations.remove(entry)


def _put_back(association: Association, attribute: AttributeDescriptor, value: Data | Undo) -> str:
    """Restore one thing and look at it again; answers how that went wrong, or nothing.

    A DUT may say success and do nothing. What it refuses to restore may never have
    changed: cases also try what has to be refused. Its word counts only for what it does not show.
    """
    try:
        answer = association.set(attribute, value)
    except NoAnswer:
        raise
    except (Inconclusive, ProtocolViolation) as trouble:
        if association.link.is_ended:
            raise
        is_done, said = False, str(trouble)
    else:
        is_done, said = not answer.refused, summary(answer)
    is_as_before = _is_as_before(association, attribute, value, is_done=is_done)
    return "" if is_as_before else f"{said}, and it is not as it was"


def _is_as_before(
    association: Association, attribute: AttributeDescriptor, value: Data | Undo, *, is_done: bool
) -> bool:
    """What the DUT does not show, or changes by itself all the time, is as it was if it says so."""
    if isinstance(value, Undo):
        return value.is_undone()
    shown = association.try_read(attribute)
    if not isinstance(shown, Data):
        return is_done
    return shown == value or (is_done and _runs_on(association, attribute, shown))


def _runs_on(association: Association, attribute: AttributeDescriptor, shown: Data) -> bool:
    """True if an attribute has its value from the device: by its class, or as two readings show."""
    classes = (known for (class_id, _), known in INTERFACE_CLASSES.items() if class_id == attribute.class_id)
    found = [known for interface in classes if (known := interface.attribute(attribute.attribute_id))]
    is_of_device = attribute.class_id != DATA_CLASS.class_id and any(known.is_dynamic for known in found)
    return is_of_device or association.try_read(attribute) != shown
