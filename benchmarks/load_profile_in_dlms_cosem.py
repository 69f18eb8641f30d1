"""Reads the load profile with dlms-cosem; run by that library's own interpreter. Prints what came of it.

load_profile_in_dlms_cosem.py HOST PORT
"""

import sys

from dlms_cosem import cosem, enumerations
from dlms_cosem.client import DlmsClient
from dlms_cosem.io import BlockingTcpIO, TcpTransport
from dlms_cosem.security import NoSecurityAuthentication
from dlms_cosem.utils import parse_as_dlms_data
from measure import peak_memory_mib

io = BlockingTcpIO(host=sys.argv[1], port=int(sys.argv[2]))
transport = TcpTransport(client_logical_address=16, server_logical_address=1, io=io)
client = DlmsClient(transport=transport, authentication=NoSecurityAuthentication())
buffer = cosem.CosemAttribute(
    interface=enumerations.CosemInterface.PROFILE_GENERIC,
    instance=cosem.Obis.from_string("1.0.99.1.0.255"),
    attribute=2,
)
with client.session() as session:
    rows = len(parse_as_dlms_data(session.get(buffer)))
print(f"{rows} rows, {peak_memory_mib():.1f} MiB")
