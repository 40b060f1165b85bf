package io.millrace.console.http;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/**
 * How the console listens.
 *
 * @param host a name or an address of this machine
 * @param port 0 for any that is free
 * @param token what readers give once to be let in, or to be let write
 * @param place where runs are recorded, as pages tell it
 * @param mishaps hears of each failure of the console's own
 */
public record HttpSettings(
    String host, int port, String token, String place, Consumer<Throwable> mishaps) {
  public HttpSettings {
    requireNonNull(host, "host is null");
    requireNonNull(token, "token is null");
    requireNonNull(place, "place is null");
    requireNonNull(mishaps, "mishaps is null");
  }

  /** A token that nobody guesses. */
  public static String randomToken() {
    return Sessions.randomToken();
  }

  /** Whether only this machine reaches it; a name that is not known counts as not. */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
