"""What the real codecs refuse to write, what they assume, and where they take the fast road."""

import importlib

import pytest

from tests.dlms.witnesses import WITNESSES, Witness


@pytest.mark.parametrize(
    ("names", "witness"),
    [
        pytest.param(names, witness, id=witness.__name__)
        for names, witnesses in WITNESSES.items()
        for witness in witnesses
    ],
)
def test_witness(names: tuple[str, ...], witness: Witness) -> None:
    witness({name: importlib.import_module(name) for name in names})
