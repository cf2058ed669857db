package io.millrace.edge.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import io.millrace.v1.Event;
import io.millrace.v1.QualityResult;
import io.millrace.v1.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final MeasureSettings.Sample TEN_PIECES =
      new MeasureSettings.Sample("10", "press-1.good", null);
  private static final MeasureSettings.Sample FIVE_SECONDS =
      new MeasureSettings.Sample("5s", null, null);
  private static final MeasureSettings.Sample CHANGE =
      new MeasureSettings.Sample(null, null, "change");

  private Bench bench = bench(rule(TEN_PIECES, null, 2));
  private long marker;

  @Test
  void aSampleIsTakenInTheScanInWhichTheCounterPassesTheNextMultiple() {
    assertThat(see(103, 99.0)).as("first seen").isEmpty();
    assertThat(see(109, 99.0)).isEmpty();
    QualityResult first = see(111, 99.5).get(0);
    assertThat(see(119, 99.0)).isEmpty();
    QualityResult second = see(157, 97.0).get(0);

    assertThat(first.getSample()).isEqualTo(1);
    assertThat(first.getCount()).isEqualTo(111);
    assertThat(first.getCounter()).isEqualTo("press-1.good");
    assertThat(first.getValue()).isEqualTo("99.5");
    assertThat(first.getUnit()).isEqualTo("g");
    assertThat(first.getLower()).isEqualTo("98.5");
    assertThat(first.getUpper()).isEqualTo("101.5");
    assertThat(first.getVerdict()).isEqualTo(Verdict.VERDICT_WITHIN);
    assertThat(second.getSample()).as("one per scan at most").isEqualTo(2);
    assertThat(second.getVerdict()).isEqualTo(Verdict.VERDICT_OUTSIDE);
  }

  @Test
  void theOrderIsThatOfTheSameScan() {
    see(9, 99);
    bench.pass(Bench.POLL);
    Event event =
        bench.take(bench.scan(readings(10, "PO-7", real(99)))).stream()
            .filter(Event::hasQualityResult)
            .findFirst()
            .orElseThrow();

    assertThat(event.getKeys().getOrder()).isEqualTo("PO-7");
    assertThat(event.getEquipment()).isEqualTo("acme/graz/press-shop/line-1/press-1");
    assertThat(event.getOrigin().getTagsList()).containsExactly("weight", "order");
  }

  @Test
  void limitsAreAllowedValuesAndDecimalsAreRoundedHalfEven() {
    bench = bench(rule(CHANGE, null, 2));

    assertThat(verdict(98.5)).isEqualTo("98.5 WITHIN");
    assertThat(verdict(101.5)).isEqualTo("101.5 WITHIN");
    assertThat(verdict(101.51)).isEqualTo("101.51 OUTSIDE");
    assertThat(verdict(98.494)).isEqualTo("98.49 OUTSIDE");
    assertThat(verdict(99.125)).isEqualTo("99.12 WITHIN");
    assertThat(verdict(99.135)).isEqualTo("99.14 WITHIN");
    assertThat(verdict(1e-9)).isEqualTo("0 OUTSIDE");
    assertThat(verdict(-98.5)).isEqualTo("-98.5 OUTSIDE");
    assertThat(verdict(98.7f)).as("a 32-bit number").isEqualTo("98.7 WITHIN");
  }

  @Test
  void aWholeNumberHasAScale() {
    bench = bench(rule(CHANGE, new BigDecimal("0.01"), 2));

    QualityResult result = results(bench.see(readings(0, "", Bench.whole("weight", 9_849)))).get(0);

    assertThat(result.getValue()).isEqualTo("98.49");
    assertThat(result.getVerdict()).isEqualTo(Verdict.VERDICT_OUTSIDE);
  }

  @Test
  void onChangeASampleIsTakenWhenTheRoundedValueIsAnother() {
    bench = bench(rule(CHANGE, null, 1));

    assertThat(see(0, 99.11)).hasSize(1);
    assertThat(see(0, 99.12)).isEmpty();
    bench.restart(new byte[0], 0);
    assertThat(see(0, 99.13)).isEmpty();
    assertThat(see(0, 99.2).get(0).getSample()).isEqualTo(2);
  }

  @Test
  void timedSamplesFollowTheMonotonicClockAndTheWallClockAcrossARestart() {
    bench = bench(rule(FIVE_SECONDS, null, 2));
    assertThat(see(0, 99)).hasSize(1);
    bench.wall = bench.wall.plus(Duration.ofHours(1));
    bench.pass(Duration.ofMillis(4_700));
    assertThat(see(0, 99)).isEmpty();
    assertThat(see(0, 99)).hasSize(1);

    bench.restart(new byte[0], 0);
    bench.pass(Duration.ofSeconds(4));
    assertThat(see(0, 99)).isEmpty();
    bench.pass(Duration.ofSeconds(1));
    assertThat(see(0, 99).get(0).getSample()).isEqualTo(3);

    bench.restart(new byte[0], 0);
    bench.wall = bench.wall.minus(Duration.ofHours(9));
    assertThat(see(0, 99)).as("a clock set back").hasSize(1);
  }

  @Test
  void aSampleThatIsDueWaitsForAValueAndAnOrder() {
    see(9, 99);
    assertThat(results(bench.see(readings(12, "PO-1", Bench.bad("weight"))))).isEmpty();
    assertThat(results(bench.see(Bench.whole("good", 12), real(99)))).as("no order").isEmpty();

    QualityResult late = see(13, 99).get(0);

    assertThat(late.getSample()).isEqualTo(1);
    assertThat(late.getCount()).isEqualTo(13);
  }

  @Test
  void aValueThatIsNoDecimalIsAFaultOfItsTag() {
    bench = bench(rule(CHANGE, null, 2));
    List<Event> events = bench.see(readings(0, "", real(Double.NaN)));

    assertThat(results(events)).isEmpty();
    assertThat(events)
        .filteredOn(Event::hasGap)
        .anyMatch(event -> event.getGap().getTagsList().contains("weight"));
    assertThat(bench.derivations.faults().values()).anyMatch(fault -> fault.contains("18.6"));
    assertThat(results(bench.see(readings(0, "", real(1e300))))).isEmpty();
    assertThat(see(0, 99)).hasSize(1);
  }

  @Test
  void j3ASampleThatWasDueAtAKillIsTakenByTheNextScanUnderItsNumber() {
    see(9, 99);
    see(10, 99);
    bench.pass(Bench.POLL);
    List<Event> events = bench.derivations.take(bench.scan(readings(20, "PO-1", real(97))));
    assertThat(results(events)).hasSize(1);
    bench.journal.add(events.get(0));
    bench.restart(new byte[0], 0);

    QualityResult late = see(20, 97).get(0);

    assertThat(late.getSample()).isEqualTo(2);
    assertThat(late.getCount()).isEqualTo(20);
    assertThat(see(20, 97)).isEmpty();
  }

  @Test
  void j3NumbersGoOnFromACheckpoint() {
    see(9, 99);
    see(10, 99);
    bench.restart(bench.derivations.checkpoint(), bench.journal.size());

    assertThat(see(19, 99)).isEmpty();
    assertThat(see(20, 99).get(0).getSample()).isEqualTo(2);
    assertThat(bench.derivations.measures().get(0).getValue()).isEqualTo("99");
  }

  @Test
  void aResetStartsOverAndForgetsNoSampleThatWasDue() {
    see(9_999, 99);
    see(10_000, 99);
    reset(4, 99);
    assertThat(see(9, 99)).isEmpty();
    assertThat(see(10, 99).get(0).getSample()).isEqualTo(2);

    bench.pass(Bench.POLL);
    List<Event> events = bench.derivations.take(bench.scan(readings(20, "PO-1", real(97))));
    bench.journal.add(events.get(0));
    bench.restart(new byte[0], 0);
    QualityResult late = reset(3, 97).get(0);

    assertThat(late.getSample()).isEqualTo(3);
    assertThat(late.getCount()).isEqualTo(3);
  }

  @Test
  void aMeasureThatIsConfiguredLaterFollowsTheCounterFromThere() {
    bench.rules = new Rules(Bench.PLANT, bench.rules.counters(), List.of(), List.of());
    bench.restart(new byte[0], 0);
    see(101, 99);
    see(109, 99);
    byte[] checkpoint = bench.derivations.checkpoint();
    bench.rules = bench(rule(TEN_PIECES, null, 2)).rules;
    bench.restart(checkpoint, bench.journal.size());

    assertThat(see(109, 99)).isEmpty();
    assertThat(see(111, 99)).hasSize(1);
  }

  private static MeasureRule rule(
      MeasureSettings.Sample sample, @Nullable BigDecimal scale, int digits) {
    return MeasureRule.of(
        Bench.PLANT,
        new MeasureSettings(
            "fill-weight",
            "press-shop/line-1/press-1",
            Bench.SOURCE,
            "weight",
            "g",
            scale,
            digits,
            new BigDecimal("98.50"),
            new BigDecimal("101.5"),
            sample,
            "order"));
  }

  private static Bench bench(MeasureRule rule) {
    return new Bench(
        new Rules(
            Bench.PLANT, List.of(Bench.good()), List.of(), List.of(), List.of(), List.of(rule)));
  }

  private List<QualityResult> see(long good, double weight) {
    return results(bench.see(readings(good, "PO-1", real(weight))));
  }

  /** The same with a reset marker that moved. */
  private List<QualityResult> reset(long good, double weight) {
    marker++;
    return see(good, weight);
  }

  private Reading[] readings(long good, String order, Reading weight) {
    return new Reading[] {
      Bench.whole("good", good), Bench.text("order", order), Bench.whole("marker", marker), weight
    };
  }

  private String verdict(double weight) {
    QualityResult result = see(0, weight).get(0);
    return result.getValue() + " " + result.getVerdict().name().replace("VERDICT_", "");
  }

  private static Reading real(double value) {
    return Reading.good("weight", new Value.Real(value), 0);
  }

  private static List<QualityResult> results(List<Event> events) {
    return events.stream().filter(Event::hasQualityResult).map(Event::getQualityResult).toList();
  }
}
