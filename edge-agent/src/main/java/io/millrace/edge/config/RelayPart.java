package io.millrace.edge.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the relay is: listeners for agents, tried in order, and the port for enrolment. */
record RelayPart(List<String> addresses, @Nullable String api) {
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");

  /** Addresses of the relay. */
  private static final int ADDRESSES_MAX = 8;

  /** Highest port. */
  private static final int PORT_MAX = 65_535;

  RelayPart {
    addresses = addresses == null ? List.of() : List.copyOf(addresses);
    Bounds.within("addresses", addresses.size(), 0, ADDRESSES_MAX);
    addresses.forEach(RelayPart::checkAddress);
    if (api != null) {
      checkApi(api);
    }
  }

  private static void checkAddress(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches() || !isPort(Integer.parseInt(matcher.group(2)))) {
      throw new IllegalArgumentException(
          "addresses: '%s' is not host:port, for example relay.example:7443".formatted(address));
    }
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= PORT_MAX;
  }

  private static void checkApi(String api) {
    try {
      URI uri = new URI(api);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (scheme.equals("http")) {
        throw new IllegalArgumentException(
            "api: '%s' is not over TLS: expected https://host:port".formatted(api));
      }
      if (!scheme.equals("https") || uri.getHost() == null) {
        throw new IllegalArgumentException(
            "api: '%s' is not https://host:port, for example https://relay.example:7444"
                .formatted(api));
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "api: '%s' is no address: %s".formatted(api, e.getReason()), e);
    }
  }
}
