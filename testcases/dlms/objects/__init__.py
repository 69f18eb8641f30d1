"""COSEM objects and their attributes."""
