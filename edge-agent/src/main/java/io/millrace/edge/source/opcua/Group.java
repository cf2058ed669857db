package io.millrace.edge.source.opcua;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tags that one derivation needs to see together: what changes in one is told with the latest of
 * all. A {@code counter} with a {@code marker} is watched for resets, which show in both.
 */
public record Group(Set<String> tags, @Nullable String counter, @Nullable String marker) {
  public Group {
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
  }

  /** Of a state or a measure. */
  public static Group of(Set<String> tags) {
    return new Group(tags, null, null);
  }

  /** Of a counter: its register, and the order and reset marker that go with it. */
  public static Group ofCounter(String counter, @Nullable String order, @Nullable String marker) {
    Set<String> tags = new LinkedHashSet<>(Set.of(counter));
    if (order != null) {
      tags.add(order);
    }
    if (marker != null) {
      tags.add(marker);
    }
    return new Group(tags, counter, marker);
  }
}
