package io.millrace.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @Test
  void aSecretThatIsNotThereSaysWhereItWasLookedFor() throws IOException {
    Path file = folder.resolve("erp.secret").toAbsolutePath();
    Secret secret = new Secret("file:erp.secret");

    assertThatThrownBy(() -> secret.reveal(folder)).hasMessageContaining(file + " does not exist");
    Files.writeString(file, " \n");
    assertThatThrownBy(() -> secret.reveal(folder)).hasMessageContaining(file + " is empty");
    assertThatThrownBy(() -> new Secret("env:MILLRACE_NOBODY_SETS_THIS").reveal(folder))
        .hasMessageContaining("env:MILLRACE_NOBODY_SETS_THIS is not set in the environment");
  }

  @Test
  void aRelativeFileBecomesAbsoluteAndAnythingElseStays() {
    assertThat(new Secret("file:erp.secret").below(folder).reference())
        .isEqualTo("file:" + folder.resolve("erp.secret").toAbsolutePath());
    assertThat(new Secret("file:/etc/erp").below(folder).reference()).isEqualTo("file:/etc/erp");
    assertThat(new Secret("env:ERP").below(folder).reference()).isEqualTo("env:ERP");
  }

  record Holder(Secret secret, Rate rate) {}
}
