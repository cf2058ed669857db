package io.millrace.edge.config;

import io.millrace.base.config.ByteSize;
import java.time.Duration;

/** How the journal is kept. */
record JournalPart(
    ByteSize segment,
    ByteSize eventsQuota,
    ByteSize telemetryQuota,
    Duration syncGap,
    Duration telemetrySync,
    Duration keepAcknowledged) {
  private static final ByteSize SEGMENT = ByteSize.parse("16MiB");
  private static final ByteSize EVENTS_QUOTA = ByteSize.parse("2GiB");
  private static final ByteSize TELEMETRY_QUOTA = ByteSize.parse("1GiB");
  private static final Duration SYNC_GAP = Duration.ofMillis(50);
  private static final Duration TELEMETRY_SYNC = Duration.ofMillis(200);
  private static final Duration KEEP_ACKNOWLEDGED = Duration.ofHours(24);
  private static final int SEGMENTS_MIN = 4;

  JournalPart {
    segment = segment == null ? SEGMENT : segment;
    eventsQuota = eventsQuota == null ? EVENTS_QUOTA : eventsQuota;
    telemetryQuota = telemetryQuota == null ? TELEMETRY_QUOTA : telemetryQuota;
    syncGap = syncGap == null ? SYNC_GAP : syncGap;
    telemetrySync = telemetrySync == null ? TELEMETRY_SYNC : telemetrySync;
    keepAcknowledged = keepAcknowledged == null ? KEEP_ACKNOWLEDGED : keepAcknowledged;
    checkSize("segment", segment, ByteSize.parse("1MiB"), ByteSize.parse("64MiB"));
    ByteSize least = new ByteSize(SEGMENTS_MIN * segment.bytes());
    checkSize("events_quota", eventsQuota, least, ByteSize.parse("1024GiB"));
    checkSize("telemetry_quota", telemetryQuota, least, ByteSize.parse("1024GiB"));
    Bounds.within("sync_gap", syncGap, Duration.ofMillis(1), Duration.ofSeconds(5));
    Bounds.within("telemetry_sync", telemetrySync, Duration.ofMillis(10), Duration.ofSeconds(60));
    Bounds.within("keep_acknowledged", keepAcknowledged, Duration.ZERO, Duration.ofDays(30));
  }

  /** All defaults. */
  static JournalPart standard() {
    return new JournalPart(
        SEGMENT, EVENTS_QUOTA, TELEMETRY_QUOTA, SYNC_GAP, TELEMETRY_SYNC, KEEP_ACKNOWLEDGED);
  }

  private static void checkSize(String key, ByteSize size, ByteSize least, ByteSize most) {
    if (size.bytes() < least.bytes() || size.bytes() > most.bytes()) {
      throw new IllegalArgumentException(
          "%s: %s is not from %s to %s".formatted(key, text(size), text(least), text(most)));
    }
  }

  private static String text(ByteSize size) {
    long kib = size.bytes() >> 10;
    if (kib == 0 || size.bytes() % 1024 != 0) {
      return size.bytes() + "B";
    }
    return kib % 1024 == 0 ? (kib >> 10) + "MiB" : kib + "KiB";
  }
}
