"""Named, realistic faults of golden units, each a small override that cites the rule it breaks."""

from golden_units.defects.base import Defect, defects_of

__all__ = ["Defect", "defects_of"]
