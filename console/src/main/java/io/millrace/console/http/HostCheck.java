package io.millrace.console.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. A page of another site can make a browser ask here: under a name of its own that it
 * lets point to this machine (DNS rebinding), or by a form. Both show in headers that no script can
 * write.
 *
 * @param host the address that the server listens at
 * @param loopback whether only this machine reaches it
 */
record HostCheck(String host, boolean loopback) {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Whether a Host header names this server. Elsewhere names are the network's own business. */
  boolean isOurs(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String name = header.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
    return !loopback || LOCAL.contains(name) || name.equals(host);
  }

  /** Whether what is sent comes from a page of this server. */
  static boolean isSameOrigin(
      @Nullable String host, @Nullable String origin, @Nullable String site) {
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return false;
    }
    if (origin == null) {
      return true;
    }
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
