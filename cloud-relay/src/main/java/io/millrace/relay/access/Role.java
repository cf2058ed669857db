package io.millrace.relay.access;

import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What somebody may do; each may do what those before it may. */
public enum Role {
  /** See. */
  VIEWER,
  /** Decide cases. */
  OPERATOR,
  /** Let agents and people in, and shut them out. */
  ADMIN;

  /** As people write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that text, VIEWER for none. USAGE names the nearest right one. */
  public static Role of(String text) {
    if (text.isEmpty()) {
      return VIEWER;
    }
    List<String> known = Arrays.stream(values()).map(Role::text).toList();
    return Arrays.stream(values())
        .filter(role -> role.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new MillraceException(
                    ErrorCode.USAGE,
                    "role '%s': expected %s%s"
                        .formatted(
                            text, String.join(", ", known), Nearest.suggestion(text, known))));
  }
}
