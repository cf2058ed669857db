package io.millrace.relay.flow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the log was read, and when the next window is due; null while none is open. */
public record Progress(long position, @Nullable Instant due) {}
