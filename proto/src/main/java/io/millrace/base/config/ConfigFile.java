package io.millrace.base.config;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;

/**
 * A file as it was read: what is in it, and its text, so that a complaint about several keys
 * together, found after reading, still names file, line and column. {@code name} stands in
 * messages.
 */
public record ConfigFile<T>(String name, String yaml, T content) {

  /**
   * CONFIG_INVALID for the key at that path, or for the deepest of its steps that the file has. The
   * text says what is wrong, with the value, and what was expected; it is in lower case.
   */
  public MillraceException complaint(KeyPath path, String text) {
    return new MillraceException(ErrorCode.CONFIG_INVALID, Complaint.of(name, yaml, path, text));
  }

  /** Whether the file has something at exactly that path. */
  public boolean has(KeyPath path) {
    return Place.found(yaml, path) != null;
  }

  /** Line, from 1, of the key at that path, or of the deepest of its steps that the file has. */
  public int line(KeyPath path) {
    String place = Place.of(yaml, path);
    return place == null ? 1 : Integer.parseInt(place.substring(0, place.indexOf(':')));
  }
}
