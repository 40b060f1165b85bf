package io.millrace.core.file;

import io.millrace.api.AppliesTo;
import io.millrace.api.ColumnUse;
import io.millrace.api.Combiner;
import io.millrace.api.Deployer;
import io.millrace.api.DeploymentTarget;
import io.millrace.api.Evaluation;
import io.millrace.api.Evaluator;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.Ingestor;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.PlanContext;
import io.millrace.api.Predictions;
import io.millrace.api.Sink;
import io.millrace.api.Splitter;
import io.millrace.api.StageContext;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.Transformer;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stages that can be planned and never run. */
final class Planned {
  private Planned() {}

  private static UnsupportedOperationException notRun() {
    return new UnsupportedOperationException("these stages are planned only");
  }

  record Source(Supplier<Schema> schemas) implements Ingestor<List<String>> {
    @Override
    public Schema schema(PlanContext<List<String>> context) {
      return schemas.get();
    }

    @Override
    public Optional<String> version(PlanContext<List<String>> context) {
      return Optional.empty();
    }

    @Override
    public List<String> read(Optional<String> version, StageContext<List<String>> context) {
      throw notRun();
    }
  }

  record Join() implements Combiner<List<String>> {
    @Override
    public Schema schema(Map<String, Schema> inputs, Problems problems) {
      return inputs.values().stream()
          .reduce((left, right) -> left.with(right.columns()))
          .orElseThrow();
    }

    @Override
    public List<String> combine(
        Map<String, List<String>> inputs, StageContext<List<String>> context) {
      throw notRun();
    }
  }

  record Table() implements Sink<List<String>> {
    @Override
    public Schema schema(Map<String, Schema> inputs, Problems problems) {
      return inputs.getOrDefault("input", Schema.unknown());
    }

    @Override
    public boolean passesRowsThrough() {
      return true;
    }

    @Override
    public Receipt write(Map<String, List<String>> inputs, StageContext<List<String>> context) {
      throw notRun();
    }

    @Override
    public boolean handsOnInput() {
      return true;
    }

    @Override
    public boolean canReopen(Receipt receipt, PlanContext<List<String>> context) {
      throw notRun();
    }

    @Override
    public List<String> reopen(
        Receipt receipt, Map<String, List<String>> inputs, StageContext<List<String>> context) {
      throw notRun();
    }

    @Override
    public List<String> withoutWriting(
        Map<String, List<String>> inputs, StageContext<List<String>> context) {
      throw notRun();
    }
  }

  record Split(boolean folds, Set<Part> parts, List<String> groups)
      implements Splitter<List<String>> {
    @Override
    public Schema schema(Map<String, Schema> inputs, Problems problems) {
      return inputs.values().iterator().next();
    }

    @Override
    public List<Parts<List<String>>> split(
        Map<String, List<String>> inputs, StageContext<List<String>> context) {
      throw notRun();
    }
  }

  /** Wants its columns to be numbers, and says so for each. */
  record Numbers(boolean learns, List<String> columns) implements Transformer<List<String>> {
    @Override
    public Schema schema(Schema input, Problems problems) {
      for (int i = 0; i < columns.size(); i++) {
        LogicalType type =
            input.column(columns.get(i)).map(Column::type).orElse(LogicalType.Simple.DOUBLE);
        if (!type.isNumeric()) {
          problems.report(
              "columns[" + i + "]",
              StandardError.COLUMN_TYPE,
              "column '" + columns.get(i) + "' must be a number, not " + type.text());
        }
      }
      return input;
    }

    @Override
    public ColumnUse reads(Schema input) {
      return ColumnUse.of(columns);
    }

    @Override
    public AppliesTo appliesTo() {
      return AppliesTo.ALL;
    }

    @Override
    public boolean isRowWise() {
      return true;
    }

    @Override
    public Fit<List<String>> fit(List<String> train, StageContext<List<String>> context) {
      throw notRun();
    }

    @Override
    public FittedTransformer<List<String>> load(StateDirectory state) {
      throw notRun();
    }
  }

  record Regression(String labelColumn, @Nullable String weightOrNull, boolean probable)
      implements Trainer<List<String>> {
    @Override
    public Schema schema(Schema input, Problems problems) {
      Schema predicted = input.with(Column.required(Model.PREDICTION, LogicalType.Simple.DOUBLE));
      return probable
          ? predicted.with(Column.required(Model.PROBABILITY, new LogicalType.VectorOf(2)))
          : predicted;
    }

    @Override
    public ColumnUse reads(Schema input) {
      return ColumnUse.ofAll();
    }

    @Override
    public Optional<String> label() {
      return Optional.of(labelColumn);
    }

    @Override
    public Optional<String> weight() {
      return Optional.ofNullable(weightOrNull);
    }

    @Override
    public Passes passes() {
      return new Passes(10, true);
    }

    @Override
    public Model<List<String>> train(
        TrainingData<List<String>> data, StageContext<List<String>> context) {
      throw notRun();
    }

    @Override
    public Model<List<String>> load(StateDirectory state) {
      throw notRun();
    }
  }

  record Binary(List<String> slices, boolean bootstrap) implements Evaluator<List<String>> {
    @Override
    public Details details() {
      return new Details(slices, bootstrap, List.of("auc"));
    }

    @Override
    public List<MetricSpec> metrics() {
      return List.of(MetricSpec.share("auc"), MetricSpec.loss("log_loss"));
    }

    @Override
    public void check(Schema predictions, Problems problems) {
      if (!predictions.has(Model.PROBABILITY)) {
        problems.report("", StandardError.UNKNOWN_COLUMN, "the model gives no probability");
      }
    }

    @Override
    public Evaluation evaluate(
        Predictions<List<String>> predictions, StageContext<List<String>> context) {
      throw notRun();
    }
  }

  record Registry(DeploymentTarget target) implements Deployer<List<String>> {
    @Override
    public Receipt deploy(Path modelPackage, StageContext<List<String>> context) {
      throw notRun();
    }
  }
}
