"""goldenbench: conformance and interoperability tests for smart-metering equipment.

Importing this package imports nothing else, so that a codec can be used
without pytest. Authors of test cases import from `conformance.authoring`.
"""
