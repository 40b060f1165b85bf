package io.millrace.stages.transform;

import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StatelessTransformer;
import io.millrace.spark.api.StockSql;
import io.millrace.spark.scoring.ColumnSteps;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.FeatureHasher;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Hashes columns into one vector by Spark ML's {@link FeatureHasher}. What is hashed is a column's
 * place among the options, not its name: renaming a column changes nothing, another order does.
 */
final class Hash extends StatelessTransformer
    implements Exportable, SparkMlExport, ScoringExport<Dataset<Row>> {
  private final HashOptions options;

  Hash(HashOptions options) {
    this.options = options;
    // Refuses columns named twice.
    ColumnPairs.of(options.columns(), null, "");
    for (String name : options.categoricalCols()) {
      if (!options.columns().contains(name)) {
        throw new IllegalArgumentException(
            "categoricalCols names '%s', which columns does not".formatted(name));
      }
    }
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        options.columns(),
        type -> type.isNumeric() || type == Simple.STRING || type == Simple.BOOLEAN,
        "transform/hash takes numbers, strings and booleans",
        problems);
    return input.with(
        List.of(Column.nullable(options.output(), new VectorOf(options.numFeatures()))));
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(options.columns());
  }

  @Override
  public Set<ExportForm> exportForms() {
    return obstacle().isEmpty() ? EnumSet.allOf(ExportForm.class) : EnumSet.of(ExportForm.SCORING);
  }

  @Override
  public Optional<String> obstacle(ExportForm form, Schema input) {
    return form == ExportForm.SPARK_ML ? obstacle() : Optional.empty();
  }

  private Optional<String> obstacle() {
    List<String> names = new ArrayList<>(options.columns());
    names.add(options.output());
    return StockSql.obstacle(names);
  }

  private List<String> helpers() {
    return IntStream.range(0, options.columns().size()).mapToObj(FittedFeature::input).toList();
  }

  private FeatureHasher hasher() {
    FeatureHasher hasher =
        new FeatureHasher()
            .setInputCols(helpers().toArray(String[]::new))
            .setOutputCol(FittedFeature.output(0))
            .setNumFeatures(options.numFeatures());
    String[] categories =
        options.categoricalCols().stream()
            .map(name -> FittedFeature.input(options.columns().indexOf(name)))
            .toArray(String[]::new);
    return categories.length == 0 ? hasher : hasher.setCategoricalCols(categories);
  }

  @Override
  protected Dataset<Row> apply(Dataset<Row> frame) {
    Map<String, org.apache.spark.sql.Column> staged = new LinkedHashMap<>();
    for (int place = 0; place < options.columns().size(); place++) {
      staged.put(FittedFeature.input(place), Columns.col(options.columns().get(place)));
    }
    Dataset<Row> hashed = hasher().transform(Columns.with(frame, staged));
    List<String> names = new ArrayList<>(List.of(frame.columns()));
    if (!names.contains(options.output())) {
      names.add(options.output());
    }
    var made = Map.of(options.output(), Columns.col(FittedFeature.output(0)));
    return Columns.select(Columns.with(hashed, made), names);
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    List<String> categories =
        options.categoricalCols().stream()
            .map(name -> FittedFeature.input(options.columns().indexOf(name)))
            .toList();
    return List.of(
        ColumnSteps.hash(
            options.columns(), helpers(), categories, options.output(), options.numFeatures()));
  }

  @Override
  public List<Transformer> sparkMl() {
    List<String> staged = new ArrayList<>();
    for (int place = 0; place < options.columns().size(); place++) {
      staged.add(Columns.quote(options.columns().get(place)) + " AS " + FittedFeature.input(place));
    }
    return List.of(
        StockSql.statement("SELECT *, %s FROM __THIS__".formatted(String.join(", ", staged))),
        hasher(),
        StockSql.statement(
            "SELECT * EXCEPT (%1$s, %2$s), %2$s AS %3$s FROM __THIS__"
                .formatted(
                    helpers().stream().collect(Collectors.joining(", ")),
                    FittedFeature.output(0),
                    Columns.quote(options.output()))));
  }
}
