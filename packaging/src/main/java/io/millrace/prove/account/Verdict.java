package io.millrace.prove.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.prove.line.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether a line's counts agree.
 *
 * @param made by the model of the plant itself
 * @param counts after the line was stopped and drained
 * @param open postings that were still on their way
 */
public record Verdict(Ledger made, FourCounts counts, long open) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the ERP simulator counts beside the faults that it committed. */
  private static final Set<String> NO_FAULTS = Set.of("abandoned", "documents", "none", "waiting");

  /** Whether per machine and order all counts are equal and nothing is doubled, lost or open. */
  public boolean agrees() {
    return complaints().isEmpty();
  }

  /** What is wrong, in words; empty when all is well. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>(counts.differences());
    if (made.total().all() == 0) {
      complaints.add("nothing was made, so nothing is proven");
    }
    if (!made.equals(counts.register())) {
      complaints.add(
          "register shows %s, made were %s".formatted(counts.register().pieces(), made.pieces()));
    }
    if (counts.duplicated() > 0) {
      complaints.add("%d documents are doubled".formatted(counts.duplicates().size()));
    }
    if (counts.lost() > 0) {
      complaints.add("%d pieces were made and never posted".formatted(counts.lost()));
    }
    if (open > 0) {
      complaints.add("%d postings are still on their way".formatted(open));
    }
    return complaints;
  }

  /** One line: pieces, what was done to the line, then what the business systems say. */
  public String json(
      int kills, Map<String, Long> faults, long seed, long seconds, Business business) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("made", made.total().all());
    line.put("journalled", counts.journalled().total().all());
    line.put("logged", counts.logged().total().all());
    line.put("posted", counts.posted().total().all());
    line.put("duplicated", counts.duplicated());
    line.put("lost", counts.lost());
    line.put("open", open);
    line.put("kills", kills);
    Map<String, Long> committed = new TreeMap<>(faults);
    committed.keySet().removeAll(NO_FAULTS);
    line.put("faults", committed);
    line.put("seed", seed);
    line.put("seconds", seconds);
    if (business.shown()) {
      line.put("nonconformances", business.nonconformances());
      line.put("holds", business.holds());
      line.put("released", business.released());
      line.put("alerts", business.alerts());
      line.put("crm", Map.of("orders", business.orders(), "inStep", business.inStep()));
    }
    return JSON.valueToTree(line).toString();
  }
}
