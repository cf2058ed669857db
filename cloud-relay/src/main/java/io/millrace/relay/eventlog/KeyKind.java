package io.millrace.relay.eventlog;

/** What people search events by. The codes stand in the database and never change. */
public enum KeyKind {
  ORDER(1),
  COUNTER(2),
  EQUIPMENT(3),
  OPERATION(4),
  MATERIAL(5),
  LOT(6),
  SERIAL(7);

  private final int code;

  KeyKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
