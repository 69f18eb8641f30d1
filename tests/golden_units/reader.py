"""Attributes and methods of the golden meter as its services reach them, without a line."""

from conformance.clock import NANOSECONDS, seconds_to_ns
from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import Data
from conformance.dlms.get import DataAccessResult
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import AccessRefused
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from golden_units.electricity_meter.scripts import result_of
from golden_units.electricity_meter.settings import MANAGEMENT_CLIENT


class Reader:
    """The management client; `seconds` is the time of the run."""

    def __init__(self, settings: MeterSettings | None = None) -> None:
        self.meter = ElectricityMeter(settings)
        association = self.meter.new_association(MANAGEMENT_CLIENT, 1)
        assert association is not None
        self.association: AssociationServer = association

    @property
    def seconds(self) -> float:
        return self.association.now / NANOSECONDS

    @seconds.setter
    def seconds(self, seconds: float) -> None:
        self.association.now = seconds_to_ns(seconds)
        self.meter.tick(self.association.now)

    def read(self, number: int, name: str, class_id: int) -> Data:
        point = self.association.device.points[class_id, ObisCode(name), number]
        assert point.read is not None
        return point.read(self.association)

    def write(self, number: int, name: str, class_id: int, data: Data) -> DataAccessResult:
        point = self.association.device.points[class_id, ObisCode(name), number]
        assert point.write is not None
        try:
            point.write(self.association, data)
        except AccessRefused as refused:
            return refused.result
        return DataAccessResult.SUCCESS

    def act(self, number: int, name: str, class_id: int, parameters: Data) -> ActionResult:
        method = self.association.device.methods[class_id, ObisCode(name), number]
        return result_of(method(self.association, parameters))
