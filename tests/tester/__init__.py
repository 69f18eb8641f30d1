"""Tests of what a case holds: links that are driven by a script instead of a DUT."""
