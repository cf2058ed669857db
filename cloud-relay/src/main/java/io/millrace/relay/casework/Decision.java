package io.millrace.relay.casework;

import io.millrace.v1.Case;
import org.jdbi.v3.core.Handle;

/** What happens when a person decides a case of one class. */
public interface Decision {

  CaseClass caseClass();

  /** One of the names in {@link NewCase#decisions()}. */
  String name();

  /** Does it in the transaction that closes the case; on the writer thread. */
  void apply(Handle handle, Case decided, String note);
}
