package io.millrace.edge.source.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.source.plan.Block;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final Question TWO = new Question(0x1234, 5, block(Area.HOLDING, 10, 2));

  @Test
  void aRequestIsAsTheSpecificationSays() {
    assertThat(Frames.encode(TWO)).isEqualTo(bytes("1234 0000 0006 05 03 000a 0002"));
    assertThat(Frames.encode(new Question(1, 255, block(Area.COIL, 0, 2000))))
        .isEqualTo(bytes("0001 0000 0006 ff 01 0000 07d0"));
    assertThat(Frames.encode(new Question(1, 0, block(Area.DISCRETE, 65_535, 1))))
        .isEqualTo(bytes("0001 0000 0006 00 02 ffff 0001"));
    assertThat(Frames.encode(new Question(65_535, 1, block(Area.INPUT, 1, 125))))
        .isEqualTo(bytes("ffff 0000 0006 01 04 0001 007d"));
  }

  @Test
  void contentIsWhatTheDeviceHolds() {
    Answer answer = decode("1234 0000 0007 05 03 04 0102 0304");

    assertThat(((Answer.Content) answer).bytes()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aRefusalNamesItsCode() {
    assertThat(decode("1234 0000 0003 05 83 02"))
        .isEqualTo(new Answer.Refusal(2, "exception 2 (illegal data address)"));
    assertThat(decode("1234 0000 0003 05 83 63"))
        .isEqualTo(new Answer.Refusal(0x63, "exception 99 (unknown)"));
  }

  @Test
  void whatIsNoAnswerToTheQuestionIsRefused() {
    assertThat(decode("1235 0000 0007 05 03 04 0102 0304"))
        .isEqualTo(malformed("transaction 4661, expected 4660"));
    assertThat(decode("1234 0000 0007 06 03 04 0102 0304"))
        .isEqualTo(malformed("unit 6, expected 5"));
    assertThat(decode("1234 0001 0007 05 03 04 0102 0304"))
        .isEqualTo(
            malformed("what answers there does not speak Modbus TCP: protocol 1, expected 0"));
    assertThat(decode("1234 0000 0007 05 04 04 0102 0304"))
        .isEqualTo(malformed("function 4, expected 3"));
    assertThat(decode("1234 0000 0005 05 03 02 0102"))
        .isEqualTo(malformed("2 bytes of content, expected 4 bytes"));
    assertThat(decode("1234 0000 0002 05 03")).isEqualTo(malformed("frame of 8 bytes"));
    assertThat(decode("1234 0000 0007 05 03 ff 0102 0304")).isInstanceOf(Answer.Malformed.class);
  }

  @Test
  void anAnswerWithoutAQuestionIsRefusedButALateOneIsKnown() {
    byte[] frame = bytes("1234 0000 0007 05 03 04 0102 0304");

    assertThat(Frames.decode(frame, null, null)).isInstanceOf(Answer.Malformed.class);
    assertThat(Frames.decode(frame, null, TWO)).isInstanceOf(Answer.Late.class);
  }

  @Test
  void anyBytesAreReadOrRefused() {
    long seed = new Random().nextLong();
    System.err.println("FramesTest seed " + seed);
    Random random = new Random(seed);
    byte[] valid = bytes("1234 0000 0007 05 03 04 0102 0304");
    for (int round = 0; round < 20_000; round++) {
      byte[] frame = random.nextBoolean() ? valid.clone() : new byte[random.nextInt(260)];
      for (int i = 0; i < 3 && frame.length > 0; i++) {
        frame[random.nextInt(frame.length)] = (byte) random.nextInt();
      }
      Answer answer = Frames.decode(frame, TWO, null);

      if (answer instanceof Answer.Content content) {
        assertThat(content.bytes()).hasSize(4);
      }
    }
  }

  private static Answer decode(String hex) {
    return Frames.decode(bytes(hex), TWO, null);
  }

  private static Answer malformed(String text) {
    return new Answer.Malformed(text);
  }

  private static Block block(Area area, int start, int length) {
    return new Block(area.space(), start, length, List.of());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
