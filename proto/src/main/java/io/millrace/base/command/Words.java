package io.millrace.base.command;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers as people read them. */
public final class Words {
  private static final long UNIT = 1024;
  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Words() {}

  /** {@code 3.4 MiB}. */
  public static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= UNIT && unit < SIZES.length - 1) {
      size /= UNIT;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, SIZES[unit]);
  }

  /** {@code 0.2 s}, {@code 3 m 20 s}, {@code 5 h 12 m}, {@code 3 d 4 h}. */
  public static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (seconds < 3600) {
      return seconds / 60 + " m " + seconds % 60 + " s";
    }
    return seconds < 86_400
        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " m"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  /** How long that RFC 3339 moment is before another; "never" for an empty one. */
  public static String ago(String moment, Instant now) {
    return moment.isEmpty() ? "never" : time(Duration.between(Instant.parse(moment), now)) + " ago";
  }

  /** {@code 1 target}, {@code 2 targets}. */
  public static String many(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** A moment to the second. */
  public static String moment(String rfc3339) {
    return rfc3339.isEmpty()
        ? "-"
        : Instant.parse(rfc3339).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
