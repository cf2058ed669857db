package io.millrace.edge.journal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.journal.JournalReport;
import io.millrace.edge.journal.StreamName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an append returned is there after kill -9, whole. */
class KillIT {
  private static final int KILLS = 10;

  @TempDir Path folder;

  @Test
  void noReturnedRecordIsLostOrTornByKill() throws Exception {
    Random random = new Random(11);
    Path returned = folder.resolve("returned");
    Files.write(returned, new byte[Long.BYTES]);
    for (int kill = 1; kill <= KILLS; kill++) {
      killOne(returned, random);
      long last = returned(returned);
      JournalReport.Stream events =
          JournalInspection.verify(folder.resolve("journal")).stream(StreamName.EVENTS);

      assertThat(events.records()).as("kill " + kill).isGreaterThanOrEqualTo(last);
      assertThat(events.holes()).isEmpty();
      assertThat(events.damaged()).isZero();
      assertThat(events.epochs()).hasSize(kill);
    }
    allAreWhole();
  }

  private void killOne(Path returned, Random random) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Appending.class.getName(),
            folder.resolve("journal").toString(),
            returned.toString()));
    long before = returned(returned);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    long enough = before + 1 + random.nextInt(20_000);
    JournalKit.await(() -> returned(returned) > enough || !process.isAlive());
    assertThat(process.isAlive()).as(Files.readString(folder.resolve("output"))).isTrue();
    process.destroyForcibly().waitFor();
  }

  private void allAreWhole() {
    long[] next = {1};
    JournalInspection.forEachEvent(
        folder.resolve("journal"),
        StreamName.EVENTS,
        (sequence, epoch, payload) -> {
          assertThat(sequence).isEqualTo(next[0]++);
          assertThat(payload).isEqualTo(JournalKit.record(sequence, payload.length));
        });
  }

  private static long returned(Path file) {
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file)).getLong();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
