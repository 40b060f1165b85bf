package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.Part;
import io.millrace.api.StageKind;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.Fingerprints;
import io.millrace.core.plan.PlannedReference;
import io.millrace.core.plan.PlannedStage;
import io.millrace.model.GoldenRows;
import io.millrace.model.GoldenRows.Golden;
import io.millrace.model.ReferenceProfile;
import io.millrace.model.Signature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
        inputs(stage, reference);
      }
    }
  }

  /**
   * The profile of the frame's columns.
   *
   * @param stage for whose sake they are read
   */
  FrameProfile inputs(String stage, PlannedReference reference) {
    Schema schema = bench.plan().pipeline().stage(reference.start()).schema();
    return profile(
        stage,
        "inputs",
        Fingerprints.ofProfile(reference.fingerprint(), PlannedReference.INPUTS),
        engine -> engine.select(memory.output(reference.start()).flow().frame(), schema.names()));
  }

  /** Takes the profile of what a model predicts for the rows that it is judged by. */
  void takePredictions(PlannedStage<D> evaluator, Output.Trained<D> trained, String model) {
    boolean deployed =
        bench.plan().references().stream()
            .anyMatch(reference -> reads(reference.deployer(), evaluator.id()));
    if (deployed && !trained.input().folds()) {
      D rows = EvaluationWork.evaluated(evaluator.stage(), trained.input().ways().get(0));
      profile(
          evaluator.id(),
          "predictions",
          predictions(model, evaluator.stage()),
          engine -> predicted(trained, rows, engine));
    }
  }

  private static <D> D predicted(Output.Trained<D> trained, D rows, Engine<D> engine) {
    Schema before = engine.schema(rows);
    D predicted = trained.models().get(0).predict(rows);
    return engine.select(
        predicted,
        engine.schema(predicted).names().stream().filter(name -> !before.has(name)).toList());
  }

  /** What was taken of a model's predictions. */
  Optional<FrameProfile> predictions(String model, PlannedStage<D> deployer) {
    PipelineStage<D> judge =
        bench.plan().pipeline().stage(deployer.stage().inputs().values().iterator().next());
    return judge.kind() == StageKind.EVALUATOR
        ? kept(predictions(model, judge)).map(this::read)
        : Optional.empty();
  }

  private String predictions(String model, PipelineStage<D> evaluator) {
    return Fingerprints.ofProfile(
        bench.plan().stage(model).fingerprint(),
        evaluator.settings().on().map(Part::text).orElse("judged"));
  }

  private FrameProfile profile(
      String stage, String what, String fingerprint, Function<Engine<D>, D> frame) {
    Path file =
        file(
            stage,
            what,
            fingerprint,
            () -> new ReferenceProfile(profiled(stage, frame), null),
            ReferenceProfile::write);
    return ReferenceProfile.read(file).inputs();
  }

  private FrameProfile profiled(String stage, Function<Engine<D>, D> frame) {
    Engine<D> engine = bench.engine(stage);
    return engine.profile(frame.apply(engine));
  }

  private FrameProfile read(KeptOutput kept) {
    return ReferenceProfile.read(bench.kept().open(kept).resolve(FILE)).inputs();
  }

  private Optional<KeptOutput> kept(String fingerprint) {
    return bench
        .services()
        .journal()
        .kept(fingerprint)
        .filter(output -> bench.services().artifacts().exists(output.artifact()));
  }

  private boolean reads(String deployer, String stage) {
    return bench.plan().stage(deployer).stage().inputs().containsValue(stage);
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
    return file(stage, what, fingerprint, made, (rows, file) -> rows.write(file, signature));
  }

  /** Writes what was made into a file. */
  interface Writer<T> {
    void write(T made, Path file) throws IOException;
  }

  private <T> Path file(
      String stage, String what, String fingerprint, Supplier<T> made, Writer<T> writer) {
    KeptOutput kept =
        kept(fingerprint).orElseGet(() -> keep(stage, what, fingerprint, made, writer));
    return bench.kept().open(kept).resolve(FILE);
  }

  private <T> KeptOutput keep(
      String stage, String what, String fingerprint, Supplier<T> made, Writer<T> writer) {
    Engine<D> engine = bench.engine(stage);
    try {
      T found = engine.inStage(stage, made::get);
      return bench
          .kept()
          .keepFiles(
              stage,
              fingerprint,
              what,
              Map.of(),
              directory -> writer.write(found, directory.resolve(FILE)));
    } catch (Exception e) {
      throw engine.explain(e);
    }
  }
}
