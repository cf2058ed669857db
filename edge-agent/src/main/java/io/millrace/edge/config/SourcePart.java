package io.millrace.edge.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Rate;
import io.millrace.edge.source.SourceSettings;
import io.millrace.edge.source.TagSettings;
import io.millrace.edge.source.modbus.ModbusSettings;
import io.millrace.edge.source.modbus.ModbusSourceSettings;
import io.millrace.edge.source.modbus.ModbusTag;
import io.millrace.edge.source.opcua.server.OpcUaSettings;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import io.millrace.edge.source.opcua.server.OpcUaTag;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One source as it is written; which of modbus and opcua stands there says what else may. */
record SourcePart(
    @JsonProperty(required = true) String name,
    @Nullable ModbusSettings modbus,
    @Nullable OpcUaSettings opcua,
    @Nullable Duration poll,
    @Nullable Duration publishing,
    @Nullable Duration sampling,
    @Nullable Integer queue,
    @Nullable Duration timeout,
    @Nullable Integer maxGap,
    @Nullable Rate maxRequests,
    @JsonProperty(required = true) Map<String, TagPart> tags) {

  SourcePart {
    Name.checked("name", name);
    tags.keySet().forEach(tag -> Name.checked("tags", tag));
    if ((modbus == null) == (opcua == null)) {
      throw new IllegalArgumentException(
          modbus == null
              ? "modbus: is missing, expected where the device is: modbus or opcua"
              : "opcua: stands beside modbus, expected one of the two");
    }
    if (opcua != null) {
      foreign("poll", poll, "opcua", "publishing and sampling");
      foreign("max_gap", maxGap, "opcua", "publishing and sampling");
      foreign("max_requests", maxRequests, "opcua", "publishing and sampling");
      server(name, opcua, publishing, sampling, queue, timeout, tags);
    }
    if (modbus != null) {
      foreign("publishing", publishing, "modbus", "poll");
      foreign("sampling", sampling, "modbus", "poll");
      foreign("queue", queue, "modbus", "poll");
      device(name, modbus, poll, timeout, maxGap, maxRequests, tags);
    }
  }

  /** Which of the two it is. */
  SourceSettings settings() {
    return opcua != null
        ? server(name, opcua, publishing, sampling, queue, timeout, tags)
        : device(name, modbus, poll, timeout, maxGap, maxRequests, tags);
  }

  private static ModbusSourceSettings device(
      String name,
      @Nullable ModbusSettings modbus,
      @Nullable Duration poll,
      @Nullable Duration timeout,
      @Nullable Integer maxGap,
      @Nullable Rate maxRequests,
      Map<String, TagPart> tags) {
    if (poll == null || modbus == null) {
      throw new IllegalArgumentException("poll: is missing, expected for example 200ms");
    }
    return new ModbusSourceSettings(
        name, modbus, poll, timeout, maxGap, maxRequests, all(tags, ModbusTag.class, "address"));
  }

  private static OpcUaSourceSettings server(
      String name,
      OpcUaSettings opcua,
      @Nullable Duration publishing,
      @Nullable Duration sampling,
      @Nullable Integer queue,
      @Nullable Duration timeout,
      Map<String, TagPart> tags) {
    return new OpcUaSourceSettings(
        name, opcua, publishing, sampling, queue, timeout, all(tags, OpcUaTag.class, "node"));
  }

  private static <T extends TagSettings> Map<String, T> all(
      Map<String, TagPart> parts, Class<T> kind, String expected) {
    Map<String, T> tags = new LinkedHashMap<>();
    parts.forEach(
        (tag, part) -> {
          TagSettings settings = part.settings();
          if (!kind.isInstance(settings)) {
            throw new IllegalArgumentException(
                "tags: '%s' is %s, expected %s of this kind of source"
                    .formatted(tag, settings.place(), expected));
          }
          tags.put(tag, kind.cast(settings));
        });
    return tags;
  }

  private static void foreign(String key, @Nullable Object value, String kind, String instead) {
    if (value != null) {
      throw new IllegalArgumentException(
          "%s: is not for %s sources, expected %s".formatted(key, kind, instead));
    }
  }
}
