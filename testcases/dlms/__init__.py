"""DLMS/COSEM cases, one rule a file."""
