"""Opening, refusing and releasing associations."""
