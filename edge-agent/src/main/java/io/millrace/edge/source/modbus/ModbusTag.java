package io.millrace.edge.source.modbus;

import io.millrace.edge.source.TagSettings;
import io.millrace.edge.source.TagType;
import io.millrace.edge.source.plan.Need;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tag: an address, from 0, in exactly one area, and what it holds there. {@code length} is in
 * bytes and for text only; a coil or discrete input needs no type.
 */
public record ModbusTag(
    @Nullable Integer coil,
    @Nullable Integer discrete,
    @Nullable Integer holding,
    @Nullable Integer input,
    @Nullable TagType type,
    @Nullable Integer length,
    @Nullable WordOrder wordOrder)
    implements TagSettings {
  private static final int ADDRESSES = 65_536;

  public ModbusTag {
    Place place = place(coil, discrete, holding, input);
    if (place.area().bits()) {
      type = type == null ? TagType.BIT : type;
    }
    checkType(place, type);
    checkLength(place, type, length);
    if (wordOrder != null && (type == TagType.TEXT || registers(type, length) < 2)) {
      throw new IllegalArgumentException(
          "word_order: stands beside " + type + ", it is for numbers of several registers");
    }
    if (place.address() < 0 || place.address() + units(place, type, length) > ADDRESSES) {
      throw new IllegalArgumentException(
          "%s: %d is not from 0 to %d"
              .formatted(
                  place.area().space().name(),
                  place.address(),
                  ADDRESSES - units(place, type, length)));
    }
  }

  /** A number in holding registers, high word first. */
  public static ModbusTag holding(int address, TagType type) {
    return new ModbusTag(null, null, address, null, type, null, null);
  }

  /** Text in holding registers; length in bytes. */
  public static ModbusTag text(int address, int length) {
    return new ModbusTag(null, null, address, null, TagType.TEXT, length, null);
  }

  @Override
  public TagType kind() {
    return type == null ? TagType.BIT : type;
  }

  @Override
  public String place() {
    Place place = place(coil, discrete, holding, input);
    return place.area().space().name() + " " + place.address() + " " + kind();
  }

  Area area() {
    return place(coil, discrete, holding, input).area();
  }

  boolean lowFirst() {
    return wordOrder == WordOrder.LOW_FIRST;
  }

  /** Bytes of text. */
  int bytes() {
    return length == null ? 0 : length;
  }

  Need need(String tag) {
    Place place = place(coil, discrete, holding, input);
    return new Need(tag, place.area().space(), place.address(), units(place, kind(), length));
  }

  private static Place place(
      @Nullable Integer coil,
      @Nullable Integer discrete,
      @Nullable Integer holding,
      @Nullable Integer input) {
    List<Place> given = new ArrayList<>();
    add(given, Area.COIL, coil);
    add(given, Area.DISCRETE, discrete);
    add(given, Area.HOLDING, holding);
    add(given, Area.INPUT, input);
    if (given.size() != 1) {
      throw new IllegalArgumentException(
          "has %d addresses, expected exactly one of coil, discrete, holding, input"
              .formatted(given.size()));
    }
    return given.get(0);
  }

  private static void add(List<Place> given, Area area, @Nullable Integer address) {
    if (address != null) {
      given.add(new Place(area, address));
    }
  }

  private static void checkType(Place place, @Nullable TagType type) {
    String area = place.area().space().name();
    if (type == null) {
      throw new IllegalArgumentException(
          "type: is missing for " + area + " " + place.address() + ", expected for example uint16");
    }
    if (place.area().bits() != (type == TagType.BIT)) {
      throw new IllegalArgumentException(
          place.area().bits()
              ? "type: " + type + " does not fit " + area + ", which holds bits only"
              : "type: bit does not fit " + area + ", bits are in coil and discrete");
    }
  }

  private static void checkLength(Place place, @Nullable TagType type, @Nullable Integer length) {
    int bytesMax = 2 * place.area().space().unitsMax();
    if (type == TagType.TEXT && (length == null || length < 1 || length > bytesMax)) {
      throw new IllegalArgumentException(
          length == null
              ? "length: is missing for text, expected 1 to %d bytes".formatted(bytesMax)
              : "length: %d is not from 1 to %d bytes".formatted(length, bytesMax));
    }
    if (type != TagType.TEXT && length != null) {
      throw new IllegalArgumentException("length: stands beside " + type + ", it is for text only");
    }
  }

  private static int units(Place place, @Nullable TagType type, @Nullable Integer length) {
    return place.area().bits() ? 1 : registers(type, length);
  }

  private static int registers(@Nullable TagType type, @Nullable Integer length) {
    if (type == null) {
      return 0;
    }
    return switch (type) {
      case BIT -> 0;
      case INT16, UINT16 -> 1;
      case INT32, UINT32, FLOAT32 -> 2;
      case INT64, UINT64, FLOAT64 -> 4;
      case TEXT -> ((length == null ? 0 : length) + 1) / 2;
    };
  }

  private record Place(Area area, int address) {}
}
