"""Where the exchanges of a run with its DUT take place: each has a folder of evidence, and is set up here."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from conformance.bench.bench import Bench
from conformance.bench.case_run import Setting
from conformance.bench.discovery import Discovered, discover
from conformance.bench.exchange import PortExchange
from conformance.evidence.record import Recorder
from conformance.evidence.run_directory import RunDirectory
from conformance.rules import Rule

Awakening = Callable[[PortExchange], object]
"""What is done before the DUT is asked for a sign of life."""


def at_once(_: PortExchange) -> None:
    """Nothing is done first."""


class Stage:
    """A bench and the directory of a run on it."""

    def __init__(self, bench: Bench, rules: dict[str, Rule], directory: RunDirectory) -> None:
        self.bench = bench
        self.rules = rules
        self.directory = directory
        self.has_verified = False
        """True once a frame of the DUT has verified in this run."""

    def recorder(self, folder: Path, framing: str) -> Recorder:
        recorder = Recorder(folder, origin_ns=self.bench.wall_origin_ns())
        self.bench.prepare(recorder, framing)
        return recorder

    def setting(self, recorder: Recorder, framing: str, *names: object) -> Setting:
        """What an attempt needs; its random numbers follow from the names."""
        return Setting(
            exchange=self.bench.exchange(recorder, framing, self.bench.rng(*names)),
            recorder=recorder,
            framing=framing,
            hdlc=self.bench.hdlc_settings(framing),
            dut=self.bench.dut,
            rules=self.rules,
            has_verified=self.has_verified,
        )

    def discover(self, when: str, *, is_brief: bool = False, first: Awakening = at_once) -> Discovered:
        """Identify the DUT, or see briefly whether it is alive; evidence under identification/WHEN."""
        framing = self.bench.framings[0]
        with self.recorder(self.directory.path / "identification" / when, framing) as recorder:
            setting = self.setting(recorder, framing, "identification", when)
            first(setting.exchange)
            discovered = discover(setting, self.bench.link_for(framing), is_brief=is_brief)
            recorder.note("identification", setting.exchange.now, **discovered.as_json())
        self.has_verified |= discovered.has_verified
        return discovered


def setting_json(setting: Setting, association: str) -> dict[str, Any]:
    """What a replay, or whoever has to put things back, needs to know beside the journal."""
    known: dict[str, Any] = {
        "framing": setting.framing,
        "association": association,
        "timing": asdict(setting.exchange.timing),
        "hdlc": asdict(setting.hdlc),
    }
    if setting.target is not None:
        known["target"] = asdict(setting.target)
    if setting.locked_ns:
        known["locked_ns"] = setting.locked_ns
    if setting.dut.standing.is_watched:
        known["secrets"] = setting.dut.standing.as_json()
    # Beside a lock, only noise makes an attempt depend on those before it.
    return {**known, "has_verified": setting.has_verified} if setting.hdlc.is_noisy else known
