package io.millrace.sim.plant;

/** What a press is doing, with the number that its controller shows. */
public enum PressState {
  STOPPED(0),
  RUNNING(1),
  SETUP(2),
  FAULT(3);

  private final int code;

  PressState(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
