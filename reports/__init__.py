"""Reports: a pure function of the evidence. Nothing here decodes, judges or asks for the time."""
