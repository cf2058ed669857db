package io.millrace.relay.connector;

/** What keeps an operation from being done twice. */
public enum Level {
  /** The target honours a request key: sent again with the same key it does nothing. */
  L1,
  /** Upsert by natural key: sent again it is the same. */
  L2,
  /** Our reference stands in a searchable field: looked up before anything is sent again. */
  L3,
  /** Nothing: never sent again without a person. */
  L4
}
