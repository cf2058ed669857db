package io.millrace.base.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit, as people write them. Any thread. */
public final class Units {
  private static final Pattern NUMBER_UNIT = Pattern.compile("(\\d{1,12})\\s*([A-Za-z]+)");
  private static final Map<String, Duration> DURATIONS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private Units() {}

  /** {@code 200ms}, {@code 5s}, {@code 15m}, {@code 24h}, {@code 7d}. */
  public static Duration duration(String text) {
    Matcher matcher = NUMBER_UNIT.matcher(text);
    Duration unit = matcher.matches() ? DURATIONS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration such as 200ms, 5s, 15m, 24h or 7d");
    }
    return unit.multipliedBy(Long.parseLong(matcher.group(1)));
  }

  /** Bytes: {@code 512KiB}, {@code 16MiB}, {@code 2GiB}. */
  public static long bytes(String text) {
    Matcher matcher = NUMBER_UNIT.matcher(text);
    Long unit = matcher.matches() ? SIZES.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size such as 512KiB, 16MiB or 2GiB");
    }
    return Math.multiplyExact(unit, Long.parseLong(matcher.group(1)));
  }

  /** As {@link #duration} reads it, in the largest unit without a rest. */
  public static String text(Duration time) {
    return text(time.toMillis(), List.of("d", "h", "m", "s", "ms"), Units::millis);
  }

  /** As {@link #bytes} reads it, in the largest unit without a rest. */
  public static String text(long bytes) {
    return text(bytes, List.of("GiB", "MiB", "KiB", "B"), unit -> bytes("1" + unit));
  }

  private static String text(long amount, List<String> units, ToLongFunction<String> size) {
    String smallest = units.get(units.size() - 1);
    String unit =
        units.stream()
            .filter(each -> amount != 0 && amount % size.applyAsLong(each) == 0)
            .findFirst()
            .orElse(smallest);
    return amount / size.applyAsLong(unit) + unit;
  }

  private static long millis(String unit) {
    return duration("1" + unit).toMillis();
  }
}
