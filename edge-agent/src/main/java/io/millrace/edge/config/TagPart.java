package io.millrace.edge.config;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One tag: exactly one area with its address from 0, and how its registers are read. */
record TagPart(
    @Nullable Integer coil,
    @Nullable Integer discrete,
    @Nullable Integer holding,
    @Nullable Integer input,
    TagType type,
    @Nullable Integer length,
    @Nullable WordOrder wordOrder) {
  private static final int ADDRESS_MAX = 65_535;
  private static final int LENGTH_MAX = 250;

  TagPart {
    long areas =
        Stream.of(opt(coil), opt(discrete), opt(holding), opt(input))
            .filter(Optional::isPresent)
            .count();
    if (areas != 1) {
      throw new IllegalArgumentException(
          "has %d addresses, expected exactly one of coil, discrete, holding, input"
              .formatted(areas));
    }
    type = typeOf(coil != null || discrete != null, type);
    if ((length != null) != (type == TagType.TEXT)) {
      throw new IllegalArgumentException(
          length == null
              ? "type: text needs a length in bytes, expected for example length: 16"
              : "length: fits only type text, not " + type.text());
    }
    if (length != null) {
      Bounds.within("length", length, 1, LENGTH_MAX);
    }
    if (wordOrder != null && type.words(0) < 2) {
      throw new IllegalArgumentException(
          "word_order: fits only types of several registers, not " + type.text());
    }
    int words = type.words(length == null ? 0 : length);
    Bounds.within(
        area(coil, discrete, holding),
        address(coil, discrete, holding, input),
        0,
        ADDRESS_MAX - words + 1);
  }

  private static Optional<Integer> opt(@Nullable Integer address) {
    return Optional.ofNullable(address);
  }

  private static TagType typeOf(boolean bits, @Nullable TagType given) {
    if (bits && given != null && given != TagType.BIT) {
      throw new IllegalArgumentException(
          "type: %s does not fit a coil or discrete input, expected bit".formatted(given.text()));
    }
    if (!bits && given == null) {
      throw new IllegalArgumentException(
          "type: is missing, expected one of int16, uint16, int32, uint32, int64, uint64, float32,"
              + " float64, text");
    }
    if (!bits && given == TagType.BIT) {
      throw new IllegalArgumentException(
          "type: bit does not fit registers, expected a number type, or the area coil or discrete");
    }
    return bits || given == null ? TagType.BIT : given;
  }

  private static String area(
      @Nullable Integer coil, @Nullable Integer discrete, @Nullable Integer holding) {
    if (coil != null) {
      return "coil";
    }
    if (discrete != null) {
      return "discrete";
    }
    return holding == null ? "input" : "holding";
  }

  private static int address(@Nullable Integer... addresses) {
    return Stream.of(addresses).filter(java.util.Objects::nonNull).findFirst().orElseThrow();
  }

  /** Which register of several comes first. */
  enum WordOrder {
    HIGH_FIRST,
    LOW_FIRST
  }
}
