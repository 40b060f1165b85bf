package io.millrace.serving.http;

import static io.millrace.api.error.StandardError.INVALID_CALL;

import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** TLS from files. */
public final class Tls {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private Tls() {}

  /**
   * From a chain of certificates, the server's own first, and its private key (PKCS#8), both PEM.
   *
   * @throws MillraceException INVALID_CALL, if one can't be read or they don't belong together
   */
  public static SSLContext ofPem(Path chain, Path key) {
    try {
      Certificate[] certificates;
      try (InputStream in = Files.newInputStream(chain)) {
        certificates =
            CertificateFactory.getInstance("X.509")
                .generateCertificates(in)
                .toArray(Certificate[]::new);
      }
      if (certificates.length == 0) {
        throw refused(chain, "it holds no certificate", null);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", privateKey(key), new char[0], certificates);
      return context(store, new char[0]);
    } catch (IOException | GeneralSecurityException e) {
      throw refused(chain, e.toString(), e);
    }
  }

  /**
   * From a PKCS#12 store.
   *
   * @throws MillraceException INVALID_CALL, if it can't be read, as with a wrong password
   */
  public static SSLContext ofStore(Path file, char[] password) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return context(store, password);
    } catch (IOException | GeneralSecurityException e) {
      throw refused(file, "the password may be wrong: " + e, e);
    }
  }

  private static SSLContext context(KeyStore store, char[] password)
      throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    String pem = Files.readString(file);
    int from = pem.indexOf(BEGIN);
    int to = pem.indexOf(END);
    if (from < 0 || to < from) {
      throw refused(
          file,
          "it holds no '%s'; 'openssl pkcs8 -topk8 -nocrypt -in KEY' makes one".formatted(BEGIN),
          null);
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(pem.substring(from + BEGIN.length(), to));
    } catch (IllegalArgumentException e) {
      throw refused(file, "it is no Base64", e);
    }
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException e) {
        continue;
      }
    }
    throw refused(file, "its key is neither RSA nor EC nor Ed25519", null);
  }

  private static MillraceException refused(Path file, String why, @Nullable Exception cause) {
    return new MillraceException(
        INVALID_CALL, "%s can't be used for TLS (%s).".formatted(file, why), cause);
  }
}
