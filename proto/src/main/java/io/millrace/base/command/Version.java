package io.millrace.base.command;

import java.util.Objects;

/** Which build of a program this is. */
public final class Version {
  private Version() {}

  /** As it stands in the manifest of that type's jar; "development" outside of a jar. */
  public static String of(Class<?> owner) {
    return Objects.requireNonNullElse(owner.getPackage().getImplementationVersion(), "development");
  }
}
