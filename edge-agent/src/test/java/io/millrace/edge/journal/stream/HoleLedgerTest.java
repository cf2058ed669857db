package io.millrace.edge.journal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.journal.JournalItem.Reason;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.StartRecord;
import io.millrace.edge.journal.stream.Lost.Telling;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoleLedgerTest {
  private static final StartRecord RUN =
      new StartRecord("018f0000-0000-7000-8000-000000000001", "", 0, 1);

  @TempDir Path folder;

  @Test
  void acknowledgedHolesAreForgottenOnlyOnceTheyWereTold() throws IOException {
    HoleLedger ledger = open();
    ledger.add(new Lost(1, 4, RUN, Reason.JOURNAL_FULL));

    ledger.forget(9);
    assertThat(ledger.handOut()).hasSize(1);
    ledger.forget(9);
    assertThat(ledger.entries()).hasSize(1);
    ledger.told(1, 4);
    ledger.forget(9);

    assertThat(ledger.entries()).isEmpty();
  }

  @Test
  void whatJoinsAHoleThatWasHandedOutIsHandedOutByItself() throws IOException {
    HoleLedger ledger = open();
    ledger.add(new Lost(1, 4, RUN, Reason.JOURNAL_FULL));
    ledger.handOut();
    ledger.add(new Lost(5, 6, RUN, Reason.JOURNAL_FULL));

    assertThat(ledger.handOut()).extracting(Lost::first).containsExactly(5L);
    ledger.told(1, 4);

    assertThat(open().entries())
        .extracting(Lost::telling)
        .containsExactly(Telling.TOLD, Telling.UNTOLD);
  }

  @Test
  void j8AHoleThatBeginsInAKnownOneIsKeptAsFarAsItIsNew() throws IOException {
    HoleLedger ledger = open();
    ledger.add(new Lost(4, 4, RUN, Reason.RELAY_REFUSED));
    ledger.add(new Lost(7, 8, RUN, Reason.JOURNAL_DAMAGED));

    ledger.add(new Lost(4, 9, RUN, Reason.JOURNAL_FULL));
    ledger.add(new Lost(5, 8, RUN, Reason.JOURNAL_DAMAGED));

    assertThat(open().entries())
        .extracting(lost -> lost.first() + "-" + lost.last() + " " + lost.reason())
        .containsExactly(
            "4-4 RELAY_REFUSED", "5-6 JOURNAL_FULL", "7-8 JOURNAL_DAMAGED", "9-9 JOURNAL_FULL");
  }

  private HoleLedger open() throws IOException {
    return HoleLedger.open(folder.resolve("holes"), new Disk());
  }
}
