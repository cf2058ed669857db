package io.millrace.relay.eventlog;

import com.google.protobuf.ByteString;
import io.millrace.v1.Compression;

/**
 * Telemetry as it is kept: a serialized RecordBlock with that many records between the sequences,
 * packed as told; {@code rawSize} is its size in bytes when unpacked.
 */
public record TelemetryBlock(
    long firstSequence,
    long lastSequence,
    int records,
    Compression compression,
    int rawSize,
    ByteString block) {}
