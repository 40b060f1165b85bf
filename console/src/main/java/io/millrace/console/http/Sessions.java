package io.millrace.console.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who has given the token. Sessions end with the server; of very many the oldest ones before. */
final class Sessions {
  private static final int MOST = 200;
  private static final int RANDOM_BYTES = 24;

  private final byte[] token;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> open =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > MOST;
        }
      };

  Sessions(String token) {
    this.token = token.getBytes(UTF_8);
  }

  /** A token that nobody guesses. */
  static String randomToken() {
    return random(new SecureRandom());
  }

  private static String random(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether it is the token; takes as long for any other. */
  boolean isToken(String given) {
    return MessageDigest.isEqual(token, given.getBytes(UTF_8));
  }

  /** Opens a session for who has given the token. */
  synchronized Session begin() {
    Session session = new Session(random(random), random(random));
    open.put(session.id(), session);
    return session;
  }

  synchronized Optional<Session> find(@Nullable String id) {
    return Optional.ofNullable(id == null ? null : open.get(id));
  }

  synchronized void end(Session session) {
    open.remove(session.id());
  }
}
