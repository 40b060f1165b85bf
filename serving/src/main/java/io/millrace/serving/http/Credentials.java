package io.millrace.serving.http;

import static io.millrace.api.error.StandardError.INVALID_CALL;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a call may come with, as {@code X-API-Key: KEY} or {@code Authorization: Bearer
 * KEY}. Holds their hashes only; tells nothing of them, nor by the time that a comparison takes.
 */
public final class Credentials {
  /** Shorter ones can be guessed. */
  private static final int MIN_LENGTH = 16;

  private static final String BEARER = "Bearer ";

  /** Made once a thread: looking one up takes longer than hashing a key. */
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(Credentials::sha256);

  private final List<byte[]> hashes;

  private Credentials(List<byte[]> hashes) {
    this.hashes = hashes;
  }

  /** Every call may pass. */
  public static Credentials none() {
    return new Credentials(List.of());
  }

  /**
   * Those keys.
   *
   * @param source where they come from, for the error
   * @throws MillraceException INVALID_CALL, if there is none or one is too short
   */
  public static Credentials of(List<String> keys, String source) {
    if (keys.isEmpty()) {
      throw new MillraceException(INVALID_CALL, "There is no key in %s.".formatted(source));
    }
    List<byte[]> hashes = new ArrayList<>();
    for (String key : keys) {
      if (key.length() < MIN_LENGTH) {
        throw new MillraceException(
            INVALID_CALL,
            "Key %d in %s has fewer than %d characters: take a longer one, as 'openssl rand -hex 32' makes."
                .formatted(hashes.size() + 1, source, MIN_LENGTH));
      }
      hashes.add(hash(key));
    }
    return new Credentials(List.copyOf(hashes));
  }

  /**
   * The keys of a file, one a line; empty lines and those that begin with # don't count.
   *
   * @throws MillraceException INVALID_CALL, if it can't be read, or holds no key or a short one
   */
  public static Credentials ofFile(Path file) {
    try {
      List<String> keys =
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
      return of(keys, file.toString());
    } catch (IOException e) {
      throw new MillraceException(
          INVALID_CALL, "The file of keys %s can't be read (%s).".formatted(file, e), e);
    }
  }

  /** Whether calls have to come with a key. */
  public boolean areRequired() {
    return !hashes.isEmpty();
  }

  /** Whether a call with those headers may pass. */
  boolean allow(@Nullable String apiKey, @Nullable String authorization) {
    if (hashes.isEmpty()) {
      return true;
    }
    String token = authorization == null ? null : bearer(authorization);
    return apiKey != null && holds(apiKey) || token != null && holds(token);
  }

  private static @Nullable String bearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).strip()
        : null;
  }

  private boolean holds(String key) {
    byte[] hash = hash(key);
    boolean found = false;
    for (byte[] known : hashes) {
      found |= MessageDigest.isEqual(known, hash);
    }
    return found;
  }

  private static byte[] hash(String key) {
    return SHA_256.get().digest(key.getBytes(UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
