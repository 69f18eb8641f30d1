"""All that an author of test cases imports, beside the messages of the protocol at hand."""

from conformance.dlms.cosem import AttributeDescriptor as AttributeDescriptor
from conformance.dlms.cosem import ObisCode as ObisCode
from conformance.errors import ProtocolViolation as ProtocolViolation
from conformance.steps import Step as Step
from conformance.testcase import testcase as testcase
from conformance.tester.association import Association as Association
from conformance.tester.controls import Controls as Controls
from conformance.tester.dut import Dut as Dut
from conformance.tester.hdlc_link import HdlcLink as HdlcLink
from conformance.tester.link import Link as Link
from conformance.tester.wrapper_link import WrapperLink as WrapperLink
