package io.millrace.relay.posting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try, numbered from 1 within its posting; {@code kind} is send, verify or recount. End and
 * outcome are absent while it runs, and for ever when the relay was killed meanwhile.
 */
public record AttemptRecord(
    int number,
    String kind,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String outcome,
    @Nullable String text) {}
