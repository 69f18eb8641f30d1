"""The golden electricity meter."""

from golden_units.electricity_meter.meter import ElectricityMeter
from golden_units.electricity_meter.settings import MeterSettings

__all__ = ["ElectricityMeter", "MeterSettings"]
