"""Script tables (class 9): tariffs 0-0:10.0.100.255, supply switch 0-0:10.0.106.255."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dlms.action import ActionOutcome, ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import ENUM, INTEGER, LONG_UNSIGNED, OCTET_STRING, Data, array, structure
from conformance.dlms.interface_classes.script_table import EXECUTE, SCRIPT_TABLE, WRITE
from golden_units.cosem.object_model import AccessRefused, Instance, Invoke, constant

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer

TARIFF_SCRIPTS, SWITCH_SCRIPTS = "0-0:10.0.100.255", "0-0:10.0.106.255"
RATES = (b"RATE1", b"RATE2")
"""Masks of the register activation; script 1 activates the first."""


def script_tables() -> list[Instance]:
    rates = [action(WRITE, 6, "0-0:14.0.0.255", 4, OCTET_STRING(rate)) for rate in RATES]
    switch = [action(EXECUTE, 70, "0-0:96.3.10.255", number, INTEGER(0)) for number in (1, 2)]
    return [script_table(TARIFF_SCRIPTS, rates), script_table(SWITCH_SCRIPTS, switch)]


def script_table(instance_id: str, actions: list[Data]) -> Instance:
    """A table whose scripts, numbered from 1, have one action each."""
    scripts = [structure(LONG_UNSIGNED(number), array(one)) for number, one in enumerate(actions, start=1)]
    return Instance(SCRIPT_TABLE, ObisCode(instance_id), {2: constant(array(*scripts))}, {1: execute(array(*scripts))})


def action(service_id: int, class_id: int, instance_id: str, index: int, parameter: Data) -> Data:
    return structure(
        ENUM(service_id), LONG_UNSIGNED(class_id), OCTET_STRING(ObisCode(instance_id)), INTEGER(index), parameter
    )


def execute(scripts: Data) -> Invoke:
    """The method: all actions of a script, in order, until one fails."""

    def invoke(association: AssociationServer, parameters: Data | None) -> ActionResult:
        if parameters is None or parameters.type is not LONG_UNSIGNED:
            return ActionResult.TYPE_UNMATCHED
        for identifier, actions in scripts:
            if identifier.value == parameters.value:
                results = (perform(association, one) for one in actions)
                return next((result for result in results if result != ActionResult.SUCCESS), ActionResult.SUCCESS)
        return ActionResult.OTHER_REASON

    return invoke


def perform(association: AssociationServer, one: Data) -> ActionResult:
    service, class_id, name, index, parameter = one
    key = (class_id.value, bytes(name.value), index.value)
    if service.value == EXECUTE:
        method = association.device.methods.get(key)
        return ActionResult.OBJECT_UNDEFINED if method is None else result_of(method(association, parameter))
    point = association.device.points.get(key)
    if point is None or point.write is None:
        return ActionResult.OBJECT_UNDEFINED
    try:
        point.write(association, parameter)
    except AccessRefused as refused:
        return ActionResult(refused.result)
    return ActionResult.SUCCESS


def run_script(association: AssociationServer, table: bytes, selector: int) -> ActionResult:
    """What a schedule or a calendar does when the time has come."""
    method = association.device.methods.get((SCRIPT_TABLE.class_id, bytes(table), 1))
    return ActionResult.OBJECT_UNDEFINED if method is None else result_of(method(association, LONG_UNSIGNED(selector)))


def result_of(performed: ActionResult | ActionOutcome) -> ActionResult:
    return performed.result if isinstance(performed, ActionOutcome) else performed
