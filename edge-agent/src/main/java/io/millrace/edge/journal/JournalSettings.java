package io.millrace.edge.journal;

import io.millrace.base.config.ByteSize;
import io.millrace.base.config.Units;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The journal's part of the configuration; what is absent gets its default. A segment is the unit
 * in which disk is taken and given back; each costs a quarter more on disk, which its last records
 * may need. IllegalArgumentException says what was expected.
 *
 * @param segment bytes of records in one file, 64KiB to 64MiB
 * @param eventsQuota bytes on disk that events may take; unacknowledged events are never dropped
 * @param telemetryQuota bytes on disk that telemetry may take; its oldest segments give way
 * @param syncGap least time between the beginnings of two forces of events
 * @param telemetrySync least time between the beginnings of two forces of telemetry
 * @param keepAcknowledged how long acknowledged segments stay while there is room
 */
public record JournalSettings(
    ByteSize segment,
    ByteSize eventsQuota,
    ByteSize telemetryQuota,
    Duration syncGap,
    Duration telemetrySync,
    Duration keepAcknowledged) {

  /** Bytes of a record: the relay takes batches of 4 MiB, and a record is never split. */
  public static final int RECORD_BYTES_MAX = (4 << 20) - (4 << 10);

  /** A quota holds at least so many segments: the two newest, the spare, and some to give back. */
  static final int QUOTA_SEGMENTS_MIN = 8;

  private static final long SEGMENT_MIN = 64L << 10;

  /** Largest segment in bytes. */
  private static final long SEGMENT_MAX = 64L << 20;

  /** Longest time between two forces that may be configured. */
  private static final Duration SYNC_MAX = Duration.ofMinutes(1);

  public JournalSettings {
    segment = segment == null ? new ByteSize(16L << 20) : segment;
    eventsQuota = eventsQuota == null ? new ByteSize(2L << 30) : eventsQuota;
    telemetryQuota = telemetryQuota == null ? new ByteSize(1L << 30) : telemetryQuota;
    syncGap = syncGap == null ? Duration.ofMillis(50) : syncGap;
    telemetrySync = telemetrySync == null ? Duration.ofMillis(200) : telemetrySync;
    keepAcknowledged = keepAcknowledged == null ? Duration.ofHours(24) : keepAcknowledged;
    checkSegment(segment.bytes());
    checkQuota("events_quota", eventsQuota.bytes(), segment.bytes());
    checkQuota("telemetry_quota", telemetryQuota.bytes(), segment.bytes());
    checkSync("sync_gap", syncGap);
    checkSync("telemetry_sync", telemetrySync);
    if (keepAcknowledged.isNegative()) {
      throw new IllegalArgumentException("keep_acknowledged: " + keepAcknowledged + " is negative");
    }
  }

  /** All defaults. */
  public static JournalSettings defaults() {
    return read(null, null, null, null, null, null);
  }

  /** As the configuration reader calls the constructor: null for what is absent. */
  @SuppressWarnings("NullAway") // the constructor gives absent components their default
  private static JournalSettings read(
      @Nullable ByteSize segment,
      @Nullable ByteSize eventsQuota,
      @Nullable ByteSize telemetryQuota,
      @Nullable Duration syncGap,
      @Nullable Duration telemetrySync,
      @Nullable Duration keepAcknowledged) {
    return new JournalSettings(
        segment, eventsQuota, telemetryQuota, syncGap, telemetrySync, keepAcknowledged);
  }

  /** Bytes that a record can have with these segments: about a quarter of one, and never more. */
  public int recordBytes() {
    return StreamSettings.of(StreamName.EVENTS, this).payloadMax();
  }

  /** Whether segments are so large that a record may take less of them than it otherwise might. */
  public boolean isRecordCapped() {
    return segment.bytes() / 4 > RECORD_BYTES_MAX + (4 << 10);
  }

  private static void checkSegment(long bytes) {
    if (bytes < SEGMENT_MIN || bytes > SEGMENT_MAX || bytes % SEGMENT_MIN != 0) {
      throw new IllegalArgumentException(
          "segment: " + Units.text(bytes) + " is not a multiple of 64KiB from 64KiB to 64MiB");
    }
  }

  private static void checkQuota(String name, long bytes, long segment) {
    long least = QUOTA_SEGMENTS_MIN * StreamSettings.fileBytes(segment);
    if (bytes < least) {
      throw new IllegalArgumentException(
          "%s: %s is not at least %s, which hold %d segments"
              .formatted(name, Units.text(bytes), Units.text(least), QUOTA_SEGMENTS_MIN));
    }
  }

  private static void checkSync(String name, Duration value) {
    if (value.isNegative() || value.compareTo(SYNC_MAX) > 0) {
      throw new IllegalArgumentException(
          name + ": " + Units.text(value) + " is not from 0ms to 1m");
    }
  }
}
