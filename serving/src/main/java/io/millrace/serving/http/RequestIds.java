package io.millrace.serving.http;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Ids of requests: the sender's where it is fit for a header and a log, else one of our own, which
 * no other process makes.
 */
final class RequestIds {
  private static final int MAX_LENGTH = 128;

  private final String process = Long.toHexString(new SecureRandom().nextLong() | Long.MIN_VALUE);
  private final AtomicLong next = new AtomicLong(1);

  String of(@Nullable String sent) {
    return sent != null && isFit(sent)
        ? sent
        : process + '-' + Long.toHexString(next.getAndIncrement());
  }

  private static boolean isFit(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) <= ' ' || id.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
