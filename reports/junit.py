"""junit.xml for CI systems: what their format can say of our verdicts, and the verdict itself as a property.

FAIL is a failure, ERROR an error; what was not judged or not decided is
skipped with its verdict and reason, so that nobody holds it against the DUT.
"""

import re
import xml.etree.ElementTree as ET

from conformance.verdict import Verdict
from reports.model import CaseReport, Report

_ELEMENTS = {Verdict.PASS: "", Verdict.FAIL: "failure", Verdict.ERROR: "error"}

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd]")
"""Characters that XML 1.0 cannot hold; model texts have theirs escaped already, all but the rarest."""


def junit(report: Report) -> str:
    """The whole file as text."""
    elements = [_ELEMENTS.get(case.verdict, "skipped") for case in report.cases]
    suite = ET.Element(
        "testsuite",
        name="goldenbench",
        tests=str(len(report.cases)),
        failures=str(elements.count("failure")),
        errors=str(elements.count("error")),
        skipped=str(elements.count("skipped")),
    )
    for case, element in zip(report.cases, elements, strict=True):
        suite.append(_case(case, element))
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _case(case: CaseReport, element: str) -> ET.Element:
    facts = case.facts
    duration_s = case.counted.duration_ns / 1e9 if case.counted else 0.0
    made = ET.Element("testcase", classname=f"{facts.role}.{facts.id.partition('-')[0]}", name=_clean(case.name))
    made.set("time", f"{duration_s:.3f}")
    properties = ET.SubElement(made, "properties")
    told = {"verdict": str(case.verdict), "case": facts.id, "case_version": str(facts.version)}
    for key, value in {**told, "reason_code": case.reason_code, "clause": case.clause}.items():
        ET.SubElement(properties, "property", name=key, value=_clean(value))
    if element:
        outcome = ET.SubElement(made, element, message=_clean(f"{case.verdict}: {case.reason}"))
        outcome.text = _clean(f"{facts.title}\n{case.reason}" + (f"\nclause: {case.clause}" if case.clause else ""))
    return made


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
