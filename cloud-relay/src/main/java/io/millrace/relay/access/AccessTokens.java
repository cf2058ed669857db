package io.millrace.relay.access;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.id.Sha256;
import io.millrace.base.time.Clock;
import io.millrace.relay.store.Store;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * The tokens of this relay. {@link #check} runs on any thread, reads memory only and sees a change
 * once the call that made it has returned; the rest blocks on the store.
 */
public final class AccessTokens {
  /** Tokens that were ever made here, revoked ones too. */
  public static final int TOKENS_MAX = 1_000;

  /** How a secret begins, so that one that leaked is recognised by those who scan for such. */
  static final String PREFIX = "mrt_";

  private static final int SECRET_BYTES = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern PLANT =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Store store;
  private final Clock clock;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Usable usable;

  /** Changes written so far; on the store's writer thread, so in the order of their commits. */
  private long changes;

  /** The generator must be fit for secrets. */
  public AccessTokens(Store store, Clock clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.usable = new Usable(0, store.read(TokenRows::usable));
  }

  /** A new token and its secret, which is not kept. */
  public record Made(String secret, AccessToken token) {}

  /**
   * Makes a token; an empty plant means all. USAGE when the name is taken or wrong, the plant is no
   * path, or there are {@link #TOKENS_MAX}.
   */
  public Made create(String name, Role role, String plant) {
    require(NAME, name, "name", "letters, digits, '.', '_' and '-'");
    if (!plant.isEmpty()) {
      require(PLANT, plant, "plant", "enterprise/site, for example acme/graz");
    }
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = PREFIX + HexFormat.of().formatHex(bytes);
    AccessToken token =
        new AccessToken(
            name, role, plant.isEmpty() ? Optional.empty() : Optional.of(plant), clock.now(), null);
    change(
        handle -> {
          List<AccessToken> all = TokenRows.all(handle);
          requireRoom(all, name);
          TokenRows.insert(handle, hash(secret), token);
        });
    return new Made(secret, token);
  }

  /** All, revoked ones too, by name. */
  public List<AccessToken> list() {
    return store.read(TokenRows::all);
  }

  /** Ends it at once; one that has ended stays as it is. NOT_FOUND. */
  public AccessToken revoke(String name) {
    change(
        handle -> {
          find(TokenRows.find(handle, name), name);
          TokenRows.revoke(handle, name, clock.now());
        });
    return find(store.read(handle -> TokenRows.find(handle, name)), name);
  }

  /** What the bearer of that secret may do; empty when it is none of ours or revoked. */
  public Optional<Rights> check(String secret) {
    return Optional.ofNullable(usable.rights.get(hash(secret)));
  }

  /**
   * Writes and makes what is usable then known. Calls return in any order after commits they share,
   * so what an older one has seen never takes the place of what a newer one has.
   */
  private void change(Consumer<Handle> writing) {
    Usable seen =
        store.writeNow(
            handle -> {
              writing.accept(handle);
              return new Usable(++changes, TokenRows.usable(handle));
            });
    lock.lock();
    try {
      usable = seen.change > usable.change ? seen : usable;
    } finally {
      lock.unlock();
    }
  }

  private static void requireRoom(List<AccessToken> all, String name) {
    if (all.stream().anyMatch(token -> token.name().equals(name))) {
      throw new MillraceException(
          ErrorCode.USAGE, "token " + name + " exists or existed; names are used once");
    }
    if (all.size() >= TOKENS_MAX) {
      throw new MillraceException(
          ErrorCode.USAGE, "there are %d tokens, at most %d fit".formatted(all.size(), TOKENS_MAX));
    }
  }

  private static AccessToken find(Optional<AccessToken> token, String name) {
    return token.orElseThrow(() -> new MillraceException(ErrorCode.NOT_FOUND, "no token " + name));
  }

  private static void require(Pattern pattern, String value, String what, String expected) {
    if (!pattern.matcher(value).matches()) {
      throw new MillraceException(
          ErrorCode.USAGE, "%s '%s': expected %s".formatted(what, value, expected));
    }
  }

  /** Secrets are random and long, so one round without salt is enough. */
  private static String hash(String secret) {
    return Sha256.hex(secret);
  }

  /** Rights by the hash of a secret, as of that change. */
  private record Usable(long change, Map<String, Rights> rights) {
    Usable {
      rights = Map.copyOf(rights);
    }
  }
}
