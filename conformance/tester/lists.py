"""Requests about several attributes or methods at once (IEC 62056-5-3, requests with list)."""

from collections.abc import Sequence

from conformance.dlms.action import ActionRequestWithList, ActionRequestWithListAndFirstPblock, ActionRequestWithPblock
from conformance.dlms.action import Method as NamedMethod
from conformance.dlms.cosem import AttributeDescriptor
from conformance.dlms.data_types import Data
from conformance.dlms.get import GetRequestWithList
from conformance.dlms.service import SelectedAttribute
from conformance.dlms.set import SetRequestWithDatablock, SetRequestWithList, SetRequestWithListAndFirstDatablock
from conformance.tester.association import Association
from conformance.tester.block_transfer import numbered
from conformance.tester.blocks import VALUES

Assignments = Sequence[tuple[AttributeDescriptor, Data]]
"""Attributes (or methods) with the value that each is to take (or its parameters)."""


def get_list(association: Association, attributes: Sequence[AttributeDescriptor]) -> GetRequestWithList:
    return GetRequestWithList(association.next_invoke_id(), [SelectedAttribute(*known) for known in attributes])


def set_list(association: Association, assignments: Assignments) -> SetRequestWithList:
    names, values = _parted(assignments)
    return SetRequestWithList(association.next_invoke_id(), [SelectedAttribute(*known) for known in names], values)


def action_list(association: Association, calls: Assignments) -> ActionRequestWithList:
    names, parameters = _parted(calls)
    return ActionRequestWithList(association.next_invoke_id(), [NamedMethod(*known) for known in names], parameters)


def set_list_in_blocks(
    association: Association, assignments: Assignments, *, size: int
) -> list[SetRequestWithListAndFirstDatablock | SetRequestWithDatablock]:
    """The requests that SET several attributes in blocks of so many octets."""
    invoke = association.next_invoke_id()
    names, values = _parted(assignments)
    first, *others = numbered(VALUES.encode(values, "values"), size)
    attributes = [SelectedAttribute(*known) for known in names]
    return [
        SetRequestWithListAndFirstDatablock(invoke, attributes, first),
        *(SetRequestWithDatablock(invoke, block) for block in others),
    ]


def action_list_in_blocks(
    association: Association, calls: Assignments, *, size: int
) -> list[ActionRequestWithListAndFirstPblock | ActionRequestWithPblock]:
    """The requests that invoke several methods with parameters in blocks of so many octets."""
    invoke = association.next_invoke_id()
    names, parameters = _parted(calls)
    first, *others = numbered(VALUES.encode(parameters, "parameters"), size)
    return [
        ActionRequestWithListAndFirstPblock(invoke, [NamedMethod(*known) for known in names], first),
        *(ActionRequestWithPblock(invoke, block) for block in others),
    ]


def _parted(assignments: Assignments) -> tuple[list[AttributeDescriptor], list[Data]]:
    return [name for name, _ in assignments], [value for _, value in assignments]
