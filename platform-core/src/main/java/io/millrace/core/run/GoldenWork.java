package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.core.model.LearntPath;
import io.millrace.core.model.PackageBuilder;
import io.millrace.core.model.PackageForms;
import io.millrace.core.pipeline.PackagePath;
import io.millrace.core.plan.Fingerprints;
import io.millrace.core.plan.PlannedReference;
import io.millrace.core.plan.PlannedStage;
import io.millrace.model.GoldenRows;
import io.millrace.model.GoldenRows.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The golden rows of a package: its reference rows, and what it predicts for them, which is kept by
 * what the steps learnt.
 */
final class GoldenWork<D> {
  private final Workbench<D> bench;
  private final ReferenceWork<D> references;
  private final PlannedStage<D> planned;
  private final PackagePath<D> path;
  private final Supplier<LearntPath<D>> learnt;

  /**
   * Work for one deployment.
   *
   * @param learnt loads what the path's stages learnt
   */
  GoldenWork(
      Workbench<D> bench,
      RunMemory<D> memory,
      PlannedStage<D> planned,
      PackagePath<D> path,
      Supplier<LearntPath<D>> learnt) {
    this.bench = bench;
    this.references = new ReferenceWork<>(bench, memory);
    this.planned = planned;
    this.path = path;
    this.learnt = learnt;
  }

  /** The file of golden rows. */
  Path file() {
    PlannedReference reference = bench.plan().reference(planned.id());
    List<String> steps =
        PackageForms.stages(path).stream()
            .map(stage -> bench.plan().stage(stage.id()).fingerprint())
            .toList();
    String fingerprint = Fingerprints.ofGolden(reference.fingerprint(), steps);
    return references.file(
        planned.id(),
        "golden",
        fingerprint,
        PackageBuilder.signature(path),
        () -> predicted(reference));
  }

  /** The same of given rows: those of another package of the same signature. */
  Path file(GoldenRows of, StageContext<?> context) {
    GoldenRows rows = new GoldenRows(goldens(of.rows().stream().map(Golden::inputs).toList()));
    Path file = context.scratch().resolve("golden.json");
    try {
      rows.write(file, PackageBuilder.signature(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private GoldenRows predicted(PlannedReference reference) {
    Schema schema = path.start().schema();
    List<List<@Nullable Object>> inputs =
        references.rows(planned.id(), reference).stream()
            .map(row -> of(path.signature(), schema, row))
            .toList();
    return new GoldenRows(goldens(inputs));
  }

  private List<Golden> goldens(List<List<@Nullable Object>> inputs) {
    List<List<Object>> outputs = outputs(inputs);
    if (outputs.size() != inputs.size() && inputs.size() > 1) {
      // A step leaves rows out: each by itself tells which.
      return inputs.stream().flatMap(row -> goldens(List.of(row)).stream()).toList();
    }
    List<Golden> goldens = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      goldens.add(new Golden(inputs.get(i), outputs.isEmpty() ? null : outputs.get(i)));
    }
    return goldens;
  }

  private List<List<Object>> outputs(List<List<@Nullable Object>> inputs) {
    Engine<D> engine = bench.engine(planned.id());
    LearntPath<D> loaded = learnt.get();
    D frame =
        engine.withNulls(engine.frame(Schema.of(path.signature()), inputs), path.unlabelled());
    for (FittedTransformer<D> step : loaded.steps()) {
      frame = step.apply(frame);
    }
    List<String> names =
        PackageBuilder.signature(path).outputs().stream().map(Column::name).toList();
    return engine.head(engine.select(loaded.model().predict(frame), names), inputs.size());
  }

  private static List<@Nullable Object> of(
      List<Column> columns, Schema schema, List<@Nullable Object> values) {
    @Nullable Object[] chosen = new @Nullable Object[columns.size()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = values.get(schema.names().indexOf(columns.get(i).name()));
    }
    return Arrays.asList(chosen);
  }
}
