package io.millrace.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.report.Measurement;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RefusalsIT {
  @Test
  void badInputIsRefusedWithItsReasonWhileTheLineGoesOn() {
    long seed = Long.getLong("millrace.seed", new Random().nextInt(Integer.MAX_VALUE));
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
    try (Processes processes = new Processes()) {
      Measurement claim =
          new RefusalsCampaign(new Stage(Home.find(), processes, seed, new Progress(out))).run();
      out.println(claim.table());

      assertThat(claim.held()).as(claim.table()).isTrue();
    }
  }
}
