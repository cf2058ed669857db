package io.millrace.prove.account;

import io.millrace.prove.line.BusinessSystem;
import io.millrace.prove.line.BusinessSystem.Paper;
import io.millrace.prove.line.Line;
import java.util.List;

/**
 * What the three business systems hold at one moment.
 *
 * @param wrongTaken badly signed webhooks of the QMS that were answered as taken
 */
record Papers(List<Paper> erp, List<Paper> crm, List<Paper> qms, long wrongTaken) {

  Papers {
    erp = List.copyOf(erp);
    crm = List.copyOf(crm);
    qms = List.copyOf(qms);
  }

  /** Asks all three of a line that has them. */
  static Papers of(Line line) {
    BusinessSystem qms = system(line, "qms");
    return new Papers(
        system(line, "erp").papers(),
        system(line, "crm").papers(),
        qms.papers(),
        qms.statistics().getOrDefault("webhookWrongTaken", 0L));
  }

  private static BusinessSystem system(Line line, String name) {
    return line.systems().stream()
        .filter(system -> system.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a line without " + name));
  }
}
