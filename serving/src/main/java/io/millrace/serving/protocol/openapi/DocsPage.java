package io.millrace.serving.protocol.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A page to try the server, which asks it for /openapi.json and loads nothing from elsewhere. */
public final class DocsPage {
  private DocsPage() {}

  /** The page. */
  public static byte[] html() {
    try (InputStream in = DocsPage.class.getResourceAsStream("docs.html")) {
      if (in == null) {
        throw new IllegalStateException("docs.html is missing beside its class");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
