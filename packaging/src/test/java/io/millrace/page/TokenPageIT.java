package io.millrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import io.millrace.base.time.Clock;
import io.millrace.relay.CloudRelay;
import io.millrace.relay.RelayFiles;
import io.millrace.relay.access.Rights;
import io.millrace.relay.config.RelayConfig;
import io.millrace.relay.fleet.CertificateAuthority;
import io.millrace.v1.CreateTokenRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as people away from the relay's computer see it: over TLS, with a token. */
class TokenPageIT {
  private static final double PATIENCE_MS = 60_000;

  @TempDir Path folder;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private String viewer = "";
  private String admin = "";
  private CloudRelay relay;
  private Playwright playwright;
  private BrowserContext context;
  private Page page;

  @BeforeEach
  void open() throws IOException {
    Path chromium = Chromium.find();
    relay = relay();
    playwright = Chromium.driver();
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(Chromium.FLAGS));
    context = browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
    context.setDefaultTimeout(PATIENCE_MS);
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onRequest(request -> asked.add(request.url()));
    page.navigate(home());
  }

  @AfterEach
  void close() {
    playwright.close();
    relay.close();
  }

  @Test
  void aTokenOpensThePageAndIsNeverInAnAddressAndARevokedOneIsToldWhy() {
    signIn("mrt_wrong");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("not known here, or was revoked");

    signIn(viewer);
    assertThat(page.getByRole(AriaRole.STATUS).first()).hasText("Live");
    for (String view : List.of("cases", "postings", "agents", "overview")) {
      page.navigate(home() + "#/" + view);
      assertThat(page.locator("main .panel").first()).isVisible();
    }
    page.reload();
    assertThat(page.getByRole(AriaRole.STATUS).first()).hasText("Live");

    revoke();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("not known here, or was revoked");
    assertThat(asked).isNotEmpty().allMatch(url -> url.startsWith(home()));
    assertThat(asked).noneMatch(url -> url.contains("mrt_"));
    assertThat(page.url()).doesNotContain("mrt_");
    assertThat(complaints).allMatch(text -> text.contains("401"));
  }

  private void signIn(String secret) {
    page.getByLabel("Token").fill(secret);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open the page")).click();
  }

  private void revoke() {
    int status =
        context
            .request()
            .post(
                home() + "v1/tokens/board:revoke",
                RequestOptions.create()
                    .setHeader("authorization", "Bearer " + admin)
                    .setHeader("content-type", "application/json")
                    .setData("{}"))
            .status();
    assertThat(status).isEqualTo(200);
  }

  private String home() {
    return "https://localhost:" + relay.apiPort() + "/";
  }

  private CloudRelay relay() throws IOException {
    Files.createDirectories(folder.resolve("targets"));
    Files.createDirectories(folder.resolve("flows"));
    Files.writeString(folder.resolve("relay.yaml"), "agents: {port: 0}\napi: {port: 0}\n");
    RelayConfig config = RelayConfig.read(folder.resolve("relay.yaml"));
    CertificateAuthority.init(
        config.authority(),
        folder.resolve("root.key"),
        List.of("localhost"),
        Clock.system(),
        new SecureRandom());
    try (RelayFiles files = RelayFiles.open(config, Clock.system(), "test")) {
      viewer = token(files, "board", "viewer");
      admin = token(files, "it", "admin");
    }
    return CloudRelay.start(config, Clock.system(), "test");
  }

  private static String token(RelayFiles files, String name, String role) {
    return files
        .desk()
        .newToken(Rights.OWNER, CreateTokenRequest.newBuilder().setName(name).setRole(role).build())
        .getSecret();
  }
}
