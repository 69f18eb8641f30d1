"""What a defect is: a name, the rule it breaks, and the parts it replaces."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from golden_units.cosem.object_model import Instance
from golden_units.cosem.server import Parts
from golden_units.cosem.services import Services
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState


@dataclass(frozen=True, slots=True)
class Defect:
    """A fault of a golden electricity meter."""

    name: str
    rule: str
    """Id of the rule it breaks, in testcases/requirements.toml."""

    summary: str
    """What the meter does wrong, in one sentence."""

    parts: dict[str, type] = field(default_factory=dict)
    """Parts of the server that are replaced, by name (see golden_units.cosem.server.Parts)."""

    services: dict[str, type] = field(default_factory=dict)
    """Services that are replaced: get, set, action."""

    model: Callable[[MeterState], list[Instance]] = objects
    state: type[MeterState] = MeterState
    role: str = "electricity_meter"

    def build(self, settings: MeterSettings | None = None) -> ElectricityMeter:
        """A golden meter with this one fault."""
        services: Any = {name: faulty() for name, faulty in self.services.items()}
        parts: Any = dict(self.parts)
        made = replace(Parts(services=replace(Services(), **services)), **parts)
        return ElectricityMeter(settings, parts=made, model=self.model, state=self.state)


def defects_of(role: str = "electricity_meter") -> dict[str, Defect]:
    """All defects of a role, by name; every module of the role's folder lists its own in DEFECTS."""
    package = importlib.import_module(f"golden_units.defects.{role}")
    found: dict[str, Defect] = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda known: known.name):
        for defect in importlib.import_module(f"{package.__name__}.{module.name}").DEFECTS:
            if defect.name in found:
                raise ValueError(f"two defects are named {defect.name}")
            found[defect.name] = defect
    return found
