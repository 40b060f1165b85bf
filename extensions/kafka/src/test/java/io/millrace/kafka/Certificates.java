package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A key pair whose certificate is for {@code localhost} and signed by itself, made by the JDK's
 * keytool.
 *
 * @param keys the store of the key
 * @param trusted a store of the certificate
 * @param pem the certificate as text
 */
record Certificates(Path keys, Path trusted, Path pem) {
  /** The password of the stores. */
  static final String PASSWORD = "store-secret";

  static Certificates make(Path directory, String name) throws IOException, InterruptedException {
    Certificates made =
        new Certificates(
            directory.resolve(name + "-keys.p12"),
            directory.resolve(name + "-trust.p12"),
            directory.resolve(name + ".pem"));
    made.keytool(
        made.keys,
        "-genkeypair -keyalg EC -groupname secp256r1 -validity 2 -dname CN=localhost -ext"
            + " SAN=dns:localhost");
    made.keytool(made.keys, "-exportcert -rfc -file " + made.pem);
    made.keytool(made.trusted, "-importcert -noprompt -file " + made.pem);
    return made;
  }

  private void keytool(Path store, String words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(words.split(" ", -1)));
    command.addAll(List.of("-alias", "broker", "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", store.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
