package io.millrace.relay.counting;

import java.util.List;

/**
 * What a count does to its chain. The pieces are disjoint, ascending and together the whole count;
 * {@code fills} are the parts of open holes that it closes, {@code holes} those that it leaves.
 */
record Judgement(
    List<Piece> pieces,
    List<Fill> fills,
    List<Finding> findings,
    Generation generation,
    boolean moves) {

  Judgement {
    pieces = List.copyOf(pieces);
    fills = List.copyOf(fills);
    findings = List.copyOf(findings);
  }
}
