package io.millrace.sim.plc;

import java.nio.ByteBuffer;

/**
 * A request or answer between the wire's headers.
 *
 * @param pdu function code and its parameters, 1 to 253 bytes from position 0
 */
record Frame(int transaction, int unit, ByteBuffer pdu) {}
