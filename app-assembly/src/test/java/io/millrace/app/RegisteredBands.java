package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.StageKind;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.Platform;
import io.millrace.core.home.Home;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.model.Lineage;
import io.millrace.model.MlflowFiles;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackagePart;
import io.millrace.model.PackageStep;
import io.millrace.model.PackageWriter;
import io.millrace.model.Signature;
import io.millrace.model.scoring.ScoringFormat;
import io.millrace.model.scoring.ScoringProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The model {@code bands}, which tells the band that an amount falls in, registered without a run:
 * for what needs a whole package, and no Spark.
 */
final class RegisteredBands {
  private static final Column AMOUNT = Column.nullable("amount", Simple.DOUBLE);
  private static final Column BAND = Column.required("prediction", Simple.DOUBLE);
  private static final Instant TIME = Instant.parse("2026-11-20T10:11:12Z");

  private RegisteredBands() {}

  /**
   * Registers the next version.
   *
   * @param directory where the home {@code .millrace} lies
   * @param limits between the bands
   */
  static ModelVersion in(Path directory, double... limits) throws IOException {
    String run = "run-" + limits.length;
    ModelPackage written = write(Files.createTempDirectory(directory, "bands"), run, limits);
    PlatformSettings settings =
        new PlatformSettings(
            new Home(directory.resolve(".millrace")),
            List.of(),
            null,
            null,
            Map.of(),
            name -> Optional.empty(),
            RegisteredBands.class.getClassLoader());
    try (Platform<?> platform = Platform.open(settings)) {
      return platform
          .tracking()
          .models()
          .register(
              "bands",
              written.directory(),
              written.packageHash(),
              written.description().metrics(),
              Map.of(),
              new EffectKey(run, "publish", "fingerprint"),
              TIME);
    }
  }

  private static ModelPackage write(Path directory, String run, double[] limits)
      throws IOException {
    PackageWriter writer = PackageWriter.in(directory);
    ScoringFormat.write(
        new ScoringProgram(
            List.of(AMOUNT),
            List.of(
                ScoringStep.of("bucketize")
                    .reading("amount")
                    .adding(BAND)
                    .with("keepNull", false)
                    .with("skip", false)
                    .withArray("splits", limits)),
            List.of("prediction")),
        writer.part(PackagePart.SCORING));
    writer.state("model").writeText("limits.json", "[]");
    PackageDescription description =
        new PackageDescription(
            "bands",
            "amounts",
            run,
            TIME,
            new Signature(List.of(AMOUNT), List.of(BAND), List.of()),
            List.of(),
            null,
            null,
            Map.of("quality.rmse", 1.0 / limits.length),
            Lineage.unknown(),
            List.of(
                new PackageStep(
                    "model",
                    "train/bands",
                    StageKind.TRAINER,
                    Map.of("bands", limits.length - 1),
                    "0123456789abcdef",
                    true,
                    null)));
    MlflowFiles.write(directory, description);
    ModelPackage written = writer.finish(description);
    assertThat(written.part(PackagePart.ML_MODEL)).isPresent();
    return written;
  }
}
