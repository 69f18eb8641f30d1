"""What a meter wrongly lets cases write is put back, even if it has written another attribute than the one meant."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conformance.bench.bench_file import AssociationPart
from conformance.catalogue import published
from conformance.dlms.cosem import ObisCode
from conformance.dlms.get import DataAccessResult
from conformance.dlms.set import SetRequestNormal
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import constant
from golden_units.cosem.server import Parts
from golden_units.cosem.services import Services
from golden_units.cosem.set_service import SetService
from golden_units.defects.electricity_meter.writing import WritesTheObject
from golden_units.electricity_meter import ElectricityMeter
from golden_units.electricity_meter.settings import MANAGEMENT_CLIENT, PASSWORD
from tests.bench.lasting_bench import LastingBench, session_on

NAME, WRITABLE, VOLTAGE = "0-0:42.0.0.255", "0-0:96.1.1.255", "1-0:32.7.0.255"
DATA_CLASS, REGISTER_CLASS = 1, 3


class WritesTheRegister(SetService):
    """Takes whatever is written to a register, of any attribute, for its value."""

    def result(self, association: AssociationServer, request: SetRequestNormal) -> DataAccessResult:
        if request.class_id == REGISTER_CLASS and request.instance_id == ObisCode(VOLTAGE):
            association.device.points[REGISTER_CLASS, bytes(request.instance_id), 2] = constant(request.value)
            return DataAccessResult.SUCCESS
        return super().result(association, request)


def value_in(meter: ElectricityMeter, class_id: int, name: str) -> Any:
    point: Any = meter.devices[meter.settings.server_sap].points[class_id, bytes(ObisCode(name)), 2]
    return point.read(SimpleNamespace(now=0))


@pytest.mark.parametrize(
    ("case_id", "service", "class_id", "name"),
    [
        ("DLMS-SET-004", WritesTheObject, DATA_CLASS, NAME),
        ("DLMS-SET-007", WritesTheObject, DATA_CLASS, NAME),
        ("DLMS-SET-007", WritesTheObject, DATA_CLASS, WRITABLE),
        ("DLMS-SET-006", WritesTheRegister, REGISTER_CLASS, VOLTAGE),
    ],
)
def test_what_was_overwritten_is_put_back(
    tmp_path: Path, case_id: str, service: type[SetService], class_id: int, name: str
) -> None:
    meter = ElectricityMeter(parts=Parts(services=Services(set=service())))
    before = value_in(meter, class_id, name)
    management = AssociationPart.model_validate(
        {
            "name": "m",
            "client_sap": MANAGEMENT_CLIENT,
            "mechanism": "lls",
            "secret": PASSWORD.decode(),
            "may_write": True,
        }
    )
    session = session_on(LastingBench(meter, associations=[management], permits=["writes"]), tmp_path)
    case = published().case(case_id)
    record = session.run(case.facts, case.body)
    assert record["verdict"] == "FAIL", record["reason"]
    assert value_in(meter, class_id, name) == before
    assert not session.left_changed
