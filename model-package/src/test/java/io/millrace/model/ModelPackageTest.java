package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.StageKind;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelPackageTest {
  @TempDir Path temporary;
  private Path directory;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(temporary.resolve("package"));
  }

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    ModelPackage written = writePackage();

    ModelPackage read = ModelPackage.read(directory);

    assertThat(read.description()).isEqualTo(description());
    assertThat(read.packageHash()).isEqualTo(written.packageHash()).matches("[0-9a-f]{64}");
    assertThat(read.state(read.description().steps().get(0)).readText("medians.json"))
        .isEqualTo("{}");
    assertThat(read.part(PackagePart.GOLDEN)).contains(directory.resolve("golden.json"));
    assertThat(read.part(PackagePart.SPARK_ML)).isEmpty();
  }

  @Test
  void aCopyIsTheSamePackage() throws IOException {
    ModelPackage original = writePackage();
    Path copy = temporary.resolve("some/where/else");

    ModelPackage read = original.copyTo(copy);

    assertThat(read.directory()).isEqualTo(copy);
    assertThat(read.packageHash()).isEqualTo(original.packageHash());
    assertThat(read.state(read.description().steps().get(1)).path())
        .as("the directory of a step that learnt nothing")
        .isDirectory();
  }

  @Test
  void aCopyOfWhatWasDamagedMeanwhileLeavesNothing() throws IOException {
    ModelPackage original = writePackage();
    Files.writeString(directory.resolve("state/imputed/medians.json"), "{ }");
    Path copy = temporary.resolve("copies/one");

    assertThatThrownBy(() -> original.copyTo(copy))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("the file state/imputed/medians.json was changed");
    assertThat(copy.getParent()).isEmptyDirectory();
  }

  @Test
  void theHashCoversStateAndDescription() throws IOException {
    String hash = writePackage().packageHash();
    Path model = directory.resolve("model.json");
    Files.writeString(model, Files.readString(model).replace("\"telco-churn\"", "\"other\""));

    assertThat(ModelPackage.read(directory).packageHash()).isNotEqualTo(hash);
  }

  @Test
  void damageIsNamedByFile() throws IOException {
    writePackage();
    Path state = directory.resolve("state/imputed/medians.json");

    Files.writeString(state, "{ }");
    assertFails(
        StandardError.PACKAGE_CORRUPT, damaged("the file state/imputed/medians.json was changed"));
    Files.delete(state);
    assertFails(
        StandardError.PACKAGE_CORRUPT, damaged("the file state/imputed/medians.json is missing"));
    Files.writeString(state, "{}");
    Files.writeString(directory.resolve("state/extra"), "");
    assertFails(
        StandardError.PACKAGE_CORRUPT, damaged("the file state/extra is not in model.json"));
  }

  @Test
  void aLinkDoesNotPassForTheFileThatItPointsTo() throws IOException {
    writePackage();
    Path state = directory.resolve("state/imputed/medians.json");
    Files.move(state, temporary.resolve("medians.json"));
    Files.createSymbolicLink(state, temporary.resolve("medians.json"));

    assertFails(
        StandardError.PACKAGE_CORRUPT,
        damaged("state/imputed/medians.json is a link, and a package has none"));
  }

  @Test
  void anUnreadableDescriptionIsRefused() throws IOException {
    assertFails(StandardError.PACKAGE_CORRUPT, damaged("the file model.json is missing"));
    writePackage();
    Path model = directory.resolve("model.json");
    String text = Files.readString(model);

    Files.writeString(model, "[]");
    assertFails(
        StandardError.PACKAGE_CORRUPT,
        damaged("model.json can't be read (there is no 'formatVersion')"));
    Files.writeString(model, "{\"formatVersion\": 1}");
    assertFails(
        StandardError.PACKAGE_CORRUPT, damaged("model.json can't be read (there is no 'files')"));
    Files.writeString(model, text.substring(0, text.length() / 2));
    assertThatThrownBy(() -> ModelPackage.read(directory))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("model.json can't be read (it is cut off in line");
    Files.writeString(model, text.replace("\"kind\" : \"trainer\"", "\"kind\" : \"sink\""));
    assertThatThrownBy(() -> ModelPackage.read(directory))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("stage 'model' is a sink; packages hold transformers and trainers");
    Files.write(model, new byte[] {'{', (byte) 0xff});
    assertThatThrownBy(() -> ModelPackage.read(directory))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("is damaged: model.json can't be read (it is not UTF-8)");
  }

  @Test
  void aNewerFormatIsRefusedByItsNumber() throws IOException {
    writePackage();
    Path model = directory.resolve("model.json");
    Files.writeString(
        model, Files.readString(model).replace("\"formatVersion\" : 1", "\"formatVersion\" : 7"));

    assertFails(
        StandardError.PACKAGE_TOO_NEW,
        "The model package at "
            + directory
            + " has format 7 in model.json, and this Millrace reads up to 1: use a newer one.");
  }

  @Test
  void aMissingDirectoryIsNotFound() {
    directory = temporary.resolve("nowhere");

    assertFails(
        StandardError.NOT_FOUND,
        "There is no model package at " + temporary.resolve("nowhere") + ".");
  }

  @Test
  void aStepWhosePluginWasNotCopiedIsRefused() {
    PackageWriter writer = PackageWriter.in(directory);
    PackageStep step =
        new PackageStep("w", "transform/w", StageKind.TRANSFORMER, Map.of(), "c", true, "w.jar");

    assertThatThrownBy(() -> writer.finish(withSteps(List.of(step))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stage 'w' needs the jar w.jar");
    assertThat(directory.resolve("model.json")).doesNotExist();
  }

  @Test
  void aPluginTravelsWithThePackage() throws IOException {
    Path jar = Files.writeString(temporary.resolve("w.jar"), "classes");
    PackageWriter writer = PackageWriter.in(directory);
    PackageStep step =
        new PackageStep(
            "w", "transform/w", StageKind.TRANSFORMER, Map.of(), "c", true, writer.plugin(jar));

    ModelPackage written = writer.finish(withSteps(List.of(step)));

    assertThat(written.part(PackagePart.PLUGINS).orElseThrow().resolve("w.jar"))
        .hasContent("classes");
  }

  @Test
  void twoPluginsWithOneFileNameAreBothInThePackage() throws IOException {
    Path one = Files.createDirectories(temporary.resolve("one")).resolve("stages.jar");
    Path other = Files.createDirectories(temporary.resolve("other")).resolve("stages.jar");
    Files.writeString(one, "classes");
    Files.writeString(other, "other classes");
    PackageWriter writer = PackageWriter.in(directory);
    // The digits are those of: printf 'other classes' | sha256sum
    List<String> names =
        List.of(writer.plugin(one), writer.plugin(other), writer.plugin(one), writer.plugin(other));

    ModelPackage written =
        writer.finish(withSteps(List.of(from(names.get(0), "a"), from(names.get(1), "b"))));

    assertThat(names)
        .containsExactly(
            "stages.jar", "stages-cd23c92b5417.jar", "stages.jar", "stages-cd23c92b5417.jar");
    assertThat(written.plugins())
        .extracting(Files::readString)
        .containsExactly("classes", "other classes");
  }

  private static PackageStep from(String plugin, String stage) {
    return new PackageStep(
        stage, "transform/" + stage, StageKind.TRANSFORMER, Map.of(), "c", true, plugin);
  }

  private ModelPackage writePackage() throws IOException {
    PackageWriter writer = PackageWriter.in(directory);
    writer.state("imputed").writeText("medians.json", "{}");
    Files.writeString(writer.part(PackagePart.GOLDEN), "[]");
    return writer.finish(description());
  }

  private static PackageDescription description() {
    return withSteps(
        List.of(
            new PackageStep(
                "imputed",
                "transform/impute",
                StageKind.TRANSFORMER,
                options(),
                "ab12",
                true,
                null),
            new PackageStep(
                "picked", "transform/select", StageKind.TRANSFORMER, Map.of(), "ab12", false, null),
            new PackageStep(
                "model", "train/random-forest", StageKind.TRAINER, Map.of(), "ab12", true, null)));
  }

  private static Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("columns", List.of("a.b", "Größe `x`"));
    options.put("strategy", "median");
    options.put("nested", Map.of("third", 1.0 / 3, "list", Arrays.asList(1, null, true)));
    options.put("value", null);
    return options;
  }

  private static PackageDescription withSteps(List<PackageStep> steps) {
    return new PackageDescription(
        "telco-churn",
        "churn",
        "run-7",
        Instant.parse("2026-11-20T10:11:12.345678Z"),
        new Signature(
            List.of(
                Column.nullable("a.b", Simple.DOUBLE),
                Column.required("when", Simple.TIMESTAMP),
                Column.nullable("price", new DecimalOf(10, 2)),
                Column.nullable(
                    "odd",
                    new StructOf(
                        List.of(
                            Column.required("x:y,<z>", Simple.STRING),
                            Column.nullable("l", new ArrayOf(Simple.LONG)))))),
            List.of(Column.nullable("probability", new VectorOf(2))),
            List.of(Column.nullable("Churn", Simple.STRING))),
        List.of("No", "Yes"),
        "Churn",
        null,
        Map.of("quality.auc", 0.1 + 0.2, "quality.ks", Double.NaN),
        new Lineage(Map.of("raw", "telco.csv@12"), Map.of("telco", 3L)),
        steps);
  }

  private String damaged(String what) {
    return "The model package at %s is damaged: %s. Take it again from where it was registered; if it lies there, from a backup, or run its pipeline again."
        .formatted(directory, what);
  }

  private void assertFails(ErrorCode code, String message) {
    assertThatThrownBy(() -> ModelPackage.read(directory))
        .isInstanceOfSatisfying(MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }
}
