package io.millrace.edge.source.plan;

import java.util.List;
import java.util.Set;

/**
 * What to ask for in one scan. {@code split} are the groups that wanted one request and cannot have
 * it; their readings carry different request numbers.
 */
record Plan(List<Block> blocks, List<Set<String>> split) {
  public Plan {
    blocks = List.copyOf(blocks);
    split = List.copyOf(split);
  }
}
