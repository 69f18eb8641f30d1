"""results.json keeps to its published schema, and the schema refuses what is not one."""

import copy
import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conformance.evidence.run_directory import RunDirectory
from reports.build import build
from reports.results import results
from tests.reports.sample_run import SampleRun

Json = dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> Json:
    published: Json = json.loads(files("reports").joinpath("schema/results.schema.json").read_text(encoding="utf-8"))
    return published


@pytest.fixture(scope="module")
def validator(schema: Json) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture
def many_verdicts(sample: SampleRun) -> Json:
    sample.identified("before", serial_number="17")
    sample.planned(9)
    sample.attempt("DLMS-GET-001").passes()
    sample.attempt("DLMS-GET-002", "a/b").fails()
    sample.attempt("DLMS-GET-003").exchange()
    for number, verdict in enumerate(("FAIL", "REVIEW", "INCONCLUSIVE"), start=1):
        sample.attempt("DLMS-GET-004", number=number).step("Ask").step_end().verdict(verdict, "x", "y")
    sample.never_ran("DLMS-GET-005", "NOT_RUN", "undeclared", "undeclared DLMS.SET")
    sample.never_ran("DLMS-GET-006", "NOT_APPLICABLE", "role", "for gas meters")
    sample.never_ran("DLMS-GET-007", "ERROR", "harness", "our fault")
    return results(build(sample.directory))


def test_real_results_validate(real_run: RunDirectory, validator: Draft202012Validator) -> None:
    validator.validate(results(build(real_run)))


def test_results_with_many_verdicts_validate(many_verdicts: Json, validator: Draft202012Validator) -> None:
    validator.validate(many_verdicts)
    assert sum(many_verdicts["totals"].values()) == len(many_verdicts["cases"]) == 7
    assert sorted(many_verdicts["totals"]) == sorted(
        ["PASS", "REVIEW", "INCONCLUSIVE", "FAIL", "NOT_APPLICABLE", "NOT_RUN", "ERROR"]
    )


def test_every_property_is_described(schema: Json) -> None:
    def undescribed(part: Any, where: str) -> list[str]:
        if isinstance(part, list):
            return [line for number, inner in enumerate(part) for line in undescribed(inner, f"{where}/{number}")]
        if not isinstance(part, dict):
            return []
        properties = part.get("properties", {})
        found = [f"{where}/{name}" for name, inner in properties.items() if not {"description", "$ref"} & set(inner)]
        return found + [line for name, inner in part.items() for line in undescribed(inner, f"{where}/{name}")]

    conditions = {"if", "then", "else"}
    definitions = {
        name: {key: value for key, value in part.items() if key not in conditions}
        for name, part in schema["$defs"].items()
    }
    assert undescribed(definitions, "") == []


def _lower(report: Json) -> None:
    report["cases"][0]["verdict"] = "pass"


def _no_totals(report: Json) -> None:
    del report["totals"]


def _missing_verdict(report: Json) -> None:
    del report["totals"]["REVIEW"]


def _unknown_key(report: Json) -> None:
    report["cases"][0]["colour"] = "green"


def _no_evidence(report: Json) -> None:
    report["cases"][0]["attempts"] = []


def _path_out_of_the_run(report: Json) -> None:
    report["cases"][0]["evidence"] = "cases/../../etc/passwd"


def _checks_as_list(report: Json) -> None:
    report["cases"][0]["steps"][0]["checks"] = ["one"]


def _frame_zero(report: Json) -> None:
    report["cases"][0]["steps"][0]["frames"] = [0]


def _short_hash(report: Json) -> None:
    report["cases"][0]["content_hash"] = "abc"


def _ran_although_not_run(report: Json) -> None:
    report["cases"][4]["evidence"] = "cases/DLMS-GET-005/1"


def _no_trouble(report: Json) -> None:
    del report["run"]["trouble"]


@pytest.mark.parametrize(
    "spoil",
    [
        _lower,
        _no_totals,
        _missing_verdict,
        _unknown_key,
        _no_evidence,
        _path_out_of_the_run,
        _checks_as_list,
        _frame_zero,
        _short_hash,
        _ran_although_not_run,
        _no_trouble,
    ],
)
def test_wrong_results_are_refused(
    many_verdicts: Json, validator: Draft202012Validator, spoil: Callable[[Json], None]
) -> None:
    spoilt = copy.deepcopy(many_verdicts)
    spoil(spoilt)
    assert not validator.is_valid(spoilt)
