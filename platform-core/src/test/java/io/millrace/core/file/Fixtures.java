package io.millrace.core.file;

import io.millrace.api.DeploymentTarget;
import io.millrace.api.Part;
import io.millrace.api.PlanContext;
import io.millrace.api.Stage;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.SecretOption;
import io.millrace.api.option.Tunable;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.catalog.StageOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A world of stages that are planned only, on datasets that are lists of lines. */
final class Fixtures {
  static final DatasetType<List<String>> LINES = new DatasetType<>("lines", List.class);

  static final PlanContext<List<String>> CONTEXT =
      () -> {
        throw new UnsupportedOperationException("these stages have no features");
      };

  private Fixtures() {}

  enum Strategy {
    MEAN,
    MEDIAN,
    MOST_FREQUENT
  }

  record RowsOptions(
      @Help("where the rows lie") String path,
      @Default("{age: double, income: double, plan: string, churn: string}")
          Map<String, LogicalType> columns,
      @Default("true") boolean header,
      @SecretOption @Nullable String password,
      @Nullable Integer skip) {}

  record JoinOptions(@NotEmpty @InputColumn List<String> on) {}

  record TableOptions(String table, @Default("[]") @InputColumn List<String> keys) {}

  @Exclusive({"test", "seedColumn"})
  record RandomOptions(
      @Range(min = 0, max = 1, minExclusive = true, maxExclusive = true) double train,
      @Range(min = 0, max = 1) @Nullable Double test,
      @InputColumn @Nullable String seedColumn) {
    RandomOptions {
      if (test != null && train + test > 1) {
        throw new IllegalArgumentException("train and test are more than all rows");
      }
    }
  }

  record FoldOptions(
      @Range(min = 2) @Default("3") int k, @Default("[]") @InputColumn List<String> keys) {}

  record ImputeOptions(
      @NotEmpty @InputColumn List<String> columns,
      @Tunable @Default("median") Strategy strategy,
      @Default("false") boolean indicator) {}

  record SelectOptions(@NotEmpty @InputColumn List<String> columns) {}

  record LogisticOptions(
      @InputColumn String label,
      @Tunable @Range(min = 0) @Default("0.0") double regParam,
      @Tunable @Range(min = 1) @Default("100") int maxIter,
      @Default("features") String features) {}

  record ForestOptions(
      @InputColumn String label,
      @Tunable @Range(min = 1) @Default("5") int maxDepth,
      @Tunable @Range(min = 1) @Default("20") int maxIter,
      @InputColumn @Nullable String weight) {}

  record SvmOptions(@InputColumn String label, @Tunable @Default("0.0") double regParam) {}

  record BinaryOptions(
      @Default("[]") @InputColumn List<String> slices, @Default("false") boolean bootstrap) {}

  record RegistryOptions(String model, @Default("champion") String alias, @Nullable String input) {}

  record Factory<O extends Record>(
      String name, StageKind kind, Class<O> optionsType, Function<O, Stage<List<String>>> maker)
      implements StageFactory<List<String>, O> {
    @Override
    public DatasetType<List<String>> datasetType() {
      return LINES;
    }

    @Override
    public String help() {
      return "is planned only";
    }

    @Override
    public String example() {
      return "";
    }

    @Override
    public Stage<List<String>> create(O options) {
      return maker.apply(options);
    }
  }

  static StageCatalog catalog() {
    List<StageFactory<?, ?>> factories =
        List.of(
            new Factory<>("ingest/rows", StageKind.INGESTOR, RowsOptions.class, Fixtures::rows),
            new Factory<>(
                "combine/join", StageKind.COMBINER, JoinOptions.class, o -> new Planned.Join()),
            new Factory<>(
                "sink/table", StageKind.SINK, TableOptions.class, o -> new Planned.Table()),
            new Factory<>(
                "sink/quarantine", StageKind.SINK, TableOptions.class, o -> new Planned.Table()),
            new Factory<>(
                "split/random",
                StageKind.SPLITTER,
                RandomOptions.class,
                o ->
                    new Planned.Split(
                        false,
                        Set.of(Part.TRAIN, Part.TEST),
                        o.seedColumn() == null ? List.of() : List.of(o.seedColumn()))),
            new Factory<>(
                "split/k-fold",
                StageKind.SPLITTER,
                FoldOptions.class,
                o -> new Planned.Split(true, Set.of(Part.TRAIN, Part.VALIDATION), o.keys())),
            new Factory<>(
                "transform/impute",
                StageKind.TRANSFORMER,
                ImputeOptions.class,
                o -> new Planned.Numbers(true, o.columns())),
            new Factory<>(
                "transform/select",
                StageKind.TRANSFORMER,
                SelectOptions.class,
                o -> new Planned.Numbers(false, List.of())),
            new Factory<>(
                "train/logistic",
                StageKind.TRAINER,
                LogisticOptions.class,
                o -> new Planned.Regression(o.label(), null, true)),
            new Factory<>(
                "train/forest",
                StageKind.TRAINER,
                ForestOptions.class,
                o -> new Planned.Regression(o.label(), o.weight(), true)),
            new Factory<>(
                "train/svm",
                StageKind.TRAINER,
                SvmOptions.class,
                o -> new Planned.Regression(o.label(), null, false)),
            new Factory<>(
                "evaluate/binary",
                StageKind.EVALUATOR,
                BinaryOptions.class,
                options -> new Planned.Binary(options.slices(), options.bootstrap())),
            new Factory<>(
                "deploy/registry",
                StageKind.DEPLOYER,
                RegistryOptions.class,
                o ->
                    new Planned.Registry(
                        new DeploymentTarget(o.model(), o.input(), DeploymentTarget.Form.ENGINE))));
    List<OfferedStage> offered = new ArrayList<>();
    factories.forEach(f -> offered.add(new OfferedStage(f, StageOrigin.BUILT_IN, "code-1")));
    return StageCatalog.of(offered, List.of());
  }

  private static Stage<List<String>> rows(RowsOptions options) {
    List<Column> columns = new ArrayList<>();
    options.columns().forEach((name, type) -> columns.add(Column.nullable(name, type)));
    return new Planned.Source(
        () -> {
          if (options.path().startsWith("missing")) {
            throw new MillraceException(
                StandardError.MISSING_FILE, "there is no file '" + options.path() + "'");
          }
          return options.path().startsWith("inferred") ? Schema.unknown() : Schema.of(columns);
        });
  }

  static Reading<List<String>> read(FileRequest request) {
    return PipelineReader.of(catalog(), CONTEXT, LINES, output -> {}).read(request);
  }
}
