"""What our own tester reads from a meter, to be held against what a peer reads.

It goes through a bench like any campaign, so that what is compared is what a case would see.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession
from conformance.catalogue import published
from conformance.declaration import Declaration
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import VISIBLE_STRING, Data
from conformance.evidence.run_directory import RunDirectory
from conformance.steps import Step
from conformance.tester.association import Association
from conformance.tester.object_list import read_object_list
from conformance.tester.profile import Profile, Selection

T = TypeVar("T")

BENCH = """
[dut]
role = "electricity_meter"
link = "{link}"

[[dut.associations]]
name = "management"
client_sap = 48
mechanism = "lls"
secret = "12345678"
"""


class OwnTester:
    def __init__(self, link: str, folder: Path) -> None:
        file = folder / "bench.toml"
        file.write_text(BENCH.format(link=link), encoding="utf-8")
        self._bench = open_bench(str(file))
        catalogue = published()
        declaration = Declaration("electricity_meter", catalogue.proforma, {}, is_enduring=False)
        self._session = BenchSession(self._bench, declaration, catalogue.rules, RunDirectory(folder / "run"))
        facts = catalogue.case("DLMS-GET-003").facts
        self._facts = replace(facts, requires="", parameters=("association", "step"), association="any")

    def ask(self, what: Callable[[Association], T]) -> T:
        """What comes of asking over an association of its own."""
        answers: list[T] = []

        def body(association: Association, step: Step) -> None:
            with step("Read what the peer has read"):
                answers.append(what(association))

        result = self._session.run(self._facts, body)
        assert result["verdict"] == "PASS", result["reason"]
        return answers[0]

    def get(self, class_id: int, name: str, number: int) -> Any:
        attribute = AttributeDescriptor(class_id, obis(name), number)
        return self.ask(lambda association: bare(association.get(attribute).data))

    def rows(self, name: str, select: Callable[[Profile], Selection]) -> Any:
        def read(association: Association) -> Any:
            profile = Profile(association, obis(name))
            return bare(association.get(profile.attribute(2), select(profile).access).data)

        return self.ask(read)

    def object_list(self) -> Any:
        return [
            [class_id, version, ".".join(map(str, bytes.fromhex(name)))]
            for class_id, version, name, _ in self.ask(lambda association: bare(read_object_list(association)))
        ]

    def close(self) -> None:
        self._bench.close()


def obis(name: str) -> ObisCode:
    """A logical name as the peers write it, with dots alone."""
    return ObisCode(bytes(map(int, name.split("."))))


def bare(data: Data) -> Any:
    """A value without its types, in the words of the peers' answers; see plan.py."""
    if data.is_composite:
        return [bare(member) for member in data]
    if isinstance(data.value, bytes):
        return data.value.decode() if data.type is VISIBLE_STRING else data.value.hex()
    return data.value
