"""The published test cases, the rules they judge, and the PICS proforma.

A package only so that it can be found: `pytest --pyargs testcases --bench FILE`.
"""
