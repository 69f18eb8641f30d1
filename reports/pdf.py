"""report.pdf: the report on paper, set by typst from reports/templates/report.typ.

The report goes in as data, never as markup, so that nothing in it can give
orders. Only fonts that come with typst are used, and no network: same
evidence, same octets. The file is PDF/A-2a, fit for archives, and PDF/UA-1,
fit for those who have it read to them.
"""

import datetime
import importlib.resources
import importlib.util
import json
import warnings

from conformance.errors import HarnessError, MendableError
from conformance.evidence.run_directory import RunDirectory
from reports.model import Report
from reports.printed import printed
from reports.seal import seal


def has_typst() -> bool:
    return importlib.util.find_spec("typst") is not None


def need_typst() -> None:
    """Say so now, before there is work to do, if typst is not installed."""
    if not has_typst():
        raise MendableError(
            "the Python package typst is not installed",
            "it, because it sets report.pdf",
            "install goldenbench with its extra pdf, or only `pip install typst`; report.html needs neither",
        )


def write_pdf(directory: RunDirectory, report: Report) -> None:
    """Make report.pdf, whole or not at all; needs typst."""
    directory.write_whole(directory.pdf, pdf(report, directory))


def pdf(report: Report, directory: RunDirectory) -> bytes:
    import typst

    told = json.dumps(printed(report, seal(directory)), ensure_ascii=False)
    with importlib.resources.as_file(importlib.resources.files("reports") / "templates") as templates:
        try:
            made, complaints = typst.compile_with_warnings(
                templates / "report.typ",
                root=templates,
                ignore_system_fonts=True,
                sys_inputs={"report": told},
                pdf_standards=["a-2a", "ua-1"],
                timestamp=_moment(report),
            )
        except typst.TypstError as error:
            raise HarnessError(f"report.pdf could not be set: {error.message}") from error
    for complaint in complaints:
        warnings.warn(complaint, stacklevel=1)
    return made


def _moment(report: Report) -> int:
    """Seconds of 1970: when the run ended, or began; a report has no other date."""
    for stamp in (report.run.finished, report.run.facts["started"]):
        try:
            return int(datetime.datetime.fromisoformat(stamp or "").timestamp())
        except (ValueError, OverflowError):
            continue
    return 0
