"""The pytest plugin: inert until a bench is asked for.

Every pytest run of an environment loads this module, so it imports nothing that
costs; all that works is in `conformance.campaign`.
"""

import contextlib
import signal

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("goldenbench", "conformance tests of smart-metering equipment")
    group.addoption("--bench", metavar="FILE", help="bench file, or golden, golden:DEFECT, hdlc+golden")
    group.addoption("--run-dir", metavar="DIR", help="new directory for evidence and reports (default: runs/TIME-ROLE)")
    group.addoption("--case", metavar="ID", action="append", default=[], help="run only this case; may be repeated")
    group.addoption(
        "--resume",
        metavar="RUN",
        help="go on in this run directory with the cases without a verdict, or run those of --case again",
    )


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    from conformance import hookspecs

    pluginmanager.add_hookspecs(hookspecs)


def pytest_configure(config: pytest.Config) -> None:
    if _is_asked_for(config):
        from conformance import follower
        from conformance.interruption import STOPPING, heeded

        # Whoever follows us passes every stop on as one SIGINT, whatever it was itself told to ignore, and ends us at
        # once if that is not enough.
        is_followed = follower.is_awaited()
        until_the_end = contextlib.ExitStack()
        until_the_end.enter_context(
            heeded(*STOPPING, even_ignored=(signal.SIGINT,) if is_followed else (), once=is_followed)
        )
        config.add_cleanup(until_the_end.close)
        from conformance.campaign import Campaign

        campaign = Campaign(config)
        config.pluginmanager.register(campaign, "goldenbench-campaign")
        config.pluginmanager.register(campaign.collection, "goldenbench-collection")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not _is_asked_for(config) and any(hasattr(getattr(item, "function", None), "__testcase__") for item in items):
        raise pytest.UsageError("published test cases need a bench: add --bench FILE, or --bench golden to try them")


def _is_asked_for(config: pytest.Config) -> bool:
    return config.getoption("--bench") is not None or config.getoption("--resume") is not None
