package io.millrace.sim.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import io.millrace.sim.plant.PressReading;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** What stands where: names of nodes below the press's own, types, and where values come from. */
final class PressNodes {
  private static final long MASK_32 = 0xFFFF_FFFFL;
  private static final int MASK_16 = 0xFFFF;

  private PressNodes() {}

  /** By name, in the order in which they are browsed. */
  static Map<String, Shown> all() {
    Map<String, Shown> all = new LinkedHashMap<>();
    all.put("good", new Shown(NodeIds.UInt32, press -> uint(press.good() & MASK_32)));
    all.put("scrap", new Shown(NodeIds.UInt32, press -> uint(press.scrap() & MASK_32)));
    all.put("good16", new Shown(NodeIds.UInt16, press -> word(press.good())));
    all.put("state", new Shown(NodeIds.UInt16, press -> word(press.state().code())));
    all.put("reason", new Shown(NodeIds.UInt16, press -> word(press.reason())));
    all.put("marker", new Shown(NodeIds.UInt16, press -> word(press.resetMarker())));
    all.put("order", new Shown(NodeIds.String, PressReading::order));
    all.put("temperature", new Shown(NodeIds.Double, PressReading::temperature));
    all.put("fill-weight", new Shown(NodeIds.Double, PressReading::grams));
    all.put("serial", new Shown(NodeIds.String, PressReading::serial));
    return all;
  }

  private static Object word(long value) {
    return ushort((int) value & MASK_16);
  }

  /** A data type and the value of it that a press shows. */
  record Shown(NodeId type, Function<PressReading, Object> value) {}
}
