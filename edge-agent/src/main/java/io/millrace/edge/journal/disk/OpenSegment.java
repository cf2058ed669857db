package io.millrace.edge.journal.disk;

import java.nio.channels.FileChannel;

/** A segment in Chronicle's folder, with the channel by which it is forced. */
public record OpenSegment(Segment segment, FileChannel channel) {}
