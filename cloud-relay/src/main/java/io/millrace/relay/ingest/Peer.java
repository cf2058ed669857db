package io.millrace.relay.ingest;

import io.millrace.relay.fleet.AgentName;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Who is at the other end of a call, by the certificate it presented, and when a person enrolled it
 * last; a renewal does not count as that.
 */
public record Peer(AgentName name, X509Certificate certificate, Instant enrolledAt) {
  public String agent() {
    return name.agent();
  }

  String plant() {
    return name.plant();
  }
}
