package io.millrace.edge.journal;

/** One stream in numbers: bytes on disk, bytes written since start, records put in quarantine. */
public record StreamFigures(
    long appended,
    long durable,
    long acknowledged,
    long bytes,
    int segments,
    long bytesWritten,
    long quarantined) {}
