package io.millrace.relay.counting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the relay knows when a count arrives: its counter and that one's open generation, the
 * generation that the count names, the one that it says went before, the holes of its own
 * generation that it touches, ascending, and what rivals that generation.
 */
record Known(
    @Nullable Counter counter,
    @Nullable Generation open,
    @Nullable Generation own,
    @Nullable Generation previous,
    List<Missing> holes,
    @Nullable Rival rival) {

  static final Known NOTHING = new Known(null, null, null, null, List.of(), null);

  Known {
    holes = List.copyOf(holes);
  }
}
