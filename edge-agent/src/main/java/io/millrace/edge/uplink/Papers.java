package io.millrace.edge.uplink;

import java.time.Instant;

/** What the dialogue needs of an identity: the relay's address and when the certificate ends. */
record Papers(String relayAddress, Instant expiresAt) {}
