package io.millrace.prove.line;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The confirmations of the ERP simulator. Blocks on it. */
public final class ErpControl {
  private final BusinessSystem system;

  ErpControl(BusinessSystem system) {
    this.system = system;
  }

  /** All confirmations that no reversal took back, without any lag, oldest first. */
  public List<Document> documents() {
    return documents(system.papers());
  }

  /** The same among all documents of the ERP. */
  public static List<Document> documents(List<BusinessSystem.Paper> papers) {
    return papers.stream()
        .filter(paper -> paper.text("kind").equals("confirmation") && !paper.is("reversed"))
        .map(ErpControl::document)
        .toList();
  }

  /** Faults that it really committed, by name. */
  public Map<String, Long> statistics() {
    return system.statistics();
  }

  private static Document document(BusinessSystem.Paper paper) {
    return new Document(
        paper.text("number"),
        paper.text("order"),
        paper.text("machine"),
        new Pieces(whole(paper.text("yield")), whole(paper.text("scrap"))),
        paper.text("reference"));
  }

  private static long whole(String quantity) {
    return quantity.isEmpty() ? 0 : new BigDecimal(quantity).longValueExact();
  }

  /** A confirmation. */
  public record Document(
      String number, String order, String machine, Pieces pieces, String reference) {}
}
