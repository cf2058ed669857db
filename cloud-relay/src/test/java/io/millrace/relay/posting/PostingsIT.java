package io.millrace.relay.posting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.quantity.Quantity;
import io.millrace.base.time.Clock;
import io.millrace.relay.store.Store;
import io.millrace.v1.CountKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostingsIT {
  @TempDir Path folder;
  private Store store;
  private final Postings postings = new Postings(Clock.system());

  @BeforeEach
  void open() {
    store = Store.open(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aKeyIsCreatedOnce() {
    AtomicInteger woken = new AtomicInteger();
    postings.onCreated(woken::incrementAndGet);

    long first = create("k1", "PO-1-001");
    long again = create("k1", "PO-1-001");
    long other = create("k2", "PO-1-001");

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(woken).hasValue(2);
    Map<PostingState, Long> counts = store.read(postings::countsByState);
    assertThat(counts).isEqualTo(Map.of(PostingState.READY, 2L));
  }

  @Test
  void whatWasFrozenIsFoundByOrderPositionAndNumber() {
    long id = create("k1", "PO-1-001");
    create("k2", "PO-1-002");

    List<Posting> ofOrder =
        store.read(handle -> postings.ofOrder(handle, "PO-1-001", Optional.empty()));
    List<Posting> ofPosition = store.read(handle -> postings.ofPosition(handle, 8));

    assertThat(ofOrder).extracting(Posting::id).containsExactly(id);
    assertThat(ofPosition).hasSize(2);
    Posting found = store.read(handle -> postings.find(handle, id)).orElseThrow();
    assertThat(found.state()).isEqualTo(PostingState.READY);
    assertThat(found.fields()).containsEntry("good", "5").containsEntry("order", "PO-1-001");
    assertThat(found.reference()).matches("[A-Z2-7]{24}");
    List<Range> ranges = store.read(handle -> postings.ranges(handle, id));
    assertThat(ranges).isEqualTo(List.of(range("good", 5), range("scrap", 1)));
    List<Long> members = store.read(handle -> postings.members(handle, id));
    assertThat(members).containsExactly(7L, 8L);
  }

  @Test
  void sumsArePerPlantCounterAndOrder() {
    create("k1", "PO-1-001");
    create("k2", "PO-1-001");
    create("k3", "PO-1-002");
    create("acme/linz", "k4", "PO-1-001");

    List<CounterSum> sums = store.read(postings::sums);

    assertThat(sums)
        .contains(
            new CounterSum("acme/graz", "press-1.good", "PO-1-001", Quantity.of(10), Quantity.ZERO),
            new CounterSum("acme/linz", "press-1.good", "PO-1-001", Quantity.of(5), Quantity.ZERO),
            new CounterSum("acme/graz", "press-1.scrap", "PO-1-002", Quantity.of(1), Quantity.ZERO))
        .hasSize(6);
  }

  @Test
  void theReferenceIsBase32OfTheKeysHash() {
    // first 15 bytes of sha256("abc") are ba7816bf8f01cfea414140de5dae22
    assertThat(Reference.of("abc")).isEqualTo("XJ4BNP4PAHH6UQKBIDPF3LRC");
    assertThat(Reference.undoKey("k", "D1")).isNotEqualTo(Reference.undoKey("k", "D2")).hasSize(64);
  }

  private long create(String key, String order) {
    return create("acme/graz", key, order);
  }

  private long create(String plant, String key, String order) {
    NewPosting asked =
        new NewPosting(
            plant,
            "erp",
            "confirm",
            "production-confirmation",
            order,
            key,
            1,
            Map.of("order", order, "good", "5", "scrap", "1"),
            List.of(range("good", 5), range("scrap", 1)),
            List.of(7L, 8L),
            false);
    return store.writeNow(handle -> postings.create(handle, asked));
  }

  private static Range range(String kind, long quantity) {
    return new Range(
        "press-1." + kind,
        "gen",
        kind.equals("good") ? CountKind.COUNT_KIND_GOOD : CountKind.COUNT_KIND_SCRAP,
        0,
        quantity,
        Quantity.of(quantity),
        "{piece}");
  }
}
