package io.millrace.core.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectTemplateTest {
  private static final Path EXAMPLE = Path.of("../examples/plugin-winsorize");

  @TempDir Path directory;

  @Test
  void aPluginCarriesTheNameOfItsDirectoryThroughout() {
    NewProject project = ProjectTemplate.plugin("1.2.3").write(directory.resolve("Clip Outliers"));

    assertThat(project.name()).isEqualTo("clip-outliers");
    assertThat(project.files().stream().map(Path::toString))
        .containsExactly(
            "pom.xml",
            ".gitignore",
            "README.md",
            "src/main/resources/META-INF/services/io.millrace.api.StageFactory",
            "src/main/java/com/example/clipoutliers/package-info.java",
            "src/main/java/com/example/clipoutliers/ClipOutliersFactory.java",
            "src/main/java/com/example/clipoutliers/ClipOutliersOptions.java",
            "src/main/java/com/example/clipoutliers/ClipOutliersStage.java",
            "src/main/java/com/example/clipoutliers/FittedClipOutliersStage.java",
            "src/main/java/com/example/clipoutliers/Mean.java",
            "src/test/java/com/example/clipoutliers/MeanTest.java",
            "src/test/java/com/example/clipoutliers/ClipOutliersStageTest.java",
            "src/test/resources/log4j2-test.properties");
    assertThat(project.commands())
        .containsExactly(
            "cd '" + directory.resolve("Clip Outliers") + "'",
            "mvn verify",
            "millrace stages transform/clip-outliers --plugins target");
  }

  @Test
  void everyFileIsWrittenAndNoPlaceholderIsLeft() throws IOException {
    NewProject project = ProjectTemplate.plugin("1.2.3").write(directory.resolve("clip"));

    for (Path file : project.files()) {
      assertThat(directory.resolve("clip").resolve(file))
          .content()
          .isNotBlank()
          .doesNotContainPattern("@[A-Z]+@");
    }
    try (Stream<Path> written = Files.walk(directory.resolve("clip"))) {
      assertThat(written.filter(Files::isRegularFile)).hasSameSizeAs(project.files());
    }
  }

  @Test
  void aPluginIsBuiltAsTheExampleIs() throws IOException {
    ProjectTemplate.plugin("0.1.0").write(directory.resolve("plugin-winsorize"));

    assertThat(directory.resolve("plugin-winsorize/pom.xml"))
        .hasSameTextualContentAs(EXAMPLE.resolve("pom.xml"));
  }

  @Test
  void aFileThatIsThereIsNeverReplacedAndNothingElseIsWritten() throws IOException {
    Path project = Files.createDirectories(directory.resolve("clip"));
    Files.writeString(project.resolve("README.md"), "mine");
    Files.writeString(project.resolve("pom.xml"), "mine too");

    assertThatThrownBy(() -> ProjectTemplate.plugin("1.2.3").write(project))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(StandardError.INVALID_CALL))
        .hasMessage("'" + project + "' already holds pom.xml, README.md; name another directory");
    assertThat(project.resolve("README.md")).hasContent("mine");
    try (Stream<Path> files = Files.list(project)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aDirectoryThatHoldsOtherThingsWillDo() throws IOException {
    Path project = Files.createDirectories(directory.resolve("clip/.git"));

    ProjectTemplate.plugin("1.2.3").write(directory.resolve("clip"));

    assertThat(project).exists();
    assertThat(directory.resolve("clip/pom.xml")).exists();
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("clip"), "mine");

    assertThatThrownBy(() -> ProjectTemplate.plugin("1.2.3").write(file))
        .isInstanceOf(MillraceException.class)
        .hasMessage("'" + file + "' is a file; name a directory for the project");
  }

  @ParameterizedTest
  @CsvSource({
    "clip, clip, Clip, com.example.clip",
    "clip_outliers.2, clip-outliers-2, ClipOutliers2, com.example.clipoutliers2",
    "--Größe--, gr-e, GrE, com.example.gre",
    "2026-churn, churn, Churn, com.example.churn",
    "new, new, New, com.example.new_",
  })
  void namesAreMadeOfWhatANameMayHold(
      String directory, String name, String className, String packageName) {
    ProjectNames names = ProjectNames.of(Path.of("somewhere", directory));

    assertThat(names.name()).isEqualTo(name);
    assertThat(names.className()).isEqualTo(className);
    assertThat(names.packageName()).isEqualTo(packageName).matches(SourceVersion::isName);
  }

  @Test
  void aDirectoryWithoutLettersIsRefused() {
    assertThatThrownBy(() -> ProjectNames.of(Path.of("2026")))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "no project can be named after the directory '2026'; choose a name with letters from a"
                + " to z");
  }
}
