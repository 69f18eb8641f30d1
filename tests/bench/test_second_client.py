"""Whether the bench has the second client that a case needs is asked before it starts."""

from pathlib import Path

import pytest

from conformance.bench.bench_file import AssociationPart
from conformance.catalogue import published
from conformance.tester.dut import NO_OTHER
from golden_units.electricity_meter import ElectricityMeter
from tests.bench.lasting_bench import LastingBench, session_on

PUBLIC = AssociationPart(name="public", client_sap=16)
READING = AssociationPart.model_validate(
    {"name": "reading", "client_sap": 32, "mechanism": "lls", "secret": "12345678", "may_write": True}
)
AGAIN = AssociationPart(name="again", client_sap=16)
ELSEWHERE = AssociationPart.model_validate({**READING.model_dump(), "secret": "12345678", "server_sap": 2})
NEEDING = [case for case in published().in_order() if case.facts.beside]


@pytest.mark.parametrize(
    ("others", "refused", "verdict"),
    [
        ([], set(), "NOT_RUN"),
        ([AGAIN], set(), "NOT_RUN"),
        ([ELSEWHERE], set(), "NOT_RUN"),
        ([READING], {"reading"}, "NOT_RUN"),
        ([READING], set(), "PASS"),
    ],
    ids=["none", "the same client", "another logical device", "one that is refused", "another client"],
)
def test_a_case_runs_only_with_one(
    tmp_path: Path, others: list[AssociationPart], refused: set[str], verdict: str
) -> None:
    run = session_on(LastingBench(ElectricityMeter(), associations=[PUBLIC, *others]), tmp_path)
    run.bench.dut.standing.refused |= refused
    for case in NEEDING:
        decided = run.decide(case.facts)
        record = run.run(case.facts, case.body)
        assert record["verdict"] == verdict
        if verdict == "NOT_RUN":
            assert (record["reason_code"], record["reason"], decided.reason) == ("no-second-client", NO_OTHER, NO_OTHER)


def test_whoever_uses_one_declares_it() -> None:
    using = {case.facts.id for case in published().in_order() if ".beside()" in case.facts.file.read_text("utf-8")}
    assert {case.facts.id for case in NEEDING} == using
    assert using
