package io.millrace.console.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.console.page.PageTemplates;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Styles and scripts. Their addresses hold a hash of what they are, so that browsers may keep them
 * forever.
 */
final class Assets {
  private static final String PREFIX = "/static/";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final int HASH_LENGTH = 12;

  /** By address. */
  private final Map<String, Answer> files = new LinkedHashMap<>();

  private final Map<String, String> addresses = new LinkedHashMap<>();

  Assets() {
    add("page.css", CSS, () -> PageTemplates.text("page.css"));
    add("console.css", CSS, () -> PageTemplates.text("console.css"));
    add("charts.js", SCRIPT, () -> PageTemplates.text("charts.js"));
    add("console.js", SCRIPT, () -> PageTemplates.text("console.js"));
    add("live.js", SCRIPT, () -> PageTemplates.text("live.js"));
    add("echarts.js", SCRIPT, PageTemplates::echarts);
  }

  private void add(String name, String type, Supplier<String> text) {
    byte[] content = text.get().getBytes(UTF_8);
    String address = PREFIX + hash(content) + "/" + name;
    addresses.put(name, address);
    files.put(
        address,
        new Answer(200, type, Map.of(), new Content(content), false)
            .with("Cache-Control", "public, max-age=31536000, immutable"));
  }

  /** Where each lies, by name. */
  Map<String, String> addresses() {
    return addresses;
  }

  /** What lies at an address. */
  Optional<Answer> find(String path) {
    return Optional.ofNullable(files.get(path));
  }

  private static String hash(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
