package io.millrace.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.line.Box;
import io.millrace.prove.line.ErpControl.Document;
import io.millrace.prove.line.Ledger;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.LineFiles;
import io.millrace.prove.line.LineSettings;
import io.millrace.prove.line.Pieces;
import io.millrace.prove.line.Ports;
import io.millrace.prove.line.Workplace;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import io.millrace.prove.process.Program;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Controllers that are not ours: what the agent makes of them, through a disconnect, to posted. */
class RealPlcIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final LineSettings SETTINGS =
      new LineSettings(1, 1, 1, false, true, Duration.ofMillis(100), LineSettings.Target.QUICK);

  private final Ports ports = new Ports(new SplittableRandom());

  @Test
  void countsOfTwoOtherMakesArePostedOnceThroughADisconnect() throws Exception {
    int eight = ports.next();
    int nine = ports.next();
    try (Processes processes = new Processes();
        Workplace place = Workplace.temporary();
        Line line = new Line(Home.find(), processes, place, SETTINGS)) {
      RealPress press8 = new RealPress.J2mod(eight);
      RealPress press9 = new RealPress.DigitalPetri(nine);
      press8.show(65_534, 7, "PO-8-001");
      press9.show(100, 0, "PO-9-001");
      press8.connect();
      press9.connect();
      Box box = box(line, Map.of("press-8", eight, "press-9", nine));
      box.run().ready(LIMIT);
      awaitSource(box, "press-8", "65534");
      awaitSource(box, "press-9", "100");

      // three pieces over the end of the register: no more than max_rate allows between two polls
      press8.show(1, 9, "PO-8-001");
      press9.show(117, 2, "PO-9-001");
      awaitPosted(line, new Pieces(3, 2), new Pieces(17, 2));
      press8.disconnect();
      press9.disconnect();
      press8.show(24, 9, "PO-8-001");
      press9.show(140, 5, "PO-9-001");
      press8.connect();
      press9.connect();
      awaitPosted(line, new Pieces(26, 2), new Pieces(40, 5));

      List<String> references = line.erp().documents().stream().map(Document::reference).toList();
      assertThat(references).doesNotHaveDuplicates();
      press8.disconnect();
      press9.disconnect();
    }
  }

  private static Box box(Line line, Map<String, Integer> presses) {
    Box box = line.box("real");
    LineFiles.agent(
        box.folder(), new TreeMap<>(presses), line.agentsPort(), line.apiPort(), SETTINGS);
    Program enrol = box.command("enrol", line.code(LineFiles.PLANT, "real"));
    assertThat(enrol.exitCode()).as(enrol.lastLogLines()).isZero();
    return box;
  }

  /** What a person asks: one live read. */
  private static void awaitSource(Box box, String source, String value) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              Program test = box.command("test", source, "good");
              assertThat(test.exitCode()).as(test.lastLogLines()).isZero();
              assertThat(String.join("\n", test.output())).contains(value);
            });
  }

  private static void awaitPosted(Line line, Pieces press8, Pieces press9) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              Ledger posted = posted(line);
              assertThat(posted.of(new Ledger.Key("press-8", "PO-8-001"))).isEqualTo(press8);
              assertThat(posted.of(new Ledger.Key("press-9", "PO-9-001"))).isEqualTo(press9);
            });
  }

  private static Ledger posted(Line line) {
    Ledger sum = Ledger.EMPTY;
    for (Document document : line.erp().documents()) {
      sum =
          sum.plus(Map.of(new Ledger.Key(document.machine(), document.order()), document.pieces()));
    }
    return sum;
  }
}
