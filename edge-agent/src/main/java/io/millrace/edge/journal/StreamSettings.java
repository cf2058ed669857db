package io.millrace.edge.journal;

import java.time.Duration;

/**
 * What one stream needs to know. Bytes are of records ({@code segmentBytes}) or on disk ({@code
 * quotaBytes}).
 */
public record StreamSettings(
    StreamName name, long segmentBytes, long quotaBytes, Duration syncGap, Duration keep) {

  /** Bytes of the envelope before each record's payload. */
  public static final int HEADER_BYTES = 24;

  public static StreamSettings of(StreamName name, JournalSettings settings) {
    boolean events = name == StreamName.EVENTS;
    return new StreamSettings(
        name,
        settings.segment().bytes(),
        events ? settings.eventsQuota().bytes() : settings.telemetryQuota().bytes(),
        events ? settings.syncGap() : settings.telemetrySync(),
        settings.keepAcknowledged());
  }

  /** Size of a segment's file: Chronicle maps a quarter beyond the block. */
  public static long fileBytes(long segmentBytes) {
    return segmentBytes + segmentBytes / 4;
  }

  public long fileBytes() {
    return fileBytes(segmentBytes);
  }

  /** Bytes that quarantine may keep beside the stream: two segments, counted within the quota. */
  public long quarantineBytes() {
    return 2 * fileBytes();
  }

  /** Longest checkpoint: what fits beside the head of an otherwise empty segment. */
  public int checkpointMax() {
    return (int) (segmentBytes / 4) - HEADER_BYTES - Long.BYTES;
  }

  /** Longest payload: what fits beside head and checkpoint, and into a batch on the wire. */
  public int payloadMax() {
    return Math.min(checkpointMax(), JournalSettings.RECORD_BYTES_MAX);
  }

  /** Events begin each segment with a checkpoint, telemetry has none. */
  public boolean checkpoints() {
    return name == StreamName.EVENTS;
  }
}
