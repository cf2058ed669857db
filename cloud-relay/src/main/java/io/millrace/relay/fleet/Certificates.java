package io.millrace.relay.fleet;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The agents' certificates in memory, as far as committed. A certificate of ours that has no row is
 * taken as long as it is younger than those that have: the database was restored from a backup, or
 * is older than the table. Any thread.
 */
final class Certificates {
  private final Map<String, Map<String, IssuedCertificate>> byAgent = new ConcurrentHashMap<>();

  /** What was read; in any order, a row's later reading stays. */
  void remember(Collection<IssuedCertificate> rows) {
    rows.forEach(
        row ->
            byAgent.merge(
                row.agent(), Map.of(row.fingerprint(), row), (known, one) -> merged(known, row)));
  }

  /** These are the agent's, and no others. */
  void forgetOthers(String agent, Collection<IssuedCertificate> rows) {
    byAgent.computeIfPresent(
        agent,
        (name, known) -> {
          Map<String, IssuedCertificate> kept = new HashMap<>(known);
          kept.keySet().retainAll(rows.stream().map(IssuedCertificate::fingerprint).toList());
          return Map.copyOf(kept);
        });
  }

  Optional<IssuedCertificate> find(X509Certificate certificate, String agent) {
    return Optional.ofNullable(
        byAgent.getOrDefault(agent, Map.of()).get(IssuedCertificate.fingerprint(certificate)));
  }

  /** Of one without a row: whether the agent has younger ones, so that it is an old one. */
  boolean isOlderThanKnown(X509Certificate certificate, String agent) {
    Instant issued = certificate.getNotBefore().toInstant();
    return byAgent.getOrDefault(agent, Map.of()).values().stream()
        .anyMatch(known -> known.issuedAt().isAfter(issued));
  }

  private static Map<String, IssuedCertificate> merged(
      Map<String, IssuedCertificate> known, IssuedCertificate row) {
    Map<String, IssuedCertificate> all = new HashMap<>(known);
    all.merge(row.fingerprint(), row, IssuedCertificate::later);
    return Map.copyOf(all);
  }
}
