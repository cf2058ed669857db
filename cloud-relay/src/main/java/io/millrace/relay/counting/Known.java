package io.millrace.relay.counting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the relay knows when a count arrives: its counter and that one's open generation, the
 * generation that the count names, the one that it says went before, and the holes of its own
 * generation that it touches, ascending.
 */
record Known(
    @Nullable Counter counter,
    @Nullable Generation open,
    @Nullable Generation own,
    @Nullable Generation previous,
    List<Missing> holes) {

  static final Known NOTHING = new Known(null, null, null, null, List.of());

  Known {
    holes = List.copyOf(holes);
  }
}
