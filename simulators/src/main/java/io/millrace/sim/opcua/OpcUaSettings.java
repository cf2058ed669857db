package io.millrace.sim.opcua;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which press also speaks OPC UA.
 *
 * @param press its name
 * @param port on loopback; 0 chooses a free one
 * @param identity where key and certificate are kept; null makes new ones at each start
 */
public record OpcUaSettings(String press, int port, @Nullable Path identity) {}
