package io.millrace.testkit.spark;

import io.millrace.api.Combiner;
import io.millrace.api.Deployer;
import io.millrace.api.Evaluation;
import io.millrace.api.Evaluator;
import io.millrace.api.FittedTransformer;
import io.millrace.api.Ingestor;
import io.millrace.api.Model;
import io.millrace.api.Parts;
import io.millrace.api.Predictions;
import io.millrace.api.Refiner;
import io.millrace.api.Sink;
import io.millrace.api.Splitter;
import io.millrace.api.Stage;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.Transformer;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.core.file.StageFragment;
import io.millrace.core.problem.Problem;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One stage, made anew from its YAML for each call as in separate runs. The methods that run it
 * throw {@link IllegalStateException} if the YAML does not make it, with all problems, or if it is
 * of another kind.
 */
public final class HarnessedStage {
  private static final String FILE = "stage.yaml";

  private final StageHarness harness;
  private final StageFragment<Dataset<Row>> fragments;
  private final String yaml;
  private final TestStageContext<Dataset<Row>> context;

  HarnessedStage(StageHarness harness, StageFragment<Dataset<Row>> fragments, String yaml) {
    this.harness = harness;
    this.fragments = fragments;
    this.yaml = yaml;
    this.context =
        TestStageContext.<Dataset<Row>>builder("stage")
            .features(harness.features())
            .models(harness.models())
            .effect(new EffectKey(UUID.randomUUID().toString(), "stage", "fingerprint"))
            .build();
  }

  /**
   * What {@code validate} would say of the stage behind frames of these columns, each as {@code
   * stage.yaml:line:column: [CODE] message}.
   */
  public List<String> problems(Map<String, Schema> inputs) {
    return check(inputs).problems().stream().map(Problem::text).toList();
  }

  /** What {@code validate} would say behind a frame of these columns. */
  public List<String> problems(Schema input) {
    return problems(Map.of("input", input));
  }

  /** What {@code validate} would say where the columns of the input are not known. */
  public List<String> problems() {
    return problems(Map.of());
  }

  /** The columns that the stage says it hands on; unknown if there is a problem. */
  public Schema schema(Map<String, Schema> inputs) {
    return check(inputs).schema();
  }

  /** The columns that the stage says it hands on; unknown if there is a problem. */
  public Schema schema(Schema input) {
    return schema(Map.of("input", input));
  }

  /** What is around the stage when it runs; tells what it noted and warned of. */
  public TestStageContext<Dataset<Row>> context() {
    return context;
  }

  /** The ingestor itself, for what only a run or a stream does with it. */
  public Ingestor<Dataset<Row>> ingestor() {
    return made(Ingestor.class);
  }

  /** Reads what an ingestor reads. */
  public Dataset<Row> read() {
    Ingestor<Dataset<Row>> stage = made(Ingestor.class);
    return stage.read(stage.version(TestPlanContext.with(harness.features())), context);
  }

  /** Combines frames. */
  public Dataset<Row> combine(Map<String, Dataset<Row>> inputs) {
    Combiner<Dataset<Row>> stage = made(Combiner.class);
    return stage.combine(inputs, context);
  }

  /** Writes a frame, and gives what the sink hands on. */
  public Dataset<Row> write(Dataset<Row> input) {
    Sink<Dataset<Row>> stage = made(Sink.class);
    Map<String, Dataset<Row>> inputs = Map.of("input", input);
    Receipt receipt = stage.write(inputs, context);
    return stage.reopen(receipt, stage.handsOnInput() ? inputs : Map.of(), context);
  }

  /** Splits frames. */
  public List<Parts<Dataset<Row>>> split(Map<String, Dataset<Row>> inputs) {
    Splitter<Dataset<Row>> stage = made(Splitter.class);
    return stage.split(inputs, context);
  }

  /** Fits a transformer; what it learnt goes through its directory, as between two runs. */
  public FittedTransformer<Dataset<Row>> fit(Dataset<Row> train) {
    Transformer<Dataset<Row>> stage = made(Transformer.class);
    StateDirectory state = new StateDirectory(StageHarness.temporary("state"));
    stage.fit(train, context).fitted().save(state);
    Transformer<Dataset<Row>> another = made(Transformer.class);
    return another.load(state);
  }

  /** The transformer itself, for what only a run does with it. */
  public Transformer<Dataset<Row>> transformer() {
    return made(Transformer.class);
  }

  /** Trains a model, which goes through its directory, as between two runs. */
  public Model<Dataset<Row>> train(TrainingData<Dataset<Row>> data) {
    Trainer<Dataset<Row>> stage = made(Trainer.class);
    StateDirectory state = new StateDirectory(StageHarness.temporary("model"));
    stage.train(data, context).save(state);
    Trainer<Dataset<Row>> another = made(Trainer.class);
    return another.load(state);
  }

  /** Refines a model; what was found goes through its directory, as between two runs. */
  public Model<Dataset<Row>> refine(
      Model<Dataset<Row>> model, List<Predictions<Dataset<Row>>> unseen) {
    Refiner<Dataset<Row>> stage = made(Refiner.class);
    StateDirectory state = new StateDirectory(StageHarness.temporary("refinement"));
    stage.refine(model, unseen, context).save(state);
    Refiner<Dataset<Row>> another = made(Refiner.class);
    return another.load(model, state);
  }

  /** Measures predictions. */
  public Evaluation evaluate(Predictions<Dataset<Row>> predictions) {
    Evaluator<Dataset<Row>> stage = made(Evaluator.class);
    return stage.evaluate(predictions, context);
  }

  /** Deploys a finished model package. */
  public Receipt deploy(Path modelPackage) {
    Deployer<Dataset<Row>> stage = made(Deployer.class);
    return stage.deploy(modelPackage, context);
  }

  private StageFragment.Checked<Dataset<Row>> check(Map<String, Schema> inputs) {
    return fragments.check(yaml, FILE, inputs);
  }

  // The caller names the port without its type of dataset, which the fragment has compared.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <S> S made(Class<?> port) {
    StageFragment.Checked<Dataset<Row>> checked = check(Map.of());
    Stage<Dataset<Row>> stage =
        checked
            .stage()
            .orElseThrow(() -> new IllegalStateException("the stage has problems: " + problems()));
    if (!port.isInstance(stage)) {
      throw new IllegalStateException(
          "the stage is no " + port.getSimpleName() + ": " + stage.getClass().getName());
    }
    return (S) stage;
  }
}
