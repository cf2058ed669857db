package io.millrace.prove.line;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Pieces per machine and order. Immutable. */
public record Ledger(SortedMap<Ledger.Key, Pieces> pieces) {
  public static final Ledger EMPTY = new Ledger(new TreeMap<>());

  public Ledger {
    SortedMap<Key, Pieces> copy = new TreeMap<>(pieces);
    copy.values().removeIf(Pieces.NONE::equals);
    pieces = Collections.unmodifiableSortedMap(copy);
  }

  /** The same with more. */
  public Ledger plus(Map<Key, Pieces> more) {
    SortedMap<Key, Pieces> sum = new TreeMap<>(pieces);
    more.forEach((key, added) -> sum.merge(key, added, Pieces::plus));
    return new Ledger(sum);
  }

  /** Of that machine and order. */
  public Pieces of(Key key) {
    return pieces.getOrDefault(key, Pieces.NONE);
  }

  /** Of that machine over all orders. */
  public Pieces ofMachine(String machine) {
    return pieces.entrySet().stream()
        .filter(entry -> entry.getKey().machine().equals(machine))
        .map(Map.Entry::getValue)
        .reduce(Pieces.NONE, Pieces::plus);
  }

  /** Those that made something. */
  public SortedSet<String> machines() {
    return pieces.keySet().stream()
        .map(Key::machine)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of all machines and orders. */
  public Pieces total() {
    return pieces.values().stream().reduce(Pieces.NONE, Pieces::plus);
  }

  /** A machine is the last segment of its equipment path. */
  public record Key(String machine, String order) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byMachine = machine.compareTo(other.machine);
      return byMachine != 0 ? byMachine : order.compareTo(other.order);
    }
  }
}
