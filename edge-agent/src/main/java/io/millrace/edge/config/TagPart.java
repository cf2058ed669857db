package io.millrace.edge.config;

import io.millrace.edge.source.TagSettings;
import io.millrace.edge.source.TagType;
import io.millrace.edge.source.modbus.ModbusTag;
import io.millrace.edge.source.modbus.WordOrder;
import io.millrace.edge.source.opcua.server.OpcUaTag;
import org.jspecify.annotations.Nullable;

/** One tag as it is written: an address of Modbus or a node of OPC UA. */
record TagPart(
    @Nullable Integer coil,
    @Nullable Integer discrete,
    @Nullable Integer holding,
    @Nullable Integer input,
    @Nullable String node,
    @Nullable TagType type,
    @Nullable Integer length,
    @Nullable WordOrder wordOrder) {

  TagPart {
    if (node == null) {
      new ModbusTag(coil, discrete, holding, input, type, length, wordOrder);
    } else {
      opcua(node, type);
      alone(node, coil, discrete, holding, input, length, wordOrder);
    }
  }

  /** Which of the two it is. */
  TagSettings settings() {
    return node == null
        ? new ModbusTag(coil, discrete, holding, input, type, length, wordOrder)
        : opcua(node, type);
  }

  private static OpcUaTag opcua(String node, @Nullable TagType type) {
    if (type == null) {
      throw new IllegalArgumentException(
          "type: is missing for node " + node + ", expected for example uint32");
    }
    return new OpcUaTag(node, type);
  }

  private static void alone(String node, @Nullable Object... others) {
    for (Object other : others) {
      if (other != null) {
        throw new IllegalArgumentException(
            "node: " + node + " stands beside keys for Modbus, expected a type and nothing else");
      }
    }
  }
}
