package io.millrace.relay.ingest;

import io.millrace.relay.fleet.AgentName;
import java.security.cert.X509Certificate;

/** Who is at the other end of a call, by the certificate it presented. */
public record Peer(AgentName name, X509Certificate certificate) {
  public String agent() {
    return name.agent();
  }

  String plant() {
    return name.plant();
  }
}
