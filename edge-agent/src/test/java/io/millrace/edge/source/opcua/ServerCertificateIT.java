package io.millrace.edge.source.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Quality;
import io.millrace.edge.source.LiveReading;
import io.millrace.edge.source.TagType;
import io.millrace.edge.source.opcua.server.OpcUaSettings;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import io.millrace.edge.source.opcua.server.OpcUaTag;
import io.millrace.edge.source.opcua.server.SecurityPolicy;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plc.PlantServer;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Period;
import java.util.Map;
import java.util.Random;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of a server that are trusted, and are refused all the same. */
class ServerCertificateIT {
  private static final Clock CLOCK = Clock.system();

  @TempDir Path folder;

  @Test
  void anExpiredOneIsRefusedUnlessTheConfigurationTakesIt() throws Exception {
    X509Certificate expired = identity("127.0.0.1", Period.ofDays(-2));

    try (PlantServer plant = serve()) {
      assertThatThrownBy(() -> read(plant, null, null))
          .hasMessageContaining("CN=old press is valid from ")
          .hasMessageContaining(expired.getNotAfter().toInstant().toString())
          .hasMessageEndingWith("set check_validity: false");
      assertThat(read(plant, null, false).reading().quality()).isEqualTo(Quality.GOOD);
    }
  }

  @Test
  void oneForAnotherHostIsRefusedUnlessTheConfigurationTakesIt() throws Exception {
    identity("192.168.0.5", Period.ofDays(2));

    try (PlantServer plant = serve()) {
      assertThatThrownBy(() -> read(plant, null, null))
          .hasMessageContaining("CN=old press is for 192.168.0.5 and not for 127.0.0.1: use")
          .hasMessageEndingWith("set check_host_name: false");
      assertThat(read(plant, false, null).reading().quality()).isEqualTo(Quality.GOOD);
    }
  }

  private LiveReading read(
      PlantServer plant, @Nullable Boolean checkHostName, @Nullable Boolean checkValidity) {
    OpcUaSettings opcua =
        new OpcUaSettings(
            plant.opcua().orElseThrow().endpoint(),
            SecurityPolicy.BASIC256SHA256,
            null,
            null,
            null,
            null,
            null,
            checkHostName,
            checkValidity);
    OpcUaSourceSettings settings =
        new OpcUaSourceSettings(
            "press-1",
            opcua,
            null,
            null,
            null,
            Duration.ofSeconds(3),
            Map.of("good", new OpcUaTag("ns=2;s=press-1.good", TagType.UINT32)));
    try (OpcUaSources sources =
        new OpcUaSources(folder.resolve("opcua"), folder, CLOCK, new Random(1))) {
      return sources.readOnce(settings, "good").get(0);
    }
  }

  private PlantServer serve() {
    return PlantServer.start(
        PlantSettings.quiet(3),
        0,
        0,
        new io.millrace.sim.opcua.OpcUaSettings("press-1", 0, folder.resolve("identity.p12")),
        CLOCK);
  }

  /** The server will have it, and the agent trusts it. */
  private X509Certificate identity(String address, Period valid) throws Exception {
    KeyPair key = SelfSignedCertificateGenerator.generateRsaKeyPair(2_048);
    X509Certificate certificate =
        new SelfSignedCertificateBuilder(key)
            .setCommonName("old press")
            .setApplicationUri("urn:millrace:sim:plant")
            .setValidityPeriod(valid)
            .addIpAddress(address)
            .build();
    KeyStore store = KeyStore.getInstance("PKCS12");
    char[] secret = "simulator".toCharArray();
    store.load(null, secret);
    store.setKeyEntry("server", key.getPrivate(), secret, new Certificate[] {certificate});
    try (OutputStream out = Files.newOutputStream(folder.resolve("identity.p12"))) {
      store.store(out, secret);
    }
    Path trusted = Files.createDirectories(folder.resolve("opcua/press-1/trusted"));
    Files.write(trusted.resolve("server.der"), certificate.getEncoded());
    return certificate;
  }
}
