package io.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.millrace.base.time.Clock;
import io.millrace.prove.rogue.BigCaller;
import io.millrace.relay.api.ApiListener;
import io.millrace.relay.fleet.CertificateAuthority;
import io.millrace.relay.fleet.EnrolmentDesk;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.store.Store;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiPortIT {
  private static final List<String> NAMES = List.of("localhost");

  @TempDir Path folder;

  @Test
  void anOversizedRequestIsRefusedAndCountedAndOthersGoOn() throws Exception {
    Path ca = folder.resolve("ca");
    SecureRandom random = new SecureRandom();
    CertificateAuthority authority =
        CertificateAuthority.init(ca, folder.resolve("root.key"), NAMES, Clock.system(), random);
    try (Store store = Store.open(folder);
        ApiListener api =
            new ApiListener(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                authority.server(NAMES),
                new EnrolmentDesk(
                    Fleet.open(store, authority, ca, Clock.system(), random),
                    () -> "localhost:1"))) {
      Path root = ca.resolve("root.pem");

      Status fits = BigCaller.enrol(root, api.port(), ApiListener.REQUEST_BYTES_MAX / 2);
      Status tooLarge = BigCaller.enrol(root, api.port(), 2 * ApiListener.REQUEST_BYTES_MAX);
      Status afterwards = BigCaller.enrol(root, api.port(), 32);

      assertThat(fits.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(tooLarge.getCode())
          .as("whether HTTP or gRPC is first to see it")
          .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNKNOWN, Status.Code.CANCELLED);
      assertThat(afterwards.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      await().until(() -> api.counts().getOrDefault("api.requests.refused", 0L) == 3);
      assertThat(api.counts()).containsEntry("api.requests.oversized", 1L);
    }
  }
}
