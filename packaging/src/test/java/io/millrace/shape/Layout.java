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
  private final Map<String, Set<String>> uses = new TreeMap<>();
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

  boolean allows(String user, String used) {
    if (used.equals(user) || uses.getOrDefault(user, Set.of()).contains(used)) {
      return true;
    }
    return !knows(used)
        && seenBy.entrySet().stream()
            .filter(library -> (used + ".").startsWith(library.getKey() + "."))
            .allMatch(library -> library.getValue().stream().anyMatch(w -> matches(w, user)));
  }

  private void add(String line) {
    String[] sides = line.split("[:@]", 2);
    if (sides.length == 2) {
      List<String> words = List.of(sides[1].strip().split("\\s+"));
      Set<String> named = line.contains("@") ? Set.copyOf(words) : above(words);
      (line.contains("@") ? seenBy : uses).put(sides[0].strip(), named);
    }
  }

  /** The packages that the words name, all of which have a line above. */
  private Set<String> above(List<String> words) {
    Set<String> named = new TreeSet<>();
    for (String word : words) {
      uses.keySet().stream().filter(known -> matches(word, known)).forEach(named::add);
      if (!word.isEmpty() && uses.keySet().stream().noneMatch(known -> matches(word, known))) {
        throw new IllegalStateException("layout.txt: " + word + " has no line above its user");
      }
    }
    return named;
  }

  private static boolean matches(String word, String known) {
    return word.endsWith(".*")
        ? known.startsWith(word.substring(0, word.length() - 1))
        : known.equals(word);
  }
}
