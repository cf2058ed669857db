package io.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.millrace.base.local.LocalSocket;
import io.millrace.base.time.Clock;
import io.millrace.prove.rogue.BigCaller;
import io.millrace.relay.CloudRelay;
import io.millrace.relay.api.ApiListener;
import io.millrace.relay.config.RelayConfig;
import io.millrace.relay.fleet.CertificateAuthority;
import io.millrace.v1.GetRelayStatusRequest;
import io.millrace.v1.StatusServiceGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiPortIT {
  private static final List<String> NAMES = List.of("localhost");

  @TempDir Path folder;

  @Test
  void anOversizedRequestIsRefusedAndCountedAndOthersGoOn() throws Exception {
    Files.createDirectories(folder.resolve("targets"));
    Files.createDirectories(folder.resolve("flows"));
    Path file = folder.resolve("relay.yaml");
    Files.writeString(file, "agents: {port: 0}\napi: {port: 0}\n");
    RelayConfig config = RelayConfig.read(file);
    CertificateAuthority.init(
        config.authority(), folder.resolve("root.key"), NAMES, Clock.system(), new SecureRandom());
    CloudRelay relay = CloudRelay.start(config, Clock.system(), "test");
    try {
      Path root = config.authority().resolve("root.pem");

      Status fits = BigCaller.enrol(root, relay.apiPort(), ApiListener.REQUEST_BYTES_MAX / 2);
      Status tooLarge = BigCaller.enrol(root, relay.apiPort(), 2 * ApiListener.REQUEST_BYTES_MAX);
      Status afterwards = BigCaller.enrol(root, relay.apiPort(), 32);

      assertThat(fits.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(tooLarge.getCode())
          .as("whether HTTP or gRPC is first to see it")
          .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNKNOWN, Status.Code.CANCELLED);
      assertThat(afterwards.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      await().until(() -> counts(config).getOrDefault("api.requests.refused", 0L) == 3);
      assertThat(counts(config))
          .containsEntry("api.requests.oversized", 1L)
          .containsEntry("enrolment_refused_enrolment_refused", 2L);
    } finally {
      relay.close();
    }
  }

  private static Map<String, Long> counts(RelayConfig config) {
    try (LocalSocket.Connection connection = LocalSocket.connect(config.socket())) {
      return StatusServiceGrpc.newBlockingStub(connection.channel())
          .getRelayStatus(GetRelayStatusRequest.getDefaultInstance())
          .getCountsMap();
    }
  }
}
