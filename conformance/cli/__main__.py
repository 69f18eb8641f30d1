"""`python -m conformance.cli`: the goldenbench command of this very interpreter."""

from conformance.cli.main import main

main()
