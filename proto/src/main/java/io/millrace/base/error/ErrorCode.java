package io.millrace.base.error;

/**
 * Every failure that an operator can meet, with what the program does about it, what it is and what
 * a person can do. The list for readers is packaging/reference/errors.md.
 */
public enum ErrorCode {
  CONFIG_INVALID(
      Category.REPAIR,
      "a configuration, flow or target file cannot be used",
      "mend the named line; nothing was started or changed"),
  USAGE(Category.REPAIR, "a command was given wrongly", "see the command's --help"),
  DATA_IN_USE(
      Category.REPAIR,
      "another process holds the data folder",
      "stop the other process, or ask it instead"),
  FILE_DENIED(
      Category.REPAIR,
      "the user who runs the program may not use a file or folder",
      "run it as the service's user"),
  NOT_RUNNING(
      Category.REPAIR,
      "no running program answers on the local socket",
      "start it, or give the right configuration file"),
  NOT_FOUND(
      Category.REPAIR,
      "nothing of that name is known",
      "compare it with the configuration file, or with what the list and status commands show"),
  ACCESS_DENIED(
      Category.REJECT,
      "the asker may not see or do this",
      "ask for a token with the role or plant that the message names"),
  CROWDED(
      Category.RETRY,
      "more ask at once than are served",
      "it is open to the next when one of them goes"),
  JOURNAL_DAMAGED(
      Category.REPAIR,
      "records of the journal cannot be read",
      "they stand in quarantine; a gap was written, nothing needs to be done"),
  JOURNAL_FULL(
      Category.RETRY,
      "the journal has no room for one more segment",
      "free disk space, raise the quota, or bring the relay back"),
  JOURNAL_FAILED(
      Category.FATAL,
      "a write or force of the journal failed",
      "look at the disk; the agent starts a new segment by itself"),
  SOURCE_UNREACHABLE(
      Category.RETRY, "a source does not answer", "check address, cable and power of the device"),
  SOURCE_REFUSED(
      Category.REPAIR,
      "an OPC UA server is not trusted, or offers no way in that is wanted",
      "the message says which; for a certificate: millrace-agent trust SOURCE"),
  UPLINK_UNREACHABLE(
      Category.RETRY, "the relay cannot be reached", "nothing is lost; it is tried again"),
  UPLINK_REFUSED(Category.REPAIR, "the relay refuses this agent", "the reason says what to do"),
  NOT_ENROLLED(
      Category.REPAIR,
      "the agent has no certificate",
      "get a code from the relay and run millrace-agent enrol"),
  ENROLMENT_REFUSED(
      Category.REPAIR,
      "the code cannot be used",
      "get a new one from the relay; codes work once, and the newest of an agent only"),
  CERTIFICATE_INVALID(
      Category.REPAIR,
      "a certificate or key cannot be used",
      "check the named file, or enrol anew"),
  CERTIFICATE_SUPERSEDED(
      Category.REJECT,
      "the certificate was replaced by a newer one, which has been in use",
      "was an older image of this box restored, or is it a copy? Enrol it anew with a code"),
  RENEWAL_REFUSED(
      Category.REJECT,
      "the relay does not renew the certificate",
      "the reason says why; get a code from the relay and run millrace-agent enrol"),
  AGENT_UNKNOWN(
      Category.REJECT,
      "the certificate names no agent that was enrolled here",
      "enrol the agent at this relay"),
  AGENT_REVOKED(Category.REJECT, "the agent was revoked", "enrol it anew if that was not intended"),
  AGENT_CLONED(
      Category.REJECT,
      "a second box presents the certificate and journal of a live agent",
      "switch one off; enrol the other with its own code and an empty data folder"),
  AGENT_FORKED(
      Category.REJECT,
      "another branch of this agent's journal had a session within ten minutes",
      "switch the other box off, or wait ten minutes if its image was restored here on purpose"),
  PLANT_FOREIGN(
      Category.REJECT,
      "an event or a code names another plant",
      "mend equipment paths or enrol the agent for the right plant"),
  SESSION_FENCED(Category.RETRY, "a newer session replaced this one", "nothing"),
  BATCH_INVALID(
      Category.REJECT,
      "a batch breaks the protocol",
      "the connection was closed; nothing of the batch was stored"),
  FRAME_INVALID(Category.REJECT, "a frame is malformed or too large", "the connection was closed"),
  MESSAGE_REFUSED(
      Category.REJECT,
      "a webhook's message was not taken",
      "the detail says why; what was taken before stays taken"),
  STORE_UNAVAILABLE(
      Category.RETRY, "the database cannot be written", "free disk space or bring it back"),
  TARGET_UNREACHABLE(
      Category.RETRY, "a business system does not answer", "postings wait; nothing is lost"),
  TARGET_REFUSED(
      Category.REPAIR,
      "a business system refuses our credentials",
      "mend the secret that the target's file names and restart the relay, or mend the account"
          + " there; postings wait, nothing is lost"),
  PROGRAM_FAULT(Category.FATAL, "a defect of Millrace", "report it with the log");

  private final Category category;
  private final String meaning;
  private final String hint;

  ErrorCode(Category category, String meaning, String hint) {
    this.category = category;
    this.meaning = meaning;
    this.hint = hint;
  }

  public Category category() {
    return category;
  }

  /** What it is, in lower case without a full stop. */
  public String meaning() {
    return meaning;
  }

  /** What a person can do. */
  public String hint() {
    return hint;
  }

  /** What the program does about it. */
  public enum Category {
    /** Tries again by itself. */
    RETRY,
    /** Refuses the sender. */
    REJECT,
    /** Waits for a person. */
    REPAIR,
    /** Ends or restarts the part. */
    FATAL
  }
}
