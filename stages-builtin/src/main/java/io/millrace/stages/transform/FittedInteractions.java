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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.feature.FeatureHasher;
import org.apache.spark.ml.feature.Interaction;
import org.apache.spark.ml.feature.VectorAssembler;
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
  private static final String RESULT = "__crosses";

  /** A slot's name as Spark ML makes it of the names of our own. */
  private static final Pattern HELPER =
      Pattern.compile("__c_\\d+_|__v_(\\d+)(?:___x_\\d+)?|__x_(\\d+)");

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

  private static String prepared(int place) {
    return "__x_" + place;
  }

  private static String index(int place) {
    return "__i_" + place;
  }

  private static String vector(int place) {
    return "__v_" + place;
  }

  private static String crossed(int cross) {
    return "__c_" + cross;
  }

  private static String key(int cross) {
    return "__k_" + cross;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Dataset<Row> result = staged(frame);
    for (FittedTransformer<Dataset<Row>> step : this.<FittedTransformer<Dataset<Row>>>steps()) {
      result = step.apply(result);
    }
    Metadata metadata = named(AttributeGroup.fromStructField(result.schema().apply(RESULT)));
    List<String> names = new ArrayList<>(List.of(frame.columns()));
    if (!names.contains(options.output())) {
      names.add(options.output());
    }
    Column made = Columns.col(RESULT).as(options.output(), metadata);
    return Columns.select(Columns.with(result, Map.of(options.output(), made)), names);
  }

  private Dataset<Row> staged(Dataset<Row> frame) {
    Map<String, Column> staged = new LinkedHashMap<>();
    for (int place = 0; place < state.factors().size(); place++) {
      staged.put(prepared(place), present(place));
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
    for (FittedTransformer<Dataset<Row>> step : this.<FittedTransformer<Dataset<Row>>>steps()) {
      steps.addAll(stepScoring(step, before));
      before = step.apply(before);
    }
    int last = steps.size() - 1;
    steps.set(
        last, ColumnSteps.renamed(steps.get(last), Map.of(), Map.of(RESULT, options.output())));
    return steps;
  }

  private List<ScoringStep> presentSteps(Dataset<Row> frame, int place) {
    String name = options.columns().get(place);
    Factor factor = state.factors().get(place);
    if (factor.kind() != Kind.VECTOR) {
      return List.of(SqlScoring.column(frame, prepared(place), present(place)));
    }
    return List.of(
        ScoringStep.of("require-size").reading(name).with("slots", factor.size()),
        ScoringStep.of("copy").reading(name).adding(prepared(place), new VectorOf(factor.size())));
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
      case INDEX -> column.as(prepared(place), nominal(factor));
      case NUMBER ->
          when(column.isNotNull(), column.cast("double"))
              .otherwise(
                  missing("The column '%s' holds null: fill it with transform/impute.", name));
      case VECTOR ->
          udf(VectorSizes.exactly(name, factor.size()), SQLDataTypes.VectorType())
              .asNonNullable()
              .apply(column)
              .as(prepared(place), metadata(name, factor.size()));
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

  /** What follows on the preparation of each column; each step is stock, too. */
  @SuppressWarnings("unchecked") // Each step is both.
  private <S> List<S> steps() {
    List<Object> steps = new ArrayList<>(encoders());
    for (int cross = 0; cross < crosses.size(); cross++) {
      steps.add(cross(cross));
    }
    steps.add(
        new StockSteps(
            new VectorAssembler()
                .setInputCols(
                    IntStream.range(0, crosses.size())
                        .mapToObj(FittedInteractions::crossed)
                        .toArray(String[]::new))
                .setOutputCol(RESULT)));
    return (List<S>) steps;
  }

  /** Makes a vector with attributes of each column that is no number. */
  private List<Object> encoders() {
    List<Object> steps = new ArrayList<>();
    for (int place = 0; place < state.factors().size(); place++) {
      Factor factor = state.factors().get(place);
      switch (factor.kind()) {
        case VECTOR ->
            // The assembler gives each slot an attribute, without which they can't be crossed.
            steps.add(
                new StockSteps(
                    new VectorAssembler()
                        .setInputCols(new String[] {prepared(place)})
                        .setOutputCol(vector(place))
                        .setHandleInvalid("keep")));
        case INDEX -> steps.add(oneHot(prepared(place), place, factor.size(), false));
        case TEXT -> {
          // Unseen texts and nulls get an index behind all others, for which there is no slot.
          steps.add(
              new FittedStringIndex(
                  pair(prepared(place), index(place)),
                  HandleInvalid.KEEP,
                  new FittedStringIndex.State(List.of(factor.values()))));
          steps.add(oneHot(index(place), place, factor.size() + 1, true));
        }
        case NUMBER, HASHED_TEXT -> {}
      }
    }
    return steps;
  }

  private static FittedOneHot oneHot(String input, int place, int size, boolean dropLast) {
    return new FittedOneHot(
        pair(input, vector(place)), dropLast, false, new FittedOneHot.State(List.of(size)));
  }

  private static ColumnPairs pair(String input, String output) {
    return new ColumnPairs(Map.of(input, output));
  }

  private StockSteps cross(int cross) {
    List<Transformer> steps = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String column : crosses.get(cross)) {
      int place = options.columns().indexOf(column);
      switch (state.factors().get(place).kind()) {
        case NUMBER -> inputs.add(prepared(place));
        case HASHED_TEXT -> texts.add(prepared(place));
        default -> inputs.add(vector(place));
      }
    }
    if (!texts.isEmpty()) {
      boolean alone = inputs.isEmpty();
      inputs.add(alone ? crossed(cross) : "__h_" + cross);
      steps.addAll(hashed(texts, cross, inputs.get(inputs.size() - 1)));
      if (alone) {
        return new StockSteps(List.copyOf(steps));
      }
    }
    steps.add(
        new Interaction().setInputCols(inputs.toArray(String[]::new)).setOutputCol(crossed(cross)));
    return new StockSteps(List.copyOf(steps));
  }

  /** Texts are told apart by their lengths; a row that lacks one of them fills no slot. */
  private List<Transformer> hashed(List<String> texts, int cross, String output) {
    String joined =
        texts.stream()
            .map(text -> "CAST(length(%1$s) AS STRING), ':', %1$s".formatted(text))
            .collect(Collectors.joining(", "));
    String raw = output.equals(crossed(cross)) ? output : "__r_" + cross;
    List<Transformer> steps = new ArrayList<>();
    steps.add(
        StockSql.statement(
            "SELECT *, concat(%s) AS %s FROM __THIS__".formatted(joined, key(cross))));
    steps.add(
        new FeatureHasher()
            .setInputCols(new String[] {key(cross)})
            .setNumFeatures(options.buckets())
            .setOutputCol(raw));
    if (!raw.equals(output)) {
      steps.add(new VectorAssembler().setInputCols(new String[] {raw}).setOutputCol(output));
    }
    return steps;
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
                        ? attribute.withName(named(attribute.name().get()))
                        : attribute)
            .toArray(Attribute[]::new);
    return new AttributeGroup(options.output(), attributes).toMetadata();
  }

  private String named(String helper) {
    return HELPER
        .matcher(helper)
        .replaceAll(
            found -> {
              String place = found.group(1) == null ? found.group(2) : found.group(1);
              return place == null
                  ? ""
                  : Matcher.quoteReplacement(options.columns().get(Integer.parseInt(place)));
            });
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
      staged.add(presentSql(place) + " AS " + prepared(place));
    }
    stages.add(
        StockSql.statement("SELECT *, %s FROM __THIS__".formatted(String.join(", ", staged))));
    for (int place = 0; place < state.factors().size(); place++) {
      Factor factor = state.factors().get(place);
      if (factor.kind() == Kind.VECTOR) {
        stages.add(new VectorSizeHint().setInputCol(prepared(place)).setSize(factor.size()));
      }
    }
    for (SparkMlExport step : this.<SparkMlExport>steps()) {
      stages.addAll(step.sparkMl());
    }
    stages.add(
        StockSql.statement(
            "SELECT * EXCEPT (%s), %s AS %s FROM __THIS__"
                .formatted(String.join(", ", helpers()), RESULT, Columns.quote(options.output()))));
    return stages;
  }

  private String presentSql(int place) {
    String column = Columns.quote(options.columns().get(place));
    return state.factors().get(place).kind() == Kind.NUMBER
        ? "coalesce(CAST(%s AS DOUBLE), raise_error('a number to be crossed is missing'))"
            .formatted(column)
        : column;
  }

  /** The columns with names of our own that the steps leave behind. */
  private List<String> helpers() {
    List<String> helpers = new ArrayList<>(List.of(RESULT));
    for (int place = 0; place < state.factors().size(); place++) {
      helpers.add(prepared(place));
      Kind kind = state.factors().get(place).kind();
      if (kind == Kind.TEXT) {
        helpers.add(index(place));
      }
      if (kind == Kind.TEXT || kind == Kind.VECTOR || kind == Kind.INDEX) {
        helpers.add(vector(place));
      }
    }
    for (int cross = 0; cross < crosses.size(); cross++) {
      helpers.add(crossed(cross));
      boolean texts = false;
      boolean others = false;
      for (String column : crosses.get(cross)) {
        boolean text =
            state.factors().get(options.columns().indexOf(column)).kind() == Kind.HASHED_TEXT;
        texts |= text;
        others |= !text;
      }
      if (texts) {
        helpers.add(key(cross));
      }
      if (texts && others) {
        helpers.add("__h_" + cross);
        helpers.add("__r_" + cross);
      }
    }
    return helpers;
  }
}
