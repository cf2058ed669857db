package io.millrace.relay.posting.lane;

import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.NewCase;
import io.millrace.relay.connector.Auth;
import io.millrace.relay.connector.Said;
import io.millrace.relay.connector.Target;
import io.millrace.relay.posting.Posting;
import java.util.List;
import java.util.Locale;

/** Cases that postings open, with the decisions that fit. */
final class Questions {
  static final String RETRY = "retry";
  static final String SKIP = "skip";
  static final String DONE = "done";
  static final String EXISTS = "exists";
  static final String DOES_NOT_EXIST = "does-not-exist";
  static final String UNDO = "undo";
  static final String KEEP = "keep";
  static final String ADOPT = "adopt";

  /** What a title repeats of the target's own words; the detail has more. */
  private static final int TITLE_CHARACTERS_MAX = 120;

  private Questions() {}

  /** Refused, or nobody knows: one case per posting. */
  static NewCase raised(Posting posting, CaseClass caseClass, String text) {
    boolean unknown = caseClass == CaseClass.UNKNOWN_OUTCOME;
    String title =
        unknown
            ? "does a document %s exist in %s?".formatted(posting.reference(), posting.target())
            : "%s refused posting %d (%s): %s"
                .formatted(
                    posting.target(),
                    posting.id(),
                    caseClass.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    Said.cut(text, TITLE_CHARACTERS_MAX));
    return of(
        posting,
        caseClass,
        title,
        step(posting) + text + "; fields " + posting.fields(),
        unknown ? List.of(EXISTS, DOES_NOT_EXIST) : List.of(RETRY, SKIP, DONE));
  }

  /** The target gives no clear answer about a document for long. */
  static NewCase unclear(Posting posting, String text) {
    return of(
        posting,
        CaseClass.UNKNOWN_OUTCOME,
        "%s gives no clear answer whether document %s exists"
            .formatted(posting.target(), posting.reference()),
        text + "; it is asked again, less and less often; fields " + posting.fields(),
        List.of(EXISTS, DOES_NOT_EXIST));
  }

  /** The target has documents of a posting that was given up. */
  static NewCase unowned(Posting posting, List<String> documents) {
    boolean single = documents.size() == 1;
    return new NewCase(
        single ? CaseClass.UNKNOWN_OUTCOME : CaseClass.DUPLICATE,
        fingerprint(posting) + "/found",
        "%s has %s for posting %d, which is %s"
            .formatted(
                posting.target(),
                single ? "a document" : documents.size() + " documents",
                posting.id(),
                posting.state()),
        "found %s, reference %s; adopt takes the first as its document, undo reverses all that are not taken"
            .formatted(String.join(", ", documents), posting.reference()),
        posting.plant(),
        posting.order(),
        Long.toString(posting.id()),
        List.of(ADOPT, UNDO));
  }

  /** The target has more than one document of ours: one case per posting. */
  static NewCase duplicate(Posting posting, String kept, List<String> surplus) {
    return of(
        posting,
        CaseClass.DUPLICATE,
        "%s has %d documents for posting %d"
            .formatted(posting.target(), surplus.size() + 1, posting.id()),
        "kept %s, surplus %s, reference %s; undo reverses the surplus"
            .formatted(kept, String.join(", ", surplus), posting.reference()),
        List.of(UNDO, KEEP));
  }

  /** The target has a document that was never sent, as far as the database knows. */
  static NewCase restored(Posting posting, String document, int doubtful) {
    return new NewCase(
        CaseClass.RELAY_RESTORED,
        "target " + posting.target(),
        "the relay's database is older than documents in %s".formatted(posting.target()),
        "%s has document %s for posting %d, which was never sent by what the database says; %d others that were READY are looked up before they are sent"
            .formatted(posting.target(), document, posting.id(), doubtful),
        posting.plant(),
        posting.order(),
        posting.target(),
        List.of("noted"));
  }

  /** The target refuses our credentials: one case per target, withdrawn by itself. */
  static NewCase auth(Target target, String text) {
    return new NewCase(
        CaseClass.AUTH,
        target.target(),
        target.target() + " refuses our credentials",
        text
            + "; "
            + secret(target)
            + "; mended at "
            + target.target()
            + " nothing more is to be done: it is tried again and again, and the case ends by"
            + " itself",
        "",
        "",
        target.target(),
        List.of("mended"));
  }

  /** Where the secret comes from, never the secret. */
  static String secret(Target target) {
    Auth auth = target.auth();
    return auth == null
        ? "its file names no credentials"
        : "client %s, secret from %s, read at the start: a new secret needs a restart of the relay"
            .formatted(auth.oauth2().clientId(), auth.oauth2().clientSecret());
  }

  /** One question of a class per posting. */
  static String fingerprint(Posting posting) {
    return posting.target() + "/" + posting.id();
  }

  private static NewCase of(
      Posting posting, CaseClass caseClass, String title, String detail, List<String> decisions) {
    return new NewCase(
        caseClass,
        fingerprint(posting),
        title,
        detail,
        posting.plant(),
        posting.order(),
        Long.toString(posting.id()),
        decisions);
  }

  /** What of which flow waits for it, if a flow says so. */
  private static String step(Posting posting) {
    String flow = posting.fields().getOrDefault("flow", "");
    return flow.isEmpty()
        ? ""
        : "flow %s, step %s: ".formatted(flow, posting.fields().getOrDefault("step", ""));
  }
}
