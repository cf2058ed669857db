package io.millrace.relay.flow.language;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Units as the Unified Code for Units of Measure writes them, case sensitive: the metric prefixes
 * and the atoms that plants use. What has a zero of its own (Cel, [degF], [pH]) is comparable with
 * itself only.
 */
final class Ucum {
  /** Characters of a unit. */
  static final int CHARACTERS_MAX = 64;

  private static final Pattern TERM =
      Pattern.compile(
          "([/.]?)(?:(\\{[^{}]*\\})|(\\[[^\\[\\]]*\\]|%|1|[A-Za-z']+)(-?\\d)?(\\{[^{}]*\\})?)");
  private static final Map<String, BigDecimal> PREFIXES = new HashMap<>();
  private static final Map<String, Unit> ATOMS = new HashMap<>();

  static {
    String[] prefixes = {
      "T 12", "G 9", "M 6", "k 3", "h 2", "da 1", "d -1", "c -2", "m -3", "u -6", "n -9", "p -12"
    };
    for (String prefix : prefixes) {
      String[] parts = prefix.split(" ");
      PREFIXES.put(parts[0], BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(parts[1])));
    }
    for (String base : new String[] {"m", "g", "s", "K", "A", "cd", "mol", "rad", "Cel"}) {
      ATOMS.put(base, new Unit(Map.of(base, 1), BigDecimal.ONE, true));
    }
    for (String own : new String[] {"[degF]", "[pH]"}) {
      ATOMS.put(own, new Unit(Map.of(own, 1), BigDecimal.ONE, false));
    }
    derived("1", "1", "1", false);
    derived("%", "0.01", "1", false);
    derived("[ppm]", "0.000001", "1", false);
    derived("L", "0.001", "m3", true);
    derived("l", "0.001", "m3", true);
    derived("t", "1000000", "g", true);
    derived("min", "60", "s", false);
    derived("h", "3600", "s", false);
    derived("d", "86400", "s", false);
    derived("wk", "604800", "s", false);
    derived("Hz", "1", "s-1", true);
    derived("N", "1", "kg.m/s2", true);
    derived("Pa", "1", "N/m2", true);
    derived("bar", "100000", "Pa", true);
    derived("J", "1", "N.m", true);
    derived("W", "1", "J/s", true);
    derived("V", "1", "W/A", true);
    derived("Ohm", "1", "V/A", true);
    derived("C", "1", "A.s", true);
    derived("eq", "1", "mol", true);
    derived("deg", "0.017453292519943295", "rad", false);
    derived("[in_i]", "0.0254", "m", false);
    derived("[ft_i]", "0.3048", "m", false);
    derived("[lb_av]", "453.59237", "g", false);
    derived("[oz_av]", "28.349523125", "g", false);
    derived("[psi]", "6894.757293168", "Pa", false);
    derived("[gal_us]", "3.785411784", "L", false);
  }

  private Ucum() {}

  /** What a unit measures, its size in base units, and whether prefixes go with it. */
  record Unit(Map<String, Integer> dimension, BigDecimal size, boolean metric) {
    Unit {
      dimension = Map.copyOf(dimension);
    }

    boolean isComparable(Unit other) {
      return dimension.equals(other.dimension);
    }
  }

  /** Empty when the text is no unit that is known here. */
  static Optional<Unit> unit(String text) {
    if (text.isEmpty() || text.length() > CHARACTERS_MAX) {
      return Optional.empty();
    }
    Map<String, Integer> dimension = new TreeMap<>();
    BigDecimal size = BigDecimal.ONE;
    Matcher term = TERM.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!term.find(at)
          || term.start() != at
          || (term.group(1).equals(".") && at == 0)
          || (at > 0 && term.group(1).isEmpty())) {
        return Optional.empty();
      }
      at = term.end();
      if (term.group(2) != null) {
        continue;
      }
      Optional<Unit> atom = atom(term.group(3));
      if (atom.isEmpty()) {
        return Optional.empty();
      }
      int power = term.group(4) == null ? 1 : Integer.parseInt(term.group(4));
      power = term.group(1).equals("/") ? -power : power;
      for (Map.Entry<String, Integer> base : atom.get().dimension().entrySet()) {
        dimension.merge(base.getKey(), base.getValue() * power, Integer::sum);
      }
      size = size.multiply(atom.get().size().pow(power, MathContext.DECIMAL128));
    }
    dimension.values().removeIf(power -> power == 0);
    return Optional.of(new Unit(dimension, size, false));
  }

  private static Optional<Unit> atom(String text) {
    Unit known = ATOMS.get(text);
    if (known != null) {
      return Optional.of(known);
    }
    for (int letters = 1; letters <= 2 && letters < text.length(); letters++) {
      BigDecimal prefix = PREFIXES.get(text.substring(0, letters));
      Unit unit = ATOMS.get(text.substring(letters));
      if (prefix != null && unit != null && unit.metric()) {
        return Optional.of(new Unit(unit.dimension(), unit.size().multiply(prefix), false));
      }
    }
    return Optional.empty();
  }

  private static void derived(String name, String size, String of, boolean metric) {
    Unit unit = of.equals("1") ? new Unit(Map.of(), BigDecimal.ONE, false) : unit(of).orElseThrow();
    ATOMS.put(name, new Unit(unit.dimension(), unit.size().multiply(new BigDecimal(size)), metric));
  }
}
