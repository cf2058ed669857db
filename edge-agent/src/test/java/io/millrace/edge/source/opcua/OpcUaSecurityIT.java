package io.millrace.edge.source.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.base.config.Secret;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Quality;
import io.millrace.edge.source.Collected;
import io.millrace.edge.source.LiveReading;
import io.millrace.edge.source.Source;
import io.millrace.edge.source.SourceHealth.State;
import io.millrace.edge.source.TagType;
import io.millrace.edge.source.opcua.server.Mode;
import io.millrace.edge.source.opcua.server.OpcUaSettings;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import io.millrace.edge.source.opcua.server.OpcUaTag;
import io.millrace.edge.source.opcua.server.OwnIdentity;
import io.millrace.edge.source.opcua.server.SecurityPolicy;
import io.millrace.edge.source.opcua.server.TrustFolder;
import io.millrace.sim.opcua.OpcUaPress;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plc.PlantServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpcUaSecurityIT {
  private static final Clock CLOCK = Clock.system();
  private static final SecurityPolicy STRONG = SecurityPolicy.BASIC256SHA256;

  private final PlantServer plant =
      PlantServer.start(
          PlantSettings.quiet(3),
          0,
          0,
          new io.millrace.sim.opcua.OpcUaSettings("press-1", 0, null),
          CLOCK);
  private final OpcUaPress server = plant.opcua().orElseThrow();
  @TempDir Path folder;
  private OpcUaSources sources;

  @BeforeEach
  void start() {
    sources = new OpcUaSources(folder.resolve("opcua"), folder, CLOCK, new Random(1));
  }

  @AfterEach
  void stop() {
    sources.close();
    plant.close();
  }

  @ParameterizedTest
  @EnumSource(SecurityPolicy.class)
  void readsUnderEachPolicy(SecurityPolicy policy) {
    if (policy != SecurityPolicy.NONE) {
      trustTheServer(policy);
    }
    assertThat(read(opcua(policy, null, null)).reading().quality()).isEqualTo(Quality.GOOD);
  }

  @Test
  void signedOnlyIsAMode() {
    trustTheServer(STRONG);
    OpcUaSettings signed =
        new OpcUaSettings(server.endpoint(), STRONG, Mode.SIGN, null, null, null, null, null, null);
    assertThat(read(signed).reading().quality()).isEqualTo(Quality.GOOD);
  }

  @Test
  void anUnknownServerIsRefusedUntilAPersonTrustsItAndTheRunningSourceTakesItUp() {
    Collected collected = new Collected();
    Source source = sources.open(settings(opcua(STRONG, null, null)), List.of());
    source.start(collected);
    await().atMost(Collected.LIMIT).until(() -> source.health().failures() > 0);
    TrustFolder trust = sources.trust("press-1");
    String thumbprint = TrustFolder.thumbprint(trust.rejected().get(0));

    assertThat(source.health().reason())
        .contains("is not trusted")
        .endsWith("millrace-agent trust press-1 --accept " + thumbprint);
    assertThat(collected.scans).isEmpty();

    trust.accept(thumbprint.toUpperCase(Locale.ROOT));
    await().atMost(Collected.LIMIT).until(() -> source.health().state() == State.ACTIVE);
    assertThat(trust.rejected()).isEmpty();
    trust.accept(thumbprint);
    source.close();
  }

  @Test
  void onlyARefusedCertificateCanBeAccepted() {
    assertThatThrownBy(() -> sources.trust("press-1").accept("00ff"))
        .hasMessageStartingWith(
            "NOT_FOUND: no refused certificate has the thumbprint 00ff, refused are: none")
        .hasMessageContaining("millrace-agent test SOURCE");
  }

  @Test
  void theOwnCertificateIsMadeOnce() throws IOException {
    trustTheServer(STRONG);
    Path own = folder.resolve("opcua/press-1/own/certificate.pem");
    read(opcua(STRONG, null, null));
    String first = Files.readString(own);
    read(opcua(STRONG, null, null));

    assertThat(Files.readString(own)).isEqualTo(first);
  }

  @Test
  void aUserLogsInByNameAndAWrongPasswordIsSaidSo() throws IOException {
    trustTheServer(STRONG);
    Files.writeString(folder.resolve("right"), "operator\n");
    Files.writeString(folder.resolve("wrong"), "guess\n");

    assertThat(read(opcua(STRONG, "operator", "file:right")).reading().quality())
        .isEqualTo(Quality.GOOD);
    assertThatThrownBy(() -> read(opcua(STRONG, "operator", "file:wrong")))
        .hasMessageContaining("Bad_UserAccessDenied");
  }

  @Test
  void aPasswordGoesToNobodyWhoIsNotTrusted() throws IOException {
    Files.writeString(folder.resolve("right"), "operator\n");
    OpcUaSettings plain = opcua(SecurityPolicy.NONE, "operator", "file:right");
    assertThatThrownBy(() -> read(plain)).hasMessageContaining("is not trusted");

    TrustFolder trust = sources.trust("press-1");
    trust.accept(TrustFolder.thumbprint(trust.rejected().get(0)));
    assertThat(read(plain).reading().quality()).isEqualTo(Quality.GOOD);
  }

  @Test
  void aUserLogsInByCertificate() {
    trustTheServer(STRONG);
    OwnIdentity.of(folder.resolve("user"), "user");
    OpcUaSettings byCertificate =
        new OpcUaSettings(
            server.endpoint(),
            STRONG,
            null,
            null,
            null,
            "user/certificate.pem",
            "user/key.pem",
            null,
            null);
    assertThat(read(byCertificate).reading().quality()).isEqualTo(Quality.GOOD);
  }

  @Test
  void anEndpointThatIsNotOfferedIsAnsweredWithThoseThatAre() {
    try (ScriptedServer plain = new ScriptedServer(100)) {
      OpcUaSettings strong =
          new OpcUaSettings(plain.endpoint(), STRONG, null, null, null, null, null, null, null);
      assertThatThrownBy(() -> read(strong))
          .hasMessageEndingWith(
              "the server has no endpoint with Basic256Sha256 sign_and_encrypt, it offers None"
                  + " none");
    }
  }

  private void trustTheServer(SecurityPolicy policy) {
    assertThatThrownBy(() -> read(opcua(policy, null, null)))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REFUSED));
    TrustFolder trust = sources.trust("press-1");
    trust.accept(TrustFolder.thumbprint(trust.rejected().get(0)));
  }

  private LiveReading read(OpcUaSettings opcua) {
    return sources.readOnce(settings(opcua), "good").get(0);
  }

  private OpcUaSettings opcua(
      SecurityPolicy policy, @Nullable String user, @Nullable String password) {
    return new OpcUaSettings(
        server.endpoint(),
        policy,
        null,
        user,
        password == null ? null : new Secret(password),
        null,
        null,
        null,
        null);
  }

  private static OpcUaSourceSettings settings(OpcUaSettings opcua) {
    return new OpcUaSourceSettings(
        "press-1",
        opcua,
        null,
        null,
        null,
        Duration.ofSeconds(3),
        Map.of("good", new OpcUaTag("ns=2;s=press-1.good", TagType.UINT32)));
  }
}
