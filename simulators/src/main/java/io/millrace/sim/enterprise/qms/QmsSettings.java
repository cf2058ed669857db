package io.millrace.sim.enterprise.qms;

import io.millrace.sim.enterprise.desk.DeskSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the QMS begins.
 *
 * @param releaseAfter so long after its commit each nonconformance is released by itself; null: by
 *     hand only
 * @param hook where releases are told; null: nowhere
 */
public record QmsSettings(DeskSettings desk, @Nullable Duration releaseAfter, @Nullable Hook hook) {

  /**
   * Where and how releases are told.
   *
   * @param secret as Standard Webhooks writes it, {@code whsec_<base64>}
   * @param trust PEM file with the certificate that the receiver's leads back to; null: the
   *     system's
   */
  public record Hook(URI url, String secret, @Nullable Path trust) {
    @Override
    public String toString() {
      return "Hook[url=" + url + "]";
    }
  }
}
