package io.millrace.base.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit as the Unified Code for Units of Measure writes it, case sensitive: the metric prefixes,
 * the atoms that plants use, products, quotients, exponents and annotations, for example {@code g},
 * {@code {piece}}, {@code kg/m3} or {@code m.s-2}. What has a zero of its own (Cel, [degF], [pH])
 * is comparable with itself only.
 *
 * @param dimension powers of base units; none for a pure number
 * @param size in base units
 */
public record Unit(Map<String, Integer> dimension, BigDecimal size) {
  /** Characters of a unit. */
  public static final int CHARACTERS_MAX = 64;

  private static final Pattern TERM =
      Pattern.compile(
          "([/.]?)(?:(\\{[^{}]*})|(\\[[^\\[\\]]*]|%|1|[A-Za-z]+)(-?\\d)?(\\{[^{}]*})?)");
  private static final Map<String, BigDecimal> PREFIXES = new HashMap<>();
  private static final Map<String, Atom> ATOMS = new HashMap<>();

  static {
    metricPrefixes("T 12", "G 9", "M 6", "k 3", "h 2", "da 1");
    metricPrefixes("d -1", "c -2", "m -3", "u -6", "n -9", "p -12");
    bases(true, "m", "g", "s", "K", "A", "cd", "mol", "rad", "Cel", "B");
    bases(false, "[degF]", "[pH]");
    metric("L 0.001 m3", "l 0.001 m3", "t 1000000 g", "Hz 1 s-1", "N 1 kg.m/s2", "Pa 1 N/m2");
    metric("bar 100000 Pa", "J 1 N.m", "W 1 J/s", "V 1 W/A", "Ohm 1 V/A", "S 1 A/V", "C 1 A.s");
    metric("F 1 C/V", "Wb 1 V.s", "T 1 Wb/m2", "H 1 Wb/A", "lm 1 cd.rad2", "lx 1 lm/m2");
    metric("eq 1 mol", "P 0.1 Pa.s", "St 0.0001 m2/s");
    plain("% 0.01 1", "[ppth] 0.001 1", "[ppm] 0.000001 1", "min 60 s", "h 3600 s", "d 86400 s");
    plain("wk 604800 s", "mo 2629800 s", "a 31557600 s", "deg 0.017453292519943295 rad");
    plain("ar 100 m2", "[in_i] 0.0254 m", "[ft_i] 0.3048 m", "[yd_i] 0.9144 m");
    plain("[lb_av] 453.59237 g", "[oz_av] 28.349523125 g", "[psi] 6894.757293168 Pa");
    plain("[gal_us] 3.785411784 L", "[HP] 745.69987158227 W", "atm 101325 Pa");
  }

  public Unit {
    dimension = Map.copyOf(dimension);
  }

  /** Empty when the text is no unit that is known here. */
  public static Optional<Unit> of(String text) {
    if (text.isEmpty() || text.length() > CHARACTERS_MAX) {
      return Optional.empty();
    }
    Unit product = new Unit(Map.of(), BigDecimal.ONE);
    Matcher term = TERM.matcher(text);
    for (int at = 0; at < text.length(); at = term.end()) {
      if (!term.find(at) || term.start() != at || !isJoined(at, term.group(1))) {
        return Optional.empty();
      }
      Optional<Unit> factor = factor(term);
      if (factor.isEmpty()) {
        return Optional.empty();
      }
      product = product.times(factor.get());
    }
    return Optional.of(product);
  }

  /** Whether both measure the same. */
  public boolean isComparable(Unit other) {
    return dimension.equals(other.dimension);
  }

  private static boolean isJoined(int at, String sign) {
    return at == 0 ? !sign.equals(".") : !sign.isEmpty();
  }

  /** What a term multiplies by; an annotation alone is 1. */
  private static Optional<Unit> factor(Matcher term) {
    String atom = term.group(3);
    if (atom == null) {
      return Optional.of(new Unit(Map.of(), BigDecimal.ONE));
    }
    int exponent = term.group(4) == null ? 1 : Integer.parseInt(term.group(4));
    int power = term.group(1).equals("/") ? -exponent : exponent;
    return atom(atom).map(unit -> unit.raised(power));
  }

  private static Optional<Unit> atom(String text) {
    Atom known = ATOMS.get(text);
    if (known != null) {
      return Optional.of(known.unit());
    }
    for (int letters = 1; letters <= 2 && letters < text.length(); letters++) {
      BigDecimal prefix = PREFIXES.get(text.substring(0, letters));
      Atom atom = ATOMS.get(text.substring(letters));
      if (prefix != null && atom != null && atom.isMetric()) {
        Unit unit = atom.unit();
        return Optional.of(new Unit(unit.dimension(), unit.size().multiply(prefix)));
      }
    }
    return Optional.empty();
  }

  private Unit times(Unit other) {
    Map<String, Integer> powers = new TreeMap<>(dimension);
    other.dimension.forEach((base, power) -> powers.merge(base, power, Integer::sum));
    powers.values().removeIf(power -> power == 0);
    return new Unit(powers, size.multiply(other.size, MathContext.DECIMAL128));
  }

  private Unit raised(int power) {
    Map<String, Integer> powers = new TreeMap<>();
    dimension.forEach((base, own) -> powers.put(base, own * power));
    powers.values().removeIf(own -> own == 0);
    return new Unit(powers, size.pow(power, MathContext.DECIMAL128));
  }

  private static void metricPrefixes(String... prefixes) {
    for (String prefix : prefixes) {
      String[] parts = prefix.split(" ", 2);
      PREFIXES.put(parts[0], BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(parts[1])));
    }
  }

  private static void bases(boolean isMetric, String... names) {
    for (String name : names) {
      ATOMS.put(name, new Atom(new Unit(Map.of(name, 1), BigDecimal.ONE), isMetric));
    }
  }

  private static void metric(String... atoms) {
    derived(true, atoms);
  }

  private static void plain(String... atoms) {
    derived(false, atoms);
  }

  private static void derived(boolean isMetric, String... atoms) {
    ATOMS.putIfAbsent("1", new Atom(new Unit(Map.of(), BigDecimal.ONE), false));
    for (String atom : atoms) {
      String[] parts = atom.split(" ", 3);
      Unit of = of(parts[2]).orElseThrow();
      BigDecimal size = of.size().multiply(new BigDecimal(parts[1]), MathContext.DECIMAL128);
      ATOMS.put(parts[0], new Atom(new Unit(of.dimension(), size), isMetric));
    }
  }

  /** What a unit is made of, and whether prefixes go with it. */
  private record Atom(Unit unit, boolean isMetric) {}
}
