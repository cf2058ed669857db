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

  /** One that does the deed. */
  static Decision of(CaseClass about, String name, Deed deed) {
    return new Decision() {
      @Override
      public CaseClass caseClass() {
        return about;
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public void apply(Handle handle, Case decided, String note) {
        deed.apply(handle, decided, note);
      }
    };
  }

  /** What a decision does, as {@link #apply}. */
  interface Deed {
    void apply(Handle handle, Case decided, String note);
  }
}
