package io.millrace.edge.source;

/** One tag of a source of any kind, as the file says it. */
public interface TagSettings {

  /** What it holds. */
  TagType kind();

  /** Where it is, as people write it: {@code holding 10 text}. */
  String place();
}
