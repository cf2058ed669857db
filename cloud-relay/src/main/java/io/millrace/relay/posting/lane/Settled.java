package io.millrace.relay.posting.lane;

import org.jspecify.annotations.Nullable;

/**
 * What a commit left behind: {@code late} when the fence had moved on, so that only the attempt was
 * noted; the lane's head then, and the attempt's number when that head is SENDING already.
 */
record Settled(boolean late, @Nullable LaneHead next, int nextAttempt) {}
