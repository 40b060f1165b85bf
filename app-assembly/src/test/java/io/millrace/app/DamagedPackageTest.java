package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.model.ModelPackage;
import io.millrace.model.PackageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the verbs that read registered packages say of one that is not as it was registered. */
final class DamagedPackageTest {
  @TempDir private static Path directory;

  private static final List<String> VERBS =
      List.of(
          "models verify bands:1",
          "models show bands:1",
          "models export bands:1 exported",
          "models diff bands:1 bands:2",
          "models diff bands:2 bands:1",
          "serve bands:1 --port 0");

  /** What happens to the files of a package. */
  private interface Damage {
    void to(Path files) throws IOException;
  }

  @BeforeAll
  static void register() throws IOException {
    RegisteredBands.in(directory, 0, 10);
    RegisteredBands.in(directory, 0, 10, 20);
    PackageFiles.copy(kept(1), directory.resolve("whole"));
  }

  @BeforeEach
  void mend() throws IOException {
    PackageFiles.delete(kept(1));
    PackageFiles.copy(directory.resolve("whole"), kept(1));
  }

  private static Path kept(int version) {
    return directory.resolve(".millrace/models/bands").resolve(version + ".artifact");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void isNamedByWhatHappenedToIt(String what, Damage damage) throws IOException {
    damage.to(kept(1));
    String message =
        "The model package at %s is damaged: %s. Take it again from where it was registered; if it lies there, from a backup, or run its pipeline again."
            .formatted(kept(1), what);

    assertThat(call("models verify bands:1")).isEqualTo(failed(5, "PACKAGE_CORRUPT", message));
  }

  private static Stream<Arguments> damages() {
    return Stream.of(
        damage(
            "the file state/model/limits.json was changed",
            files -> Files.writeString(files.resolve("state/model/limits.json"), "{}")),
        damage("the file MLmodel was changed", files -> cut(files.resolve("MLmodel"))),
        damage(
            "the file scoring/arrays.bin was changed",
            files -> cut(files.resolve("scoring/arrays.bin"))),
        damage("the file MLmodel is missing", files -> Files.delete(files.resolve("MLmodel"))),
        damage(
            "the file scoring/arrays.bin is missing",
            files -> PackageFiles.delete(files.resolve("scoring"))),
        damage(
            "the file state/model/more.json is not in model.json",
            files -> Files.writeString(files.resolve("state/model/more.json"), "{}")),
        damage(
            "the file model.json is missing", files -> Files.delete(files.resolve("model.json"))),
        damage(
            "model.json can't be read (it is cut off in line 40)",
            files -> cut(files.resolve("model.json"))),
        damage(
            "model.json can't be read (there is no 'formatVersion')",
            files -> Files.writeString(files.resolve("model.json"), "")),
        damage(
            "model.json can't be read (it is not UTF-8)",
            files -> Files.write(files.resolve("model.json"), new byte[] {'{', (byte) 0xff})),
        damage(
            "MLmodel is a link, and a package has none", files -> link(files.resolve("MLmodel"))),
        damage(
            "model.json is a link, and a package has none",
            files -> link(files.resolve("model.json"))),
        damage(
            "scoring is a link, and a package has none", files -> link(files.resolve("scoring"))));
  }

  private static Arguments damage(String what, Damage damage) {
    return arguments(what, damage);
  }

  /** Half of it is lost. */
  private static void cut(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length / 2));
  }

  /** The same bytes lie outside, and a link leads there. */
  private static void link(Path file) throws IOException {
    Path outside = Files.createTempDirectory(directory, "outside").resolve("moved");
    Files.move(file, outside);
    Files.createSymbolicLink(file, outside);
  }

  @Test
  void aNewerFormatIsToldByItsNumber() throws IOException {
    Path model = kept(1).resolve("model.json");
    Files.writeString(
        model, Files.readString(model).replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));

    assertAllFail(
        5,
        "PACKAGE_TOO_NEW",
        "The model package at %s has format 2 in model.json, and this Millrace reads up to 1: use a newer one."
            .formatted(kept(1)));
  }

  @Test
  void anotherWholePackageIsNotTakenForTheRegisteredOne() throws IOException {
    PackageFiles.delete(kept(1));
    PackageFiles.copy(kept(2), kept(1));

    assertAllFail(
        5,
        "PACKAGE_CORRUPT",
        "the package of bands version 1 at %s is another one than was registered; bring the registered one back from a backup, or run its pipeline again"
            .formatted(kept(1)));
    assertThat(directory.resolve("exported")).doesNotExist();
  }

  @Test
  void aPackageThatIsGoneIsToldByItsPlace() throws IOException {
    PackageFiles.delete(kept(1));

    assertAllFail(
        5,
        "PACKAGE_CORRUPT",
        "the package of bands version 1 is gone: There is no artifact 'models/bands/1' at %s. Bring it back from a backup, or run its pipeline again."
            .formatted(directory.resolve(".millrace")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "models verify band | NOT_FOUND | there is no model 'band'; models are bands",
        "models export band copy | NOT_FOUND | there is no model 'band'; models are bands",
        "models diff bands:1 band:2 | NOT_FOUND | there is no model 'band'; models are bands",
        "models verify bands:9 | NOT_FOUND | model 'bands' has no version 9; its newest is 2",
        "models export bands:9 copy | NOT_FOUND | model 'bands' has no version 9; its newest is 2",
        "models diff bands:1 bands:9 | NOT_FOUND | model 'bands' has no version 9; its newest is 2",
        "models verify bands@champion | NOT_FOUND | model 'bands' has no alias 'champion'; it has none",
        "models verify ../bands | INVALID_CALL | '../bands' names no model; write NAME, NAME@alias or NAME:version",
        "models export bands:0 copy | INVALID_CALL | 'bands:0' names no model; write NAME, NAME@alias or NAME:version",
        "models export bands:1 full | INVALID_CALL | DIR/full is there already; name a directory that is not",
        "models export bands:1 full/file | INVALID_CALL | DIR/full/file is there already; name a directory that is not",
        "models export bands:1 full/file/copy | INVALID_CALL | DIR/full/file/copy can't be made: DIR/full/file is a file"
      })
  void whatIsNotThereOrInTheWayIsNamed(String words, String code, String message)
      throws IOException {
    Files.writeString(Files.createDirectories(directory.resolve("full")).resolve("file"), "kept");

    assertThat(call(words))
        .isEqualTo(failed(2, code, message.replace("DIR", directory.toString())));
    assertThat(directory.resolve("copy")).doesNotExist();
    assertThat(directory.resolve("full/file")).hasContent("kept");
  }

  @Test
  void aWholeOneIsSaidToBeSoAndItsCopyIsTheSame() throws IOException {
    assertThat(call("models verify bands:1"))
        .isEqualTo(new Call(0, "bands version 1: every file is as registered\n", ""));
    assertThat(call("models export bands:1 a/copy").exitCode()).isZero();
    assertThat(ModelPackage.read(directory.resolve("a/copy")).packageHash())
        .isEqualTo(ModelPackage.read(kept(1)).packageHash());
  }

  /** Every verb that reads a package. */
  private static void assertAllFail(int exitCode, String code, String message) {
    for (String words : VERBS) {
      assertThat(call(words)).as(words).isEqualTo(failed(exitCode, code, message));
    }
  }

  private static Call failed(int exitCode, String code, String message) {
    return new Call(exitCode, "", "error: [%s] %s\n".formatted(code, message));
  }

  private static Call call(String words) {
    return Call.in(directory, words.split(" ", -1));
  }
}
