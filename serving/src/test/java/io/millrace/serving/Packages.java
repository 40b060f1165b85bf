package io.millrace.serving;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.model.Lineage;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackagePart;
import io.millrace.model.PackageWriter;
import io.millrace.model.ReferenceProfile;
import io.millrace.model.Signature;
import io.millrace.model.scoring.ScoringFormat;
import io.millrace.model.scoring.ScoringProgram;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.score.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Small packages to serve. */
public final class Packages {
  private Packages() {}

  /**
   * A model of two columns: {@code prediction} is the place of {@code city} among Rome (0) and Oslo
   * (1), which must be one of them; a row with a negative {@code size} is left out; {@code size}
   * comes back too.
   */
  public static ModelPackage cities(Path directory) throws IOException {
    return cities(directory, "Rome", "Oslo");
  }

  /** The same with other cities. */
  public static ModelPackage cities(Path directory, String... labels) throws IOException {
    return write(directory, "cities", program(labels));
  }

  /** The same with what is known of the rows that it was made of. */
  public static ModelPackage cities(Path directory, ReferenceProfile profile) throws IOException {
    Files.createDirectories(directory);
    profile.write(PackageWriter.in(directory).part(PackagePart.PROFILE));
    return write(directory, "cities", program("Rome", "Oslo"));
  }

  private static ScoringProgram program(String... labels) {
    List<Column> inputs =
        List.of(Column.required("city", Simple.STRING), Column.nullable("size", Simple.DOUBLE));
    return new ScoringProgram(
        inputs,
        List.of(
            ScoringStep.of("test-drop-negative").reading("size"),
            ScoringStep.of("string-index")
                .reading("city")
                .adding("prediction", Simple.DOUBLE)
                .with("labels", Arrays.asList(labels))
                .with("invalid", null)
                .with("refusal", "The column 'city' holds %s.")),
        List.of("prediction", "size"));
  }

  /** A model that gives back what it gets. */
  public static ModelPackage mirror(Path directory, List<Column> columns) throws IOException {
    return write(
        directory,
        "mirror",
        new ScoringProgram(columns, List.of(), columns.stream().map(Column::name).toList()));
  }

  /** A model whose rows wait at the {@link Gate}. */
  public static ModelPackage gated(Path directory) throws IOException {
    return write(
        directory,
        "gated",
        new ScoringProgram(
            List.of(Column.required("x", Simple.DOUBLE)),
            List.of(ScoringStep.of("test-gate").reading("x").adding("prediction", Simple.DOUBLE)),
            List.of("prediction")));
  }

  /** A package with that program, whose signature is the program's. */
  public static ModelPackage write(Path directory, String name, ScoringProgram program)
      throws IOException {
    Files.createDirectories(directory);
    PackageWriter writer = PackageWriter.in(directory);
    ScoringFormat.write(program, writer.part(PackagePart.SCORING));
    return writer.finish(
        new PackageDescription(
            name,
            "pipeline",
            "run-1",
            Instant.parse("2026-01-31T00:00:00Z"),
            new Signature(program.inputs(), List.of(), List.of()),
            List.of(),
            null,
            null,
            Map.of(),
            Lineage.unknown(),
            List.of()));
  }

  /** A package ready to answer. */
  public static ServedModel load(ModelPackage written, String version) {
    return ServedModel.load(written.description().name(), version, written, Operators.builtIn());
  }
}
