package io.millrace.edge.health;

import io.millrace.base.error.ErrorCode;
import io.millrace.v1.UplinkStatus;

/** The uplink as it says itself, and what a person can do. */
final class UplinkPage {
  private static final String REFUSED = "refused";

  private UplinkPage() {}

  /** The code at the head of the reason decides. */
  static UplinkStatus of(UplinkStatus status) {
    for (ErrorCode code : ErrorCode.values()) {
      if (status.getReason().startsWith(code + ": ")) {
        UplinkStatus.Builder page = status.toBuilder().setHint(code.hint());
        return code == ErrorCode.PLANT_FOREIGN ? page.setState(REFUSED).build() : page.build();
      }
    }
    return status;
  }
}
