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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensIT {
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

  private static void isBoard(Rights rights) {
    assertThat(rights.role()).isEqualTo(Role.OPERATOR);
    assertThat(rights.plant()).hasValue("acme/graz");
  }

  private static AccessTokens tokens(Store store) {
    return new AccessTokens(store, Clock.system(), new SecureRandom());
  }
}
