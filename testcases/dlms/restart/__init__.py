"""Cases about what a loss of power leaves of counts, settings, states and records."""
