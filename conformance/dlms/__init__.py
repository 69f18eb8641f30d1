"""DLMS/COSEM (IEC 62056): HDLC, wrapper, ACSE, xDLMS services and COSEM data."""
