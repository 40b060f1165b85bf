package io.millrace.stages.deploy.kubernetes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names that Kubernetes takes: RFC 1123 and 1035 as its API conventions narrow them. */
final class KubernetesNames {
  private static final int LABEL_LENGTH = 63;
  private static final int SUBDOMAIN_LENGTH = 253;

  /** Leaves room for what controllers append to the names of pods. */
  private static final int OBJECT_LENGTH = 40;

  private static final int HASH_BYTES = 3;

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final Pattern LABEL_WORD =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");

  private KubernetesNames() {}

  /** Whether a namespace may be called so. */
  static boolean isLabel(String text) {
    return text.length() <= LABEL_LENGTH && LABEL.matcher(text).matches();
  }

  /** Whether a Secret may be called so. */
  static boolean isSubdomain(String text) {
    return text.length() <= SUBDOMAIN_LENGTH && SUBDOMAIN.matcher(text).matches();
  }

  static boolean isLabelValue(String text) {
    return text.isEmpty() || text.length() <= LABEL_LENGTH && LABEL_WORD.matcher(text).matches();
  }

  static boolean isLabelKey(String text) {
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    return !name.isEmpty()
        && isLabelValue(name)
        && (slash < 0 || isSubdomain(text.substring(0, slash)));
  }

  /**
   * The name of a model's objects: lower-case letters, digits and {@code -}, with a letter in
   * front, as a Service needs it. Models whose names had to be changed do not meet: a hash of the
   * name follows.
   */
  static String object(String model) {
    String plain = model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String name = plain.replaceAll("^[^a-z]+|-+$", "");
    if (!name.isEmpty() && name.equals(model) && name.length() <= OBJECT_LENGTH) {
      return name;
    }
    String hash = hash(model);
    String head = name.isEmpty() ? "model" : name;
    int room = OBJECT_LENGTH - hash.length() - 1;
    return head.substring(0, Math.min(head.length(), room)).replaceAll("-+$", "") + "-" + hash;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
