package io.millrace.edge.source.opcua.server;

import io.millrace.edge.reading.Quality;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.TagType;
import java.math.BigInteger;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.jspecify.annotations.Nullable;

/** Makes readings of what a server sends. Any thread. Source: OPC 10000-4, 7.11 and 7.39. */
final class Values {
  private Values() {}

  /** The sample of one item; the agent's time stands in where the server gives none. */
  static Sample sample(String tag, TagType type, DataValue value, Instant now) {
    DateTime time = value.getSourceTime() == null ? value.getServerTime() : value.getSourceTime();
    Instant at = time == null || time.getUtcTime() == 0 ? now : time.getJavaInstant();
    StatusCode status = status(value);
    return new Sample(reading(tag, type, value, status), at, status.isOverflowSet());
  }

  /** The same without a time. */
  static Reading reading(String tag, TagType type, DataValue value) {
    return reading(tag, type, value, status(value));
  }

  /** As people look it up: {@code Bad_NodeIdUnknown (0x80340000)}. */
  static String text(StatusCode status) {
    String code = "0x%08X".formatted(status.value());
    return StatusCodes.lookup(status.value())
        .map(names -> names[0] + " (" + code + ")")
        .orElse("status " + code);
  }

  private static StatusCode status(DataValue value) {
    StatusCode status = value.getStatusCode();
    return status == null ? StatusCode.GOOD : status;
  }

  private static Reading reading(String tag, TagType type, DataValue value, StatusCode status) {
    if (status.isBad()) {
      return Reading.bad(tag, 0, text(status));
    }
    Object raw = value.getValue().getValue();
    Value made = raw == null ? null : value(type, raw);
    if (made == null) {
      return Reading.bad(tag, 0, unfit(type, raw));
    }
    Quality quality = status.isUncertain() ? Quality.UNCERTAIN : Quality.GOOD;
    return new Reading(tag, made, quality, 0, status.isUncertain() ? text(status) : null);
  }

  private static String unfit(TagType type, @Nullable Object raw) {
    if (raw == null) {
      return "the server has no value";
    }
    return raw.getClass().isArray()
        ? "the server sends an array, expected " + type
        : "the server sends %s %s, expected %s"
            .formatted(raw.getClass().getSimpleName(), raw, type);
  }

  private static @Nullable Value value(TagType type, Object raw) {
    return switch (type) {
      case BIT -> raw instanceof Boolean truth ? new Value.Truth(truth) : null;
      case INT16, UINT16, INT32, UINT32, INT64, UINT64 -> whole(type, raw);
      case FLOAT32, FLOAT64 -> real(raw);
      case TEXT -> text(raw);
    };
  }

  private static @Nullable Value whole(TagType type, Object raw) {
    if (!(raw instanceof Number number) || raw instanceof Double || raw instanceof Float) {
      return null;
    }
    BigInteger value =
        raw instanceof ULong big ? big.toBigInteger() : BigInteger.valueOf(number.longValue());
    BigInteger modulus = BigInteger.valueOf(type.modulus());
    boolean signed = type == TagType.INT16 || type == TagType.INT32 || type == TagType.INT64;
    BigInteger least = signed ? modulus.negate() : BigInteger.ZERO;
    BigInteger most =
        type == TagType.INT64 || type == TagType.UINT64
            ? modulus
            : modulus.subtract(BigInteger.ONE);
    return value.compareTo(least) < 0 || value.compareTo(most) > 0
        ? null
        : new Value.Whole(value.longValue());
  }

  private static @Nullable Value real(Object raw) {
    if (!(raw instanceof Number number)) {
      return null;
    }
    double value = number.doubleValue();
    return Double.isFinite(value) ? new Value.Real(value) : null;
  }

  private static @Nullable Value text(Object raw) {
    if (raw instanceof LocalizedText localized) {
      String text = localized.text();
      return text == null ? null : new Value.Text(text);
    }
    return raw instanceof String text ? new Value.Text(text) : null;
  }
}
