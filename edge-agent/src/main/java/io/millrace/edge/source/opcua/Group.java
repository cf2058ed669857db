package io.millrace.edge.source.opcua;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tags of one counter: its register, and the order and reset marker that go with it. */
public record Group(String counter, @Nullable String order, @Nullable String marker) {

  /** All of them. */
  Set<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    tags.add(counter);
    if (order != null) {
      tags.add(order);
    }
    if (marker != null) {
      tags.add(marker);
    }
    return tags;
  }
}
