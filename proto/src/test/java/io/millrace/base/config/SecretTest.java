package io.millrace.base.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
  @TempDir Path folder;

  @Test
  void aReferenceIsReadFromYamlAndRevealedBesideIt() throws IOException {
    Files.writeString(folder.resolve("erp.secret"), "open sesame\n");
    Files.writeString(folder.resolve("some.yaml"), "secret: file:erp.secret\nrate: 60/s\n");

    Holder read = ConfigReader.read(folder.resolve("some.yaml"), Holder.class);

    assertThat(read.secret().reveal(folder)).isEqualTo("open sesame");
    assertThat(read.toString()).doesNotContain("sesame");
  }

  record Holder(Secret secret, Rate rate) {}
}
