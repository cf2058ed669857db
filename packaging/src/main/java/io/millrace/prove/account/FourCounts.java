package io.millrace.prove.account;

import io.millrace.prove.line.ErpControl.Document;
import io.millrace.prove.line.Ledger;
import io.millrace.prove.line.Pieces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The four counts at one moment, and the ERP's own documents. {@code register} is what the
 * machines' registers show; {@code posted} follows from the documents.
 */
public record FourCounts(
    Ledger register, Ledger journalled, Ledger logged, List<Document> documents) {

  public FourCounts {
    documents = List.copyOf(documents);
  }

  /** The sum of all documents, doubled ones included. */
  public Ledger posted() {
    return sum(documents);
  }

  /** Documents whose reference an earlier one has. */
  public List<Document> duplicates() {
    Set<String> references = new HashSet<>();
    return documents.stream().filter(document -> !references.add(document.reference())).toList();
  }

  /** Pieces of the documents that should not be there. */
  public long duplicated() {
    return sum(duplicates()).total().all();
  }

  /** References that more than one document has. */
  public long doubledReferences() {
    return duplicates().stream().map(Document::reference).distinct().count();
  }

  /** Pieces that were made on some order and stand in no document of that order. */
  public long lost() {
    Ledger twice = sum(duplicates());
    Ledger all = posted();
    return register.pieces().keySet().stream()
        .mapToLong(key -> missing(register.of(key), all.of(key).minus(twice.of(key))))
        .sum();
  }

  /** Pieces that were made on some machine and stand in no document of that machine. */
  public long lostByMachine() {
    Ledger twice = sum(duplicates());
    Ledger all = posted();
    return register.pieces().keySet().stream()
        .map(Ledger.Key::machine)
        .distinct()
        .mapToLong(
            machine ->
                missing(
                    register.ofMachine(machine),
                    all.ofMachine(machine).minus(twice.ofMachine(machine))))
        .sum();
  }

  private static long missing(Pieces made, Pieces once) {
    Pieces gap = made.minus(once);
    return Math.max(0, gap.good()) + Math.max(0, gap.scrap());
  }

  /** Where the counts differ, per machine and order, in words; empty when all agree. */
  public List<String> differences() {
    SortedSet<Ledger.Key> keys = new TreeSet<>(register.pieces().keySet());
    keys.addAll(journalled.pieces().keySet());
    keys.addAll(logged.pieces().keySet());
    keys.addAll(posted().pieces().keySet());
    List<String> words = new ArrayList<>();
    for (Ledger.Key key : keys) {
      Pieces made = register.of(key);
      if (!List.of(journalled.of(key), logged.of(key), posted().of(key)).stream()
          .allMatch(made::equals)) {
        words.add(
            "%s %s: register %s, journalled %s, logged %s, posted %s"
                .formatted(
                    key.machine(),
                    key.order(),
                    text(made),
                    text(journalled.of(key)),
                    text(logged.of(key)),
                    text(posted().of(key))));
      }
    }
    return words;
  }

  private static String text(Pieces pieces) {
    return pieces.good() + "+" + pieces.scrap();
  }

  private static Ledger sum(List<Document> documents) {
    Map<Ledger.Key, Pieces> sum = new HashMap<>();
    for (Document document : documents) {
      sum.merge(
          new Ledger.Key(document.machine(), document.order()), document.pieces(), Pieces::plus);
    }
    return Ledger.EMPTY.plus(sum);
  }
}
