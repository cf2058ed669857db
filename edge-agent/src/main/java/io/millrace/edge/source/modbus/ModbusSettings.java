package io.millrace.edge.source.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Where a device listens. {@code unit} is 0 to 255, by default 1; {@code port} by default 502. */
public record ModbusSettings(
    @JsonProperty(required = true) String host, @Nullable Integer port, @Nullable Integer unit) {
  private static final int PORT = 502;
  private static final int UNIT = 1;

  public ModbusSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host: is empty, expected a name or an address");
    }
    port = port == null ? Integer.valueOf(PORT) : port;
    unit = unit == null ? Integer.valueOf(UNIT) : unit;
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " is not from 1 to 65535");
    }
    if (unit < 0 || unit > 255) {
      throw new IllegalArgumentException("unit: " + unit + " is not from 0 to 255");
    }
  }

  /** The port, given or not. */
  int portNumber() {
    return port == null ? PORT : port;
  }

  /** The unit, given or not. */
  int unitNumber() {
    return unit == null ? UNIT : unit;
  }

  @Override
  public String toString() {
    return host + ":" + portNumber() + " unit " + unitNumber();
  }
}
