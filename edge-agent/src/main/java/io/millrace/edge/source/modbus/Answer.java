package io.millrace.edge.source.modbus;

/** What came back for one request. */
sealed interface Answer {

  /** The memory asked for: registers big-endian, or bits, the first in the lowest bit of a byte. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(byte[] bytes) implements Answer {}

  /** The device refuses; Modbus Application Protocol V1.1b3, 7. */
  record Refusal(int code, String text) implements Answer {
    /** Whether the address, or the amount asked for, is what it refuses. */
    boolean ofAddress() {
      return code == 1 || code == 2 || code == 3;
    }

    /** Whether asking for less can help: the function itself is known. */
    boolean divisible() {
      return code != 1;
    }
  }

  /** Not an answer to this request: the connection cannot be trusted any more. */
  record Malformed(String text) implements Answer {}

  /** Answers a request whose deadline has passed. */
  record Late() implements Answer {}
}
