package io.millrace.relay.ingest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.millrace.v1.Downtime;
import io.millrace.v1.Event;
import io.millrace.v1.Nonconformance;
import io.millrace.v1.QualityResult;
import io.millrace.v1.Verdict;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EventRulesTest {
  private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";
  private static final String OTHER = "01890a5d-ac96-774b-bcce-b302099a8058";
  private static final Timestamp TIME = Timestamp.newBuilder().setSeconds(1).build();

  private final EventRules rules = new EventRules("acme/graz");

  @Test
  void aDowntimeBeginsUnderItsOwnIdAndEndsUnderThat() {
    assertThatCode(() -> check(downtime(d -> d))).doesNotThrowAnyException();
    assertThatCode(() -> check(downtime(d -> d.setDowntime(OTHER).setOngoing(false).setTo(TIME))))
        .doesNotThrowAnyException();
    refuses(downtime(d -> d.setDowntime("")), "names no event");
    refuses(downtime(d -> d.setDowntime(OTHER)), "another event's id");
    refuses(downtime(Downtime.Builder::clearFrom), "without its begin");
    refuses(downtime(d -> d.setTo(TIME)), "ends while it lasts");
    refuses(downtime(d -> d.setOngoing(false)), "ends while it lasts");
    refuses(downtime(d -> d.setReason("x".repeat(513))), "reason too long");
  }

  @Test
  void aResultHasACanonicalValueANumberAndAVerdict() {
    assertThatCode(() -> check(result(r -> r))).doesNotThrowAnyException();
    refuses(result(r -> r.setCharacteristic("")), "without characteristic");
    refuses(result(r -> r.setValue("")), "without value");
    refuses(result(r -> r.setValue("98.50")), "value is no canonical decimal");
    refuses(result(r -> r.setUpper("1e2")), "upper is no canonical decimal");
    refuses(result(r -> r.setSample(0)), "without number");
    refuses(result(QualityResult.Builder::clearVerdict), "without verdict");
  }

  @Test
  void anAgentTellsOfNoNonconformance() {
    refuses(
        Event.newBuilder().setNonconformance(Nonconformance.newBuilder().setNumber("NC-1")),
        "not by an agent");
  }

  private static Event.Builder downtime(UnaryOperator<Downtime.Builder> change) {
    Downtime.Builder downtime =
        Downtime.newBuilder().setDowntime(ID).setOngoing(true).setState("FAULT").setFrom(TIME);
    return Event.newBuilder().setDowntime(change.apply(downtime));
  }

  private static Event.Builder result(UnaryOperator<QualityResult.Builder> change) {
    QualityResult.Builder result =
        QualityResult.newBuilder()
            .setCharacteristic("fill-weight")
            .setValue("98.5")
            .setUnit("g")
            .setLower("98.5")
            .setVerdict(Verdict.VERDICT_WITHIN)
            .setSample(1);
    return Event.newBuilder().setQualityResult(change.apply(result));
  }

  private void check(Event.Builder event) {
    rules.check(7, event.setId(ID).setEquipment("acme/graz/press-1").build());
  }

  private void refuses(Event.Builder event, String why) {
    assertThatThrownBy(() -> check(event))
        .hasMessageContaining("record 7")
        .hasMessageContaining(why);
  }
}
