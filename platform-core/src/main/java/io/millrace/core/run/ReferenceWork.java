package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.plan.PlannedReference;
import io.millrace.model.GoldenRows;
import io.millrace.model.GoldenRows.Golden;
import io.millrace.model.Signature;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of the frame that a package starts at, kept as long as that frame is the same. An
 * evaluator takes them while rows are read anyway, before its gates: a model that they refuse
 * leaves nothing to be read when the refusal is told again.
 */
final class ReferenceWork<D> {
  /** Enough to show a wrong step, few enough to be predicted at every load. */
  private static final int ROWS = 32;

  private static final String FILE = "rows.json";

  private final Workbench<D> bench;
  private final RunMemory<D> memory;

  ReferenceWork(Workbench<D> bench, RunMemory<D> memory) {
    this.bench = bench;
    this.memory = memory;
  }

  /**
   * Takes the rows of the deployers that read a stage, where they were to be read and are not kept.
   */
  void takeFor(String stage) {
    for (PlannedReference reference : bench.plan().references()) {
      boolean read = bench.plan().stage(reference.start()).rowsFor().contains(reference.deployer());
      if (read && bench.plan().stage(reference.deployer()).stage().inputs().containsValue(stage)) {
        rows(stage, reference);
      }
    }
  }

  /**
   * The rows, with all columns of the frame.
   *
   * @param stage for whose sake they are read
   */
  List<List<@Nullable Object>> rows(String stage, PlannedReference reference) {
    Schema schema = bench.plan().pipeline().stage(reference.start()).schema();
    Signature columns = new Signature(schema.columns(), List.of(), List.of());
    Path file =
        file(
            stage, "rows", reference.fingerprint(), columns, () -> first(stage, reference, schema));
    return GoldenRows.read(file, columns).rows().stream().map(Golden::inputs).toList();
  }

  private GoldenRows first(String stage, PlannedReference reference, Schema schema) {
    Engine<D> engine = bench.engine(stage);
    D frame = engine.select(memory.output(reference.start()).flow().frame(), schema.names());
    return new GoldenRows(
        engine.head(frame, ROWS).stream().map(values -> new Golden(values, null)).toList());
  }

  /**
   * A file of rows that is kept.
   *
   * @param stage for whose sake they are made
   * @param made makes them, within the engine
   */
  Path file(
      String stage,
      String what,
      String fingerprint,
      Signature signature,
      Supplier<GoldenRows> made) {
    KeptOutput kept =
        bench
            .services()
            .journal()
            .kept(fingerprint)
            .filter(output -> bench.services().artifacts().exists(output.artifact()))
            .orElseGet(() -> keep(stage, what, fingerprint, signature, made));
    return bench.kept().open(kept).resolve(FILE);
  }

  private KeptOutput keep(
      String stage,
      String what,
      String fingerprint,
      Signature signature,
      Supplier<GoldenRows> made) {
    Engine<D> engine = bench.engine(stage);
    try {
      GoldenRows rows = engine.inStage(stage, made::get);
      return bench
          .kept()
          .keepFiles(
              stage,
              fingerprint,
              what,
              Map.of(),
              directory -> rows.write(directory.resolve(FILE), signature));
    } catch (Exception e) {
      throw engine.explain(e);
    }
  }
}
