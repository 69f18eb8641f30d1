"""A tolerance profile: a named set of tolerances with their reasons, in a file that several bench files share."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from conformance.bench.file_faults import one_of
from conformance.bench.named_files import NamedPart
from conformance.tolerances import TOLERANCES

PLACE = ("dut", "pixit", "tolerance_profile")

ToleranceName = Annotated[str, one_of(*TOLERANCES)]


class ToleranceProfile(NamedPart):
    examples: ClassVar[Mapping[str, str]] = {
        "name": 'name = "meters of the 2019 series"',
        "tolerances": 'a table [tolerances] with lines like release-unanswered = "why"',
    }

    name: str = Field(min_length=1, max_length=80)
    tolerances: dict[ToleranceName, Annotated[str, Field(min_length=1)]] = Field(min_length=1)
    """Each with the reason for it."""
