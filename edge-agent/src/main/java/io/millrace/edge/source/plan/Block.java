package io.millrace.edge.source.plan;

import java.util.List;

/** One request: {@code length} units from {@code start}, and the needs that lie in them. */
public record Block(Space space, int start, int length, List<Need> needs) {
  public Block {
    needs = List.copyOf(needs);
  }

  /** The smallest block around these needs of one space. */
  static Block around(List<Need> needs) {
    int start = needs.stream().mapToInt(Need::start).min().orElseThrow();
    int end = needs.stream().mapToInt(Need::end).max().orElseThrow();
    return new Block(needs.get(0).space(), start, end - start, needs);
  }

  /** The unit behind the last. */
  public int end() {
    return start + length;
  }
}
