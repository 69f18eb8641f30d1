"""Faults of the golden electricity meter, one module for each layer."""
