package io.millrace.edge.source.opcua.server;

import java.util.Locale;

/** What is done to messages; the numbers of OPC 10000-4, 7.20. */
public enum Mode {
  NONE(1),
  SIGN(2),
  SIGN_AND_ENCRYPT(3);

  private final int number;

  Mode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
