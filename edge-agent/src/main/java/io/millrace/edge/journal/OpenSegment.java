package io.millrace.edge.journal;

import java.nio.channels.FileChannel;

/** A segment in Chronicle's folder, with the channel by which it is forced. */
record OpenSegment(Segment segment, FileChannel channel) {}
