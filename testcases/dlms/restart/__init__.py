"""What a loss of power leaves of counts, settings, states and records."""
