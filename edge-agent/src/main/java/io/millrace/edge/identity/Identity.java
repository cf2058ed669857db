package io.millrace.edge.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The agent as it was enrolled: its name and plant, the relay's address (host:port) as the relay
 * gave it, its API (https://host:port, empty when not known) where it was enrolled, certificate and
 * issuer, the key, and the root to trust.
 */
public record Identity(
    String agent,
    String plant,
    String relayAddress,
    String api,
    List<X509Certificate> chain,
    PrivateKey key,
    X509Certificate root) {

  /** The chain is copied. */
  public Identity {
    chain = List.copyOf(chain);
  }

  /** When the certificate ends. */
  public Instant expiresAt() {
    return chain.get(0).getNotAfter().toInstant();
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "agent %s of plant %s, certificate %s"
        .formatted(agent, plant, chain.get(0).getSerialNumber().toString(16));
  }
}
