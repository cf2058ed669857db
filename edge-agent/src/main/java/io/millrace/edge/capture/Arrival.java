package io.millrace.edge.capture;

import io.millrace.edge.reading.Scan;
import io.millrace.v1.GapReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What sources hand over, with what had to be dropped of the same source before it. */
sealed interface Arrival {

  String source();

  @Nullable Dropped dropped();

  /** A scan. */
  record Taken(Scan scan, @Nullable Dropped dropped) implements Arrival {
    @Override
    public String source() {
      return scan.source();
    }
  }

  /** The source stopped to answer. */
  record Lost(String source, Instant since, Instant now, @Nullable Dropped dropped)
      implements Arrival {}

  /** Values of these tags did not arrive, in that time. */
  record Missed(
      String source, List<String> tags, Instant since, Instant now, @Nullable Dropped dropped)
      implements Arrival {
    public Missed {
      tags = List.copyOf(tags);
    }
  }

  /** Scans that found no room: the first one's time and reason, and how many values in all. */
  record Dropped(Instant from, GapReason reason, long values) {
    Dropped plus(Dropped later) {
      return new Dropped(from, reason, values + later.values);
    }
  }
}
