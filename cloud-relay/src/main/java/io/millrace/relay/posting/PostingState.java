package io.millrace.relay.posting;

/** Where a posting is. */
public enum PostingState {
  /** Written down, not tried or safe to try again. */
  READY,
  /** Being tried; durable before the first byte leaves. */
  SENDING,
  /** Tried, and nobody knows with what outcome: verified before anything else. */
  UNKNOWN,
  /** The target made the document, whose number is known. */
  CONFIRMED,
  /** The target will not make it as it is: a case decides. */
  REJECTED,
  /** Set aside by its poison policy: a case decides, the lane goes on. */
  PARKED,
  /** A person decided that it is not to be made. */
  SKIPPED,
  /** Withdrawn before it was ever sent. */
  CANCELLED,
  /** Made, and undone by another posting. */
  COMPENSATED
}
