package io.millrace.edge.source.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.edge.source.plan.Block;
import java.util.List;

/** Whatever a device sends is an answer to the question or refused; nothing is thrown. */
class FramesFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void anyFrameIsReadOrRefused(byte[] frame) {
    for (Area area : Area.values()) {
      Question question = new Question(7, 1, new Block(area.space(), 0, 9, List.of()));

      Answer answer = Frames.decode(frame, question, null);

      if (answer instanceof Answer.Content content) {
        assertThat(content.bytes()).hasSize(question.bytes());
      }
    }
  }
}
