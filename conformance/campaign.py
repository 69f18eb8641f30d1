"""The active part of the plugin: composes the bench, chooses and orders cases, keeps the run directory.

With pytest-xdist the controlling process identifies the DUT, writes run.jsonl
and the reports; workers run cases. Without it one process does both.
"""

import traceback
from collections.abc import Generator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from conformance import follower
from conformance.bench.bench import Bench
from conformance.bench.discovery import differing, undeclared
from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession, CaseJson
from conformance.bench.static_review import Refused, review
from conformance.bench.wall_bench import WallBench
from conformance.case_check import REQUIREMENTS
from conformance.catalogue import published, published_folder
from conformance.choice import Choice
from conformance.collection import Collection, check_asked, load_cases
from conformance.declaration import Declaration, PicsItem, load_proforma
from conformance.errors import BenchError, EvidenceError, GoldenbenchError
from conformance.evidence.run_directory import RunDirectory
from conformance.exit_codes import FAILED, FAULT, INTERRUPTED, PASSED, PYTEST_OWN
from conformance.handover import Handover
from conformance.interruption import enough, held_back, waiting
from conformance.items import RECORD, CaseItem, case_name_in
from conformance.left_behind import left_behind
from conformance.printable import printable
from conformance.resumption import Resumption, asked_of_dut, hold, some_have
from conformance.roll import Roll
from conformance.rules import load_rules
from conformance.run_log import RunLog, default_run_directory, run_json
from reports.build import build, write_reports
from reports.model import Report


class Campaign:
    """One run on one bench."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.handed = Handover.taken(getattr(config, "workerinput", None))
        """None in the controlling process."""

        self.log: RunLog | None = None
        own = load_cases(config)
        try:
            self.resumption = self._resumption()
            self.bench: Bench = self._open_bench()
            if not own:  # else nobody knows before the collection
                check_asked(config.getoption("--case"), self.bench.file.campaign, self.resumption)
            self.rules = load_rules(published_folder() / REQUIREMENTS)
            self.declaration = self._declaration(load_proforma(published_folder() / "pics.toml"))
            self.directory, self.log = self._directory()
            self._review()
        except GoldenbenchError as error:
            self.note("finished", trouble=error.in_short if isinstance(error, Refused) else str(error))
            pytest.exit(str(error), returncode=FAULT)
        if isinstance(self.bench, WallBench):
            self.bench.tell_waits(self._waiting)
        self.session = BenchSession(self.bench, self.declaration, self.rules, self.directory)
        self._go_on()
        self.collection = Collection(self, self.session, self.choice, self.resumption, own)
        self.roll = Roll(self.bench.file.campaign.expected)
        self.trouble = ""
        self.stopped: KeyboardInterrupt | None = None
        """Ctrl-C before the first case."""

        self.broken = False
        """A file of cases could not be collected."""

        self.identification: dict[str, str] = {}
        """What the DUT said of itself before the first case."""

    @property
    def report_file(self) -> Path:
        return self.directory.report

    def mask_text(self, text: str) -> str:
        masked: str = self.bench.mask_text(text)
        return masked

    @property
    def is_controller(self) -> bool:
        return self.handed is None

    def _declaration(self, proforma: dict[str, PicsItem]) -> Declaration:
        campaign, dut = self.bench.file.campaign, self.bench.file.dut
        declaration = Declaration(dut.role, proforma, dut.pics, is_enduring=campaign.phase == "enduring")
        declaration.of_bench |= self.bench.items(self.bench.framings[0])
        return declaration

    def _review(self) -> None:
        """The static conformance review; in the enduring phase nothing runs before it is clean."""
        findings = review(self.declaration, self.bench.file.dut.pixit)
        is_refused = bool(findings) and self.declaration.is_enduring
        self.note("static review", findings=findings, is_refused=is_refused)
        if is_refused:
            raise Refused(findings)

    def _resumption(self) -> Resumption | None:
        run = self.config.getoption("--resume")
        if not run or self.handed is not None:
            return None
        if self.config.getoption("--run-dir"):
            raise BenchError("--run-dir beside --resume", "one of them", "leave out --run-dir")
        return Resumption.of(Path(run), self.config.getoption("--case"))

    def _open_bench(self) -> Bench:
        if self.handed is not None:
            return open_bench(self.handed.bench, seed=self.handed.seed)
        given = self.config.getoption("--bench")
        return open_bench(given) if self.resumption is None else self.resumption.open_bench(given)

    def _go_on(self) -> None:
        """What earlier sittings of this run have to say to this one."""
        if self.handed is not None:
            self.choice = Choice(**self.handed.choice)
            self.session.lockout.take_up(**self.handed.earlier)
        elif self.resumption is not None:
            self.choice = self.resumption.choice
            self.session.lockout.take_up(**self.resumption.earlier(self.bench.dut.lockout_s or 0))
            self.session.left_changed = self.resumption.left_changed
        else:
            self.choice = Choice(self.config.getoption("--case"))

    def _directory(self) -> tuple[RunDirectory, RunLog | None]:
        if self.handed is not None:
            return RunDirectory(Path(self.handed.run_dir)), None
        if self.resumption is not None:
            return self.resumption.directory, self.resumption.new_log()
        given = self.config.getoption("--run-dir")
        directory = RunDirectory.create(Path(given) if given else default_run_directory(self.bench.dut.role))
        self.lock = hold(directory)
        directory.write_json(directory.run_json, run_json(self.bench))
        if not self.bench.is_golden:
            directory.write_json(directory.secrets, {"seed": self.bench.seed()}, mode=0o600)
        log = RunLog(directory.events)
        if asked := self.config.getoption("--case"):
            log.note("asked", cases=asked)
        return directory, log

    # pytest-xdist.

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        earlier = self.session.lockout.asked
        if self.roll.has_begun:  # the worker before has died, and the evidence alone knows what it has done
            earlier = asked_of_dut(build(self.directory), self.bench.dut.lockout_s or 0)
        Handover(
            run_dir=str(self.directory.path),
            bench=self.bench.source,
            seed=self.bench.seed(),
            choice=self.choice.as_json(),
            earlier=earlier,
            learnt=self.session.learnt,
        ).give(node.workerinput)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """Cases of one real device never overlap: a single worker gets them all."""
        if self.bench.is_golden:
            return None
        from conformance.scheduler import one_worker

        return one_worker(config, log)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self.is_controller:
            self.broken = True
            self.trouble = self.trouble or f"cases could not be collected: {report.longreprtext}"

    # The run.

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        if self.handed is not None:
            self.session.learn(self.handed.learnt)
            return
        if self.resumption is not None and self.resumption.is_complete:
            self._end_at_once(session, self.resumption)
        self._identify("before")
        if self.resumption is not None and self.trouble:
            self._refuse_resumption()
        if self.resumption is not None and not self.bench.is_golden and self.stopped is None:
            try:
                self.resumption.put_back(self.session, self.note)
            except Exception as bug:  # nobody knows any more in which state the DUT is
                self._fault("putting back what an attempt that was cut off may have changed", bug)
        self.trouble = self.trouble or self.session.left_changed
        if self.config.pluginmanager.hasplugin("dsession"):
            self._survey()
            self.bench.close()  # a worker is going to use the device

    def _survey(self) -> None:
        """Ask the DUT once what there is to be tested, for all workers; whether they need it they alone know."""
        for case in published().cases.values():
            self.collection.instances(case.facts)

    def _end_at_once(self, session: pytest.Session, complete: Resumption) -> NoReturn:
        """A run of which nothing is left to do ends as it ended before."""
        self.bench.close()
        self.roll.stand_as(complete.report)
        self.trouble = "; ".join(complete.report.run.trouble)
        pytest.exit(complete.nothing_left, returncode=self._exit_code(session, PASSED))

    def _refuse_resumption(self) -> NoReturn:
        self.note("resumption refused", reason=self.trouble)
        self.bench.close()
        self._report()
        pytest.exit(f"goldenbench: {self.trouble}", returncode=FAULT)

    def _identify(self, when: str) -> None:
        """Ask the DUT who it is; if nothing valid comes before the first case, none runs."""
        moment = when if self.resumption is None else self.resumption.moment(when)
        try:
            with waiting():
                found = self.session.discover(moment)
        except KeyboardInterrupt as stop:  # pytest would end without a report here
            self.session.lost, self.stopped = "the run was stopped", stop
            return
        except (EvidenceError, BenchError) as full:
            self.session.lost = self.trouble = str(full)
            return
        except Exception as bug:  # outside any case; whatever it was, the run ends in order and says so
            self._fault(f"identification {when} the cases" if when in ("before", "after") else when, bug)
            return
        declared = self.bench.file.dut
        differences = differing(declared, found.identification, self.identification)
        if when == "before":
            differences += undeclared(declared.pics, found.items(self.declaration.proforma))
        self.identification = self.identification or found.identification
        told = self.bench.mask_text({**found.as_json(), "differences": differences})
        self.note("identification", when=moment, **told)
        if when == "before":
            self._tell_left_behind(found.answered)
        if when == "before" and self.session.refused:
            self.session.lost = self.trouble = self.session.refused
        elif when == "before" and not found.answered:
            self.session.lost = self.trouble = f"no valid answer before the first case: {found.trouble}"
        elif when == "before" and self.resumption is not None:
            self.session.lost = self.trouble = self.resumption.another_device(told["identification"])

    def _tell_left_behind(self, answered: bool) -> None:
        """What earlier runs left changed; that is forgotten once a run has told it in which the DUT was there."""
        for earlier in left_behind(self.bench.left):
            for line in earlier.lines:
                self.note("left behind", text=line)
            if earlier.may_be_forgotten and (answered or not earlier.lines):
                self.bench.forget(earlier.run)

    def _fault(self, where: str, bug: Exception) -> None:
        """A fault of our own outside any case: no further case can be trusted, and the report has to tell."""
        reason = f"{type(bug).__name__}: {bug}"
        self.note("fault", where=where, reason=reason, traceback=traceback.format_exc())
        self.session.lost = self.trouble = f"fault of the harness, {where}: {reason}"

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        names = [item.case_name for item in session.items if isinstance(item, CaseItem)]
        if names and not self.config.getoption("collectonly"):
            self._plan(names)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:
        names = [name for name in map(case_name_in, ids) if name]
        if names and not self.roll.planned:
            self._plan(names)

    def _plan(self, names: list[str]) -> None:
        self.roll.planned = names
        self.note("planned", count=len(names), cases=names)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        if self.stopped is not None:
            raise self.stopped

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self.roll.start(location[2])
        self.note("case started", name=location[2])

    def pytest_runtest_logfinish(self) -> None:
        if self.is_controller and follower.is_gone():
            raise pytest.Session.Interrupted(follower.GONE)

    def run(self, item: CaseItem) -> CaseJson:
        record = self._run(item)
        if self.config.getoption("allure_report_dir", None):
            from conformance.allure_export import export_case

            export_case(record, self.directory.path)
        return record

    def _run(self, item: CaseItem) -> CaseJson:
        try:
            return self.session.run(item.facts, item.body, item.target)
        except EvidenceError as full:
            self.session.lost = self.trouble = str(full)
            return self._broken(item, str(full))
        except Exception as bug:  # outside any case, so the harness is broken; the traceback goes to pytest's log
            item.add_report_section("call", "goldenbench", traceback.format_exc())
            return self._broken(item, f"{type(bug).__name__}: {bug}")

    def _broken(self, item: CaseItem, reason: str) -> CaseJson:
        """The record of a case that has none of its own."""
        facts = self.session.facts(item.facts, item.target, self.session.decide(item.facts, item.target))
        return {**facts, "verdict": "ERROR", "reason_code": "harness", "reason": reason}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        report: Any = yield
        if isinstance(item, CaseItem) and report.when == "call":
            setattr(report, RECORD, item.record)
        return report

    def pytest_runtest_logreport(self, report: Any) -> None:
        record = getattr(report, RECORD, None)
        if record is not None and self.is_controller:
            self.roll.verdicts[report.location[2]] = record["verdict"]
            for where, reason in record.pop("faults", {}).items():
                self.note("fault", where=where, reason=reason)
                self.trouble = self.trouble or f"fault of the harness, {where}: {reason}"
            self.session.learn_secrets(record.pop("secrets", None))
            if "recovery" in record:
                self.note("recovery", case=record["id"], text=record["recovery"])
            if "left_changed" in record:
                self.session.left_changed = record["left_changed"]
                self.note("left changed", case=record["id"], text=record["left_changed"])
                self.trouble = record["left_changed"]
            self.note("case finished", case=record)
            self.config.hook.pytest_goldenbench_case_finished(config=self.config, case=record)

    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, str] | None:
        record = getattr(report, RECORD, None)
        if record is None:
            return None
        verdict = record["verdict"]
        category = {"FAIL": "failed", "ERROR": "error"}.get(verdict, verdict.lower().replace("_", " "))  # it shows why
        return category, "." if verdict == "PASS" else verdict[0], verdict

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        with held_back:
            code = int(exitstatus)
            is_interrupted = code == pytest.ExitCode.INTERRUPTED
            if self.is_controller and self.roll.verdicts and not self.session.lost and not is_interrupted:
                self._identify("after")
                if self.stopped is not None:
                    self.trouble, code = "interrupted after the last case", INTERRUPTED
            enough()  # of what was done a report is made
            self._leave(is_in_order=code in (PASSED, FAILED) and not self.trouble)
            if self.is_controller:
                self._conclude(session, FAULT if self.broken and is_interrupted else code)

    def _leave(self, *, is_in_order: bool) -> None:
        """Others may have the device; whether a run that did not end in order left it changed, its evidence knows."""
        if is_in_order and not self.session.left_changed:
            self.bench.forget(self.bench.use)
        self.bench.close()

    def _conclude(self, session: pytest.Session, code: int) -> None:
        if follower.is_gone():  # even pytest's own lines may have failed then
            self.trouble = self.roll.interrupted(follower.GONE)
        elif not (self.trouble or code in PYTEST_OWN or session.shouldfail or session.shouldstop):
            self.trouble = self.roll.unfinished() or self._not_taken_up()
        self.note("finished", trouble=self.trouble or self.session.lost)
        report = self._report()
        if self.resumption is not None and report is not None:
            self.roll.stand_as(report)
        session.exitstatus = self._exit_code(session, code)

    def _not_taken_up(self) -> str:
        """What a run that goes on leaves open although it came to its end: instances that are not there any more."""
        if self.resumption is None or self.resumption.again:
            return ""
        left = [name for name in self.resumption.open_cases if name not in self.roll.verdicts]
        return (
            f"{some_have(left)} been planned, and the DUT does not list what for any more: start a new run"
            if left
            else ""
        )

    def _exit_code(self, session: pytest.Session, code: int) -> int:
        return self.roll.exit_code(code, failed=session.testsfailed, trouble=bool(self.trouble))

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        if excinfo.errisinstance(KeyboardInterrupt) and self.is_controller and not self.broken:
            self.trouble = self.roll.interrupted(str(excinfo.value))

    @pytest.hookimpl(tryfirst=True)
    def pytest_internalerror(self, excrepr: object, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.trouble = f"pytest broke down ({excinfo.exconly()}); every case that has finished keeps its verdict"

    def _report(self) -> Report | None:
        """Evidence stays whole whatever becomes of the report; it can be made again from it."""
        try:
            return write_reports(self.directory)
        except Exception as error:
            traceback.print_exc()
            self.trouble = self.trouble or f"the report could not be made ({error}); try `goldenbench report`"
            return None

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.is_controller:
            if self.trouble:
                terminalreporter.write_line(f"goldenbench: {self.trouble}", red=True)
            found = self.roll.expectation()
            for surprise in found.surprises if found else ():
                terminalreporter.write_line(f"goldenbench: {surprise.name}: {printable(surprise.said)}", red=True)
            terminalreporter.write_line(f"goldenbench: report {self.directory.report}")

    def _waiting(self, url: str) -> None:
        self.note("waiting", url=url)
        terminal = self.config.pluginmanager.getplugin("terminalreporter")
        if terminal is not None and self.is_controller:
            terminal.ensure_newline()
            terminal.write_line(f"goldenbench: waiting for the device to connect to {url}")
            terminal.flush()

    def note(self, kind: str, **details: Any) -> None:
        if self.log is None:
            return
        try:
            self.log.note(kind, **details)
        except EvidenceError as full:
            self.log, self.trouble = None, str(full)
