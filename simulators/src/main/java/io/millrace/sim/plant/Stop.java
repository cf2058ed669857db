package io.millrace.sim.plant;

import org.jspecify.annotations.Nullable;

/**
 * A stretch in which a press stood with a fault or was stopped; set-up is none.
 *
 * @param fromMs wall time at its begin, ms since 1970
 * @param toMs at its end; null while it lasts
 * @param reason 0 told to stop, 1 jam, 2 no material, 3 tool
 * @param order on the machine at its begin
 */
public record Stop(long fromMs, @Nullable Long toMs, int reason, String order) {}
