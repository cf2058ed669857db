package io.millrace.sim.enterprise.erp;

import io.millrace.sim.enterprise.desk.Kind;
import java.util.List;

/** The documents that the ERP keeps. */
final class Kinds {
  static final Kind CONFIRMATION = new Kind("confirmation", "CNF", "reversed");
  static final Kind REVERSAL = new Kind("reversal", "REV");
  static final Kind HOLD = new Kind("hold", "HLD", "released");
  static final Kind RELEASE = new Kind("release", "RLS");
  static final Kind RESCHEDULE = new Kind("reschedule", "RSC");
  static final Kind GOODS_MOVEMENT = new Kind("goods-movement", "GM");
  static final List<Kind> ALL =
      List.of(CONFIRMATION, REVERSAL, HOLD, RELEASE, RESCHEDULE, GOODS_MOVEMENT);

  private Kinds() {}
}
