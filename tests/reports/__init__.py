"""Tests of the reports: built from evidence, from evidence only, and harmless whatever it holds."""
