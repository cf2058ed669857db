package io.millrace.relay.posting.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.ManualClock;
import io.millrace.relay.posting.NewPosting;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding lanes. */
class IntakeIT {
  private static final int MORE_THAN_A_PAGE = 600;

  @TempDir Path folder;

  @Test
  void aRescanAskedForWithinAScanIsMadeAfterIt() {
    ManualClock clock = new ManualClock();
    Postings postings = new Postings(clock);
    List<Long> seen = new ArrayList<>();
    try (Store unused = Store.open(folder);
        SimStore store = new SimStore()) {
      Ledger ledger = new Ledger(new Cases(unused, clock), clock, postings.doubts(), List.of());
      Inbox inbox = new Inbox();
      Intake intake =
          new Intake(
              store,
              ledger,
              inbox,
              clock,
              heads -> heads.forEach(head -> seen.add(head.posting().lane())),
              () -> 0);
      for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
        postings.create(store.handle(), asked(i));
      }
      while (seen.isEmpty()) {
        step(intake, store, inbox, clock);
      }
      assertThat(seen).as("within the scan").hasSizeLessThan(MORE_THAN_A_PAGE);
      intake.rescan();
      for (int i = 0; i < 20; i++) {
        step(intake, store, inbox, clock);
      }
    }

    assertThat(seen.stream().filter(lane -> lane.equals(seen.get(0)))).as("first lane").hasSize(2);
    assertThat(seen).hasSize(2 * MORE_THAN_A_PAGE);
  }

  private static void step(Intake intake, SimStore store, Inbox inbox, ManualClock clock) {
    intake.work(clock.nanos());
    store.commit(10, true);
    inbox.drain();
  }

  private static NewPosting asked(int number) {
    return new NewPosting(
        "acme/graz",
        "erp",
        "confirm",
        "e",
        "PO-" + number,
        "k" + number,
        1,
        Map.of(),
        List.of(),
        List.of(),
        false);
  }
}
