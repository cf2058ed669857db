package io.millrace.edge.journal.disk;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How segments are named. In {@code q/}, where Chronicle writes: {@code s19700101000012.cq4} for
 * number 12. In {@code kept/}, once forced: {@code first-last-number.seg}, so that a listing tells
 * what is where.
 */
public record SegmentName(int number, long first, long last) {
  static final String PREFIX = "s";
  static final String PATTERN = "yyyyMMddHHmmss";
  static final String QUEUE_SUFFIX = ".cq4";

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern(PATTERN, Locale.ROOT);
  private static final Pattern QUEUE = Pattern.compile("s(\\d{14})\\.cq4");
  private static final Pattern KEPT = Pattern.compile("(\\d{19})-(\\d{19})-(\\d{10})\\.seg");

  public static String queue(int number) {
    return PREFIX
        + SECONDS.format(LocalDateTime.ofEpochSecond(number, 0, ZoneOffset.UTC))
        + QUEUE_SUFFIX;
  }

  public String kept() {
    return "%019d-%019d-%010d.seg".formatted(first, last, number);
  }

  public static Optional<Integer> queueNumber(String name) {
    Matcher matcher = QUEUE.matcher(name);
    return matcher.matches()
        ? Optional.of(
            (int) LocalDateTime.parse(matcher.group(1), SECONDS).toEpochSecond(ZoneOffset.UTC))
        : Optional.empty();
  }

  public static Optional<SegmentName> kept(String name) {
    Matcher matcher = KEPT.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new SegmentName(
                Integer.parseInt(matcher.group(3)),
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }
}
