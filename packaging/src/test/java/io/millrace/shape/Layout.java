package io.millrace.shape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The table in layout.txt. */
final class Layout {
  private static final String ALL = ".*";

  private final Map<String, Set<String>> uses = new TreeMap<>();
  private final Map<String, List<String>> words = new TreeMap<>();
  private final Set<String> libraries = new TreeSet<>();
  private final Set<String> needed = new TreeSet<>();
  private final Map<String, Set<String>> seenBy = new TreeMap<>();

  private Layout() {}

  static Layout read(Path file) throws IOException {
    Layout layout = new Layout();
    for (String line : Files.readAllLines(file)) {
      layout.add(line.replaceFirst("#.*", "").strip());
    }
    return layout;
  }

  boolean knows(String user) {
    return uses.containsKey(user);
  }

  /** Whether the table lets one use the other; remembers by which words. */
  boolean allows(String user, String used) {
    note(user, used);
    if (used.equals(user) || uses.getOrDefault(user, Set.of()).contains(used)) {
      return true;
    }
    return !knows(used)
        && seenBy.entrySet().stream()
            .filter(library -> (used + ".").startsWith(library.getKey() + "."))
            .allMatch(library -> library.getValue().stream().anyMatch(w -> matches(w, user)));
  }

  /** What nothing that was asked about needs. */
  Set<String> superfluous() {
    Set<String> superfluous = new TreeSet<>();
    words.forEach(
        (line, named) ->
            named.stream()
                .map(word -> entry(line, word))
                .filter(entry -> !needed.contains(entry))
                .forEach(superfluous::add));
    return superfluous;
  }

  private void note(String user, String used) {
    words.getOrDefault(user, List.of()).stream()
        .filter(word -> matches(word, used))
        .forEach(word -> needed.add(entry(user, word)));
    for (String library : libraries) {
      if ((used + ".").startsWith(library + ".")) {
        words.getOrDefault(library, List.of()).stream()
            .filter(word -> matches(word, user))
            .forEach(word -> needed.add(entry(library, word)));
      }
    }
  }

  private static String entry(String line, String word) {
    return line + " needs no " + word;
  }

  private void add(String line) {
    String[] sides = line.split("[:@]", 2);
    if (sides.length == 2) {
      String name = sides[0].strip();
      boolean library = line.contains("@");
      List<String> all = sides[1].isBlank() ? List.of() : List.of(sides[1].strip().split("\\s+"));
      (library ? seenBy : uses).put(name, library ? Set.copyOf(all) : above(all));
      words.put(name, all);
      if (library) {
        libraries.add(name);
      }
    }
  }

  /** The packages that the words name, all of which have a line above. */
  private Set<String> above(List<String> all) {
    Set<String> named = new TreeSet<>();
    for (String word : all) {
      uses.keySet().stream().filter(known -> matches(word, known)).forEach(named::add);
      if (uses.keySet().stream().noneMatch(known -> matches(word, known))) {
        throw new IllegalStateException("layout.txt: " + word + " has no line above its user");
      }
    }
    return named;
  }

  private static boolean matches(String word, String known) {
    return word.endsWith(ALL)
        ? known.startsWith(word.substring(0, word.length() - 1))
        : known.equals(word);
  }
}
