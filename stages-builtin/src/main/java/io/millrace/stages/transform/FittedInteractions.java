package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.FittedTransformer;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.api.StockSql;
import io.millrace.spark.scoring.ColumnSteps;
import io.millrace.spark.scoring.SqlScoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.feature.Interaction;
import org.apache.spark.ml.feature.VectorSizeHint;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;

/**
 * Crosses columns by Spark ML's {@link Interaction}. The work is done on columns with names of our
 * own, since Spark ML reads dots in a name as paths; the slots get the names back.
 */
record FittedInteractions(InteractionOptions options, List<List<String>> crosses, State state)
    implements FittedTransformer<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
  static final String FILE = "interactions.json";

  /** What a column is to be crossed as. */
  enum Kind {
    NUMBER,
    VECTOR,
    /** Numbers from 0 that stand for categories, as the column's attribute says. */
    INDEX,
    TEXT,
    HASHED_TEXT
  }

  /**
   * One column.
   *
   * @param values of an index or a text, in the order of their slots
   * @param size the slots that it fills
   */
  record Factor(Kind kind, List<String> values, int size) {}

  /**
   * What was learnt.
   *
   * @param factors the columns, in the order of the options
   */
  record State(List<Factor> factors) {}

  private CrossSteps crossing() {
    return new CrossSteps(options.columns(), crosses, state.factors(), options.buckets());
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Dataset<Row> result = staged(frame);
    for (FittedTransformer<Dataset<Row>> step : crossing().<FittedTransformer<Dataset<Row>>>all()) {
      result = step.apply(result);
    }
    Metadata metadata =
        named(AttributeGroup.fromStructField(result.schema().apply(CrossSteps.RESULT)));
    List<String> names = new ArrayList<>(List.of(frame.columns()));
    if (!names.contains(options.output())) {
      names.add(options.output());
    }
    Column made = Columns.col(CrossSteps.RESULT).as(options.output(), metadata);
    return Columns.select(Columns.with(result, Map.of(options.output(), made)), names);
  }

  private Dataset<Row> staged(Dataset<Row> frame) {
    Map<String, Column> staged = new LinkedHashMap<>();
    for (int place = 0; place < state.factors().size(); place++) {
      staged.put(CrossSteps.prepared(place), present(place));
    }
    return Columns.with(frame, staged);
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    List<ScoringStep> steps = new ArrayList<>();
    for (int place = 0; place < state.factors().size(); place++) {
      steps.addAll(presentSteps(frame, place));
    }
    Dataset<Row> before = staged(frame);
    for (FittedTransformer<Dataset<Row>> step : crossing().<FittedTransformer<Dataset<Row>>>all()) {
      steps.addAll(stepScoring(step, before));
      before = step.apply(before);
    }
    int last = steps.size() - 1;
    steps.set(
        last,
        ColumnSteps.renamed(
            steps.get(last), Map.of(), Map.of(CrossSteps.RESULT, options.output())));
    return steps;
  }

  private List<ScoringStep> presentSteps(Dataset<Row> frame, int place) {
    String name = options.columns().get(place);
    Factor factor = state.factors().get(place);
    if (factor.kind() != Kind.VECTOR) {
      return List.of(SqlScoring.column(frame, CrossSteps.prepared(place), present(place)));
    }
    return List.of(
        ScoringStep.of("require-size").reading(name).with("slots", factor.size()),
        ScoringStep.of("copy")
            .reading(name)
            .adding(CrossSteps.prepared(place), new VectorOf(factor.size())));
  }

  @SuppressWarnings("unchecked") // What takes frames of Spark exports for them.
  private static List<ScoringStep> stepScoring(
      FittedTransformer<Dataset<Row>> step, Dataset<Row> frame) {
    return ((ScoringExport<Dataset<Row>>) step).scoring(frame);
  }

  private Column present(int place) {
    String name = options.columns().get(place);
    Factor factor = state.factors().get(place);
    Column column = Columns.col(name);
    return switch (factor.kind()) {
      case TEXT, HASHED_TEXT -> column;
      case INDEX -> column.as(CrossSteps.prepared(place), nominal(factor));
      case NUMBER ->
          when(column.isNotNull(), column.cast("double"))
              .otherwise(
                  missing("The column '%s' holds null: fill it with transform/impute.", name));
      case VECTOR ->
          udf(VectorSizes.exactly(name, factor.size()), SQLDataTypes.VectorType())
              .asNonNullable()
              .apply(column)
              .as(CrossSteps.prepared(place), metadata(name, factor.size()));
    };
  }

  private static Column missing(String message, String name) {
    return RowFailures.raise(StandardError.UNUSABLE_COLUMN, "", lit(message.formatted(name)));
  }

  private static Metadata metadata(String name, int size) {
    return new AttributeGroup(name, size).toMetadata();
  }

  private static Metadata nominal(Factor factor) {
    NominalAttribute attribute = NominalAttribute.defaultAttr();
    return (factor.values().isEmpty()
            ? attribute.withNumValues(factor.size())
            : attribute.withValues(factor.values().toArray(String[]::new)))
        .toMetadata();
  }

  private Metadata named(AttributeGroup group) {
    if (group.attributes().isEmpty()) {
      return new AttributeGroup(options.output(), group.size()).toMetadata();
    }
    Attribute[] attributes =
        Arrays.stream(group.attributes().get())
            .map(
                attribute ->
                    attribute.name().isDefined()
                        ? attribute.withName(crossing().named(attribute.name().get()))
                        : attribute)
            .toArray(Attribute[]::new);
    return new AttributeGroup(options.output(), attributes).toMetadata();
  }

  @Override
  public void save(StateDirectory directory) {
    StateJson.write(directory, FILE, state);
  }

  @Override
  public List<Transformer> sparkMl() {
    List<Transformer> stages = new ArrayList<>();
    List<String> staged = new ArrayList<>();
    for (int place = 0; place < state.factors().size(); place++) {
      staged.add(presentSql(place) + " AS " + CrossSteps.prepared(place));
    }
    stages.add(
        StockSql.statement("SELECT *, %s FROM __THIS__".formatted(String.join(", ", staged))));
    for (int place = 0; place < state.factors().size(); place++) {
      Factor factor = state.factors().get(place);
      if (factor.kind() == Kind.VECTOR) {
        stages.add(
            new VectorSizeHint().setInputCol(CrossSteps.prepared(place)).setSize(factor.size()));
      }
    }
    for (SparkMlExport step : crossing().<SparkMlExport>all()) {
      stages.addAll(step.sparkMl());
    }
    stages.add(
        StockSql.statement(
            "SELECT * EXCEPT (%s), %s AS %s FROM __THIS__"
                .formatted(
                    String.join(", ", crossing().helpers()),
                    CrossSteps.RESULT,
                    Columns.quote(options.output()))));
    return stages;
  }

  private String presentSql(int place) {
    String column = Columns.quote(options.columns().get(place));
    return state.factors().get(place).kind() == Kind.NUMBER
        ? "coalesce(CAST(%s AS DOUBLE), raise_error('a number to be crossed is missing'))"
            .formatted(column)
        : column;
  }
}
