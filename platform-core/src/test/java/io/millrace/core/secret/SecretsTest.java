package io.millrace.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {
  @TempDir Path home;

  @Test
  void theEnvironmentWinsOverTheFile() throws IOException {
    Path file = file("A: from-file\nB: 12\n", "rw-------");
    Secrets secrets =
        Secrets.of(
            name -> Optional.ofNullable(Map.of("MILLRACE_SECRET_A", "from-env").get(name)), file);
    assertThat(secrets.find("A").orElseThrow().reveal()).isEqualTo("from-env");
    assertThat(secrets.find("B").orElseThrow().reveal()).isEqualTo("12");
    assertThat(secrets.find("C")).isEmpty();
  }

  @Test
  void aFileThatOthersMayReadIsRefused() throws IOException {
    Path file = file("A: secret\n", "rw-r-----");
    assertThatThrownBy(() -> fromFile(file).find("A"))
        .isInstanceOf(MillraceException.class)
        .hasMessage("others may use the file of secrets " + file + "; run: chmod 600 " + file);
  }

  @Test
  void aFileThatIsNoMapIsRefusedWithoutAWordOfIt() throws IOException {
    Path file = file("A: hunter2: x\n", "rw-------");
    assertThatThrownBy(() -> fromFile(file).find("A"))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "the file of secrets " + file + " (line 1) must hold lines of the form NAME: VALUE");
    Path list = file("- hunter2\n", "rw-------");
    assertThatThrownBy(() -> fromFile(list).find("A"))
        .isInstanceOf(MillraceException.class)
        .hasMessage("the file of secrets " + list + " must hold lines of the form NAME: VALUE");
  }

  @Test
  void noFileIsNoProblem() {
    assertThat(fromFile(home.resolve("none.yaml")).find("A")).isEmpty();
  }

  @Test
  void masksEverySecretThatWasGivenTheLongestFirst() throws IOException {
    Secrets secrets = fromFile(file("A: hunter\nB: hunter2\nC: other\n", "rw-------"));
    assertThat(secrets.mask("hunter2")).isEqualTo("hunter2");
    secrets.find("A");
    secrets.find("B");
    assertThat(secrets.mask("hunter2 and hunter, other")).isEqualTo("*** and ***, other");
  }

  @Test
  void showsNothing() throws IOException {
    Secrets secrets = fromFile(file("A: hunter2\n", "rw-------"));
    assertThat(secrets.find("A").orElseThrow().toString()).isEqualTo("***");
    assertThat(secrets.toString()).isEqualTo("secrets [A]");
  }

  private static Secrets fromFile(Path file) {
    return Secrets.of(name -> Optional.empty(), file);
  }

  private Path file(String text, String permissions) throws IOException {
    Path file = Files.writeString(home.resolve("secrets.yaml"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
