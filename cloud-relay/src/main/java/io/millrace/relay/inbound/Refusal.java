package io.millrace.relay.inbound;

/** Why a message was not taken; the names stand in the counts, the numbers are HTTP's. */
public enum Refusal {
  /** One of the three headers is not there, or is none. */
  HEADERS(400),
  /** None of its signatures is ours. */
  SIGNATURE(401),
  /** Signed too long ago, or in the future. */
  STALE(400),
  /** Another body came under its id before. */
  OTHER_BODY(409),
  /** Larger than the webhook's limit. */
  TOO_LARGE(413),
  /** Not sent as JSON. */
  CONTENT_TYPE(415),
  /** No JSON object, or nothing in it that the webhook maps. */
  CONTENT(422),
  /** Not sent by POST. */
  METHOD(405);

  private final int status;

  Refusal(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }
}
