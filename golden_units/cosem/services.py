"""The services of a golden server; a defect replaces one of them."""

from dataclasses import dataclass, field

from golden_units.cosem.action_service import ActionService
from golden_units.cosem.get_service import GetService
from golden_units.cosem.set_service import SetService


@dataclass(frozen=True, slots=True)
class Services:
    get: GetService = field(default_factory=GetService)
    set: SetService = field(default_factory=SetService)
    action: ActionService = field(default_factory=ActionService)
