package io.millrace.edge.cli;

import io.millrace.base.command.Visible;
import io.millrace.edge.health.SourceHint;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.LiveReading;
import io.millrace.edge.source.SourceSettings;
import io.millrace.edge.source.modbus.ModbusSourceSettings;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a person who stands before the device can try, by what the device did. */
final class Hint {
  private static final int MANUAL_HOLDING = 40_001;
  private static final int MANUAL_INPUT = 30_001;

  /** Modbus Application Protocol V1.1b3, section 7. */
  private static final Map<Integer, String> EXCEPTIONS =
      Map.of(
          1, "the device has no such area: try another of coil, discrete, holding, input",
          2,
              "the device has no such address: addresses count from 0, so a manual's 40001 is"
                  + " holding 0; try one less, or another area",
          3, "the device refuses that many registers: look at type and length of the tag",
          4, "the device failed inside: look at its own diagnosis",
          6, "the device is busy: ask less often with a longer poll or a lower max_requests",
          10, "the gateway has no path to that unit: check the unit number",
          11, "the unit behind the gateway does not answer: check the unit number and its cable");

  private Hint() {}

  /** For a device that could not be reached at all. */
  static String unreachable(String reason) {
    String text = reason.toLowerCase(Locale.ROOT);
    if (text.contains("refused")) {
      return "something is at that address, but it does not listen on that port: check the port"
          + " (502 unless the device says otherwise) and that its Modbus server is switched on";
    }
    if (text.contains("unknown")) {
      return "that name is not known here: give the address, or mend the name";
    }
    if (text.contains("does not speak modbus")) {
      return "check address and port (502 unless the device says otherwise): another program"
          + " listens there";
    }
    if (text.contains("closed by the device")) {
      return "many devices take few connections: the running agent or another program may hold"
          + " them";
    }
    return text.contains("unreachable") || text.contains("no route")
        ? "this machine has no way to that network: check its own address, gateway and cable"
        : "check address, cable and power of the device, its unit number, and any firewall between";
  }

  /** For an OPC UA server that we do not trust, or that offers no way in that is wanted. */
  static String refusedServer(String source, String reason) {
    if (reason.contains("is not trusted")) {
      return "millrace-agent trust %s shows its certificate: compare the thumbprint with what the server itself says"
          .formatted(source);
    }
    return reason.contains("has no endpoint")
        ? "set security and mode in opcua to what the server offers"
        : "the message says what is refused; what of the server is known: millrace-agent trust "
            + source;
  }

  /** For an OPC UA server that could not be reached, or did not let us in. */
  static String unreachableServer(String reason) {
    if (reason.contains("Bad_UserAccessDenied") || reason.contains("Bad_IdentityToken")) {
      return "the server refuses this login: check user and password, and that the server allows"
          + " them";
    }
    if (reason.contains("Bad_SecurityChecksFailed") || reason.contains("Bad_Certificate")) {
      return "the server may not trust this agent yet: let it trust the certificate in"
          + " data/opcua/SOURCE/own";
    }
    if (reason.toLowerCase(Locale.ROOT).contains("refused")) {
      return "something is at that address, but it does not listen on that port: check the port"
          + " (4840 unless the server says otherwise) and that its OPC UA server is switched on";
    }
    return SourceHint.ofUrl(reason)
        .orElse("check address, cable and power of the server, and any firewall between");
  }

  /** For a tag without a value, or with one that people cannot read; else empty. */
  static String of(SourceSettings settings, LiveReading live) {
    return live.reading().value() instanceof Value.Text text && !Visible.isPlain(text.value())
        ? "%s holds characters that nobody can read, shown as \\u0001 and so on; they would stand in orders and documents as they are: check address, length and type of the tag"
            .formatted(live.reading().tag())
        : refused(settings, live);
  }

  private static String refused(SourceSettings settings, LiveReading live) {
    return settings instanceof ModbusSourceSettings modbus
        ? refused(modbus, live)
        : node(Objects.requireNonNullElse(live.reading().fault(), ""));
  }

  private static String node(String fault) {
    if (fault.contains("NodeIdUnknown") || fault.contains("NodeIdInvalid")) {
      return "the server has no such node: browse it with any OPC UA client; the number behind ns="
          + " may differ from server to server, nsu=URI; does not";
    }
    return fault.contains("UserAccessDenied") || fault.contains("NotReadable")
        ? "this user may not read it: log in as another, or let the server allow it"
        : "";
  }

  private static String refused(ModbusSourceSettings settings, LiveReading live) {
    String fault = Objects.requireNonNullElse(live.reading().fault(), "");
    Optional<Integer> exception =
        EXCEPTIONS.keySet().stream()
            .filter(code -> fault.startsWith("exception " + code + " "))
            .findFirst();
    if (exception.isEmpty()) {
      return fault.contains("no answer")
          ? "connected, but the device is silent: check the unit number %d"
              .formatted(settings.modbus().unit())
          : "";
    }
    return exception.get() == 2
        ? address(settings, live)
        : EXCEPTIONS.getOrDefault(exception.get(), "");
  }

  private static String address(ModbusSourceSettings settings, LiveReading live) {
    var tag = Objects.requireNonNull(settings.tags().get(live.reading().tag()));
    if (tag.holding() != null && tag.holding() >= MANUAL_HOLDING) {
      return "%s: addresses count from 0: a manual's %d is holding %d"
          .formatted(live.reading().tag(), tag.holding(), tag.holding() - MANUAL_HOLDING);
    }
    if (tag.input() != null && tag.input() >= MANUAL_INPUT) {
      return "%s: addresses count from 0: a manual's %d is input %d"
          .formatted(live.reading().tag(), tag.input(), tag.input() - MANUAL_INPUT);
    }
    return Objects.requireNonNull(EXCEPTIONS.get(2));
  }
}
