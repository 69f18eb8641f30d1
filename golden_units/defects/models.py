"""Models of a faulty meter: the golden one with an attribute altered or an object missing."""

from collections.abc import Callable
from dataclasses import replace

from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import Data
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, Point, replaced
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState

Model = Callable[[MeterState], list[Instance]]


def rewritten(instance_id: str, number: int, change: Callable[[Data], Data]) -> Model:
    """A model in which an attribute reads as something that is made from its right value."""

    def model(state: MeterState) -> list[Instance]:
        instances = objects(state)
        point = point_of(instances, instance_id, number)

        def read(association: AssociationServer) -> Data:
            assert point.read is not None
            return change(point.read(association))

        return replaced(instances, instance_id, number, replace(point, read=read))

    return model


def without(instance_id: str) -> Model:
    """A model that lacks an object."""
    return lambda state: [known for known in objects(state) if known.instance_id != ObisCode(instance_id)]


def point_of(instances: list[Instance], instance_id: str, number: int) -> Point:
    return next(known for known in instances if known.instance_id == ObisCode(instance_id)).attributes[number]
