package io.millrace.edge.journal;

import java.time.Duration;

/**
 * What one stream needs to know. Bytes are of records ({@code segmentBytes}) or on disk ({@code
 * quotaBytes}).
 */
record StreamSettings(
    StreamName name, long segmentBytes, long quotaBytes, Duration syncGap, Duration keep) {

  static StreamSettings of(StreamName name, JournalSettings settings) {
    boolean events = name == StreamName.EVENTS;
    return new StreamSettings(
        name,
        settings.segment().bytes(),
        events ? settings.eventsQuota().bytes() : settings.telemetryQuota().bytes(),
        events ? settings.syncGap() : settings.telemetrySync(),
        settings.keepAcknowledged());
  }

  /** Size of a segment's file: Chronicle maps a quarter beyond the block. */
  static long fileBytes(long segmentBytes) {
    return segmentBytes + segmentBytes / 4;
  }

  long fileBytes() {
    return fileBytes(segmentBytes);
  }

  /** Bytes that quarantine may keep beside the stream: two segments, counted within the quota. */
  long quarantineBytes() {
    return 2 * fileBytes();
  }

  /** Longest checkpoint: what fits beside the head of an otherwise empty segment. */
  int checkpointMax() {
    return (int) (segmentBytes / 4) - Envelope.HEADER - Long.BYTES;
  }

  /** Longest payload: what fits beside head and checkpoint, and into a batch on the wire. */
  int payloadMax() {
    return Math.min(checkpointMax(), JournalSettings.RECORD_BYTES_MAX);
  }

  /** Events begin each segment with a checkpoint, telemetry has none. */
  boolean checkpoints() {
    return name == StreamName.EVENTS;
  }
}
