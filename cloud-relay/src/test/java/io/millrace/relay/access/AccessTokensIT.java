package io.millrace.relay.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.time.Clock;
import io.millrace.relay.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensIT {
  private static final int MAKERS = 4;
  private static final int TOKENS_OF_EACH = 100;

  @TempDir Path folder;

  @Test
  void aTokenIsKnownUntilItIsRevokedAlsoAfterARestart() {
    String secret;
    try (Store store = Store.open(folder)) {
      AccessTokens tokens = tokens(store);
      secret = tokens.create("board", Role.OPERATOR, "acme/graz").secret();
      assertThat(tokens.check(secret)).hasValueSatisfying(AccessTokensIT::isBoard);
      assertThat(tokens.check(secret + "0")).isEmpty();
    }
    try (Store store = Store.open(folder)) {
      AccessTokens tokens = tokens(store);
      assertThat(tokens.check(secret)).hasValueSatisfying(AccessTokensIT::isBoard);

      tokens.revoke("board");

      assertThat(tokens.check(secret)).isEmpty();
      assertThat(tokens.list()).singleElement().matches(token -> token.revokedAt() != null);
    }
    try (Store store = Store.open(folder)) {
      assertThat(tokens(store).check(secret)).isEmpty();
    }
  }

  @Test
  void noSecretIsOnDisk() throws IOException {
    String secret;
    try (Store store = Store.open(folder)) {
      secret = tokens(store).create("board", Role.VIEWER, "").secret();
    }

    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain(secret.substring(4));
      }
    }
  }

  @Test
  void aNameIsUsedOnceAndNamesRolesAndPlantsAreChecked() {
    try (Store store = Store.open(folder)) {
      AccessTokens tokens = tokens(store);
      tokens.create("board", Role.VIEWER, "");
      tokens.revoke("board");

      for (String name : List.of("board", "", "a b", "x".repeat(65))) {
        assertThatThrownBy(() -> tokens.create(name, Role.VIEWER, ""))
            .hasMessageContaining("USAGE");
      }
      assertThatThrownBy(() -> tokens.create("b", Role.VIEWER, "graz"))
          .hasMessageContaining("enterprise/site");
      assertThatThrownBy(() -> Role.of("operater"))
          .hasMessageContaining("did you mean 'operator'?");
      assertThatThrownBy(() -> tokens.revoke("nobody")).hasMessageContaining("NOT_FOUND");
    }
  }

  @Test
  void thereIsRoomForSoManyAndNoMore() {
    try (Store store = Store.open(folder)) {
      store.writeNow(
          handle ->
              handle.execute(
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                      + " INSERT INTO access_token (name, token_hash, role, plant, created_ms)"
                      + " SELECT 't' || i, 'h' || i, 'VIEWER', '', 0 FROM n",
                  AccessTokens.TOKENS_MAX));

      assertThatThrownBy(() -> tokens(store).create("board", Role.VIEWER, ""))
          .hasMessageContaining("at most " + AccessTokens.TOKENS_MAX);
    }
  }

  @Test
  void whatWasRevokedStaysRevokedWhateverIsMadeBesideIt() throws Exception {
    ExecutorService makers = Executors.newFixedThreadPool(MAKERS);
    try (Store store = Store.open(folder)) {
      AccessTokens tokens = tokens(store);
      List<Future<List<String>>> running = new ArrayList<>();
      for (int maker = 0; maker < MAKERS; maker++) {
        String prefix = "maker-" + maker + "-";
        running.add(makers.submit(() -> makeAndRevoke(tokens, prefix)));
      }
      for (Future<List<String>> each : running) {
        assertThat(each.get()).as("usable after their revocation").isEmpty();
      }
    } finally {
      makers.shutdownNow();
    }
  }

  /** Secrets that could be used after the call that revoked them had returned. */
  private static List<String> makeAndRevoke(AccessTokens tokens, String prefix) {
    List<String> revoked = new ArrayList<>();
    List<String> usable = new ArrayList<>();
    for (int i = 0; i < TOKENS_OF_EACH; i++) {
      String secret = tokens.create(prefix + i, Role.VIEWER, "").secret();
      assertThat(tokens.check(secret)).isPresent();
      tokens.revoke(prefix + i);
      revoked.add(secret);
      revoked.stream().filter(each -> tokens.check(each).isPresent()).forEach(usable::add);
    }
    return usable;
  }

  private static void isBoard(Rights rights) {
    assertThat(rights.role()).isEqualTo(Role.OPERATOR);
    assertThat(rights.plant()).hasValue("acme/graz");
  }

  private static AccessTokens tokens(Store store) {
    return new AccessTokens(store, Clock.system(), new SecureRandom());
  }
}
