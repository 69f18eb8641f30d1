"""A second logical device beside the one that measures, with few objects of its own."""

from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.interface_classes.data import DATA_CLASS
from golden_units.cosem.current_association import current_association
from golden_units.cosem.object_model import Instance, constant
from golden_units.electricity_meter.settings import MeterSettings


def second_device(settings: MeterSettings) -> list[Instance]:
    texts = {
        "0-0:42.0.0.255": settings.second_device_name,
        "0-0:96.1.0.255": settings.serial_number,
        "1-0:0.2.0.255": settings.firmware_version,
    }
    data = [Instance(DATA_CLASS, ObisCode(name), {2: constant(OCTET_STRING(text))}) for name, text in texts.items()]
    return [*data, current_association()]
