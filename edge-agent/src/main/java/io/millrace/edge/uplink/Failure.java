package io.millrace.edge.uplink;

import io.millrace.base.error.ErrorCode;

/** Why a connection ended: the code decides how soon it is tried again. */
record Failure(ErrorCode code, String reason) {

  /** The relay does not want this agent as it is: a person must act, so it is tried slowly. */
  boolean isRefusal() {
    return code.category() == ErrorCode.Category.REJECT
        || code.category() == ErrorCode.Category.REPAIR;
  }

  /** As it stands in the status. */
  String text() {
    return code + ": " + reason;
  }

  /** Reads what the relay says: a code, a colon and the reason; else it is that other code. */
  static Failure parse(String description, ErrorCode other) {
    int colon = description.indexOf(": ");
    if (colon > 0) {
      String name = description.substring(0, colon);
      for (ErrorCode code : ErrorCode.values()) {
        if (code.name().equals(name)) {
          return new Failure(code, description.substring(colon + 2));
        }
      }
    }
    return new Failure(other, description);
  }
}
