"""The HDLC-based data link layer of COSEM (IEC 62056-46): frames, addresses, connection, line."""
