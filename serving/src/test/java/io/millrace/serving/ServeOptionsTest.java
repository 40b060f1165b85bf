package io.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.serving.http.ServerSettings;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServeOptionsTest {
  @Test
  void packagesMayBeGivenNamesAndVersions() {
    assertThat(options("--package", "a=b/c", "--package=m:7=dir", "--package", "/x/y").packages())
        .containsExactly(
            new PackageChoice("a", null, Path.of("b/c")),
            new PackageChoice("m", "7", Path.of("dir")),
            new PackageChoice(null, null, Path.of("/x/y")));
  }

  @Test
  void sageMakersWordServesItsDirectory() {
    assertThat(options("serve").packages())
        .containsExactly(new PackageChoice(null, null, Path.of("/opt/ml/model")));
  }

  @Test
  void settingsHaveDefaultsForAService() {
    ServerSettings settings = settings("--package", "x", "--access-log", "off");
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.limits().bodyBytes()).isEqualTo(10 * 1024 * 1024);
    assertThat(settings.limits().requestTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.credentials().areRequired()).isFalse();
    assertThat(settings.accessLogOrNull()).isNull();
    assertThat(ServeOptions.warning(settings)).isNull();
  }

  @Test
  void warnsOfAnOpenServer() {
    assertThat(ServeOptions.warning(settings("--host", "0.0.0.0", "--access-log", "off")))
        .isEqualTo(
            "Whoever reaches 0.0.0.0 may ask for predictions: give --api-keys, or --host 127.0.0.1.");
    ServerSettings guarded =
        ServeOptions.parse(
                List.of("--host", "0.0.0.0", "--access-log", "off"),
                Map.of("MILLRACE_SERVING_KEYS", "0123456789abcdef, fedcba9876543210"))
            .settings("0", new ByteArrayOutputStream());
    assertThat(ServeOptions.warning(guarded)).isNull();
  }

  @Test
  void saysWhatIsWrongWithACall() {
    assertRefused("There is no option '--prot'; --help tells which there are.", "--prot", "1");
    assertRefused("The option --port needs a value.", "--port");
    assertRefused("The option --port is given twice.", "--port", "1", "--port", "2");
    assertRefused(
        "The option --port takes a whole number from 0 to 65535, not '65536'.", "--port=65536");
    assertRefused("TLS takes --tls-cert with --tls-key, or --tls-store alone.", "--tls-cert", "x");
    assertRefused("Set MILLRACE_TLS_PASSWORD to the password of x.p12.", "--tls-store", "x.p12");
    assertRefused("There is no key in MILLRACE_SERVING_KEYS.", "--keys-from-environment");
    assertThatThrownBy(() -> options().packages())
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "Say with --package DIR or --model NAME@alias what to serve; --help tells more.");
  }

  @Test
  void theHelpTellsEachOption() {
    assertThat(ServeOptions.names())
        .allSatisfy(name -> assertThat(ServeOptions.HELP).contains(name));
  }

  private static ServeOptions options(String... words) {
    return ServeOptions.parse(List.of(words), Map.of());
  }

  private static ServerSettings settings(String... words) {
    return options(words).settings("0", new ByteArrayOutputStream());
  }

  private static void assertRefused(String message, String... words) {
    boolean fromEnvironment = words[0].equals("--keys-from-environment");
    assertThatThrownBy(
            () ->
                ServeOptions.parse(
                        fromEnvironment ? List.of() : List.of(words),
                        fromEnvironment ? Map.of("MILLRACE_SERVING_KEYS", " ,") : Map.of())
                    .settings("0", new ByteArrayOutputStream()))
        .isInstanceOf(MillraceException.class)
        .hasMessage(message);
  }
}
