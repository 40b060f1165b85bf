package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.udf;

import io.millrace.api.FittedTransformer;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.api.StockSql;
import io.millrace.spark.scoring.StepDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.jspecify.annotations.Nullable;

/** Numbers that stand for the values of columns. */
record FittedCodes(ColumnPairs pairs, State state)
    implements FittedTransformer<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
  static final String FILE = "codes.json";

  /**
   * What was learnt.
   *
   * @param slots the names of a code's slots; none, if a code is a number and no vector
   * @param columns the codes of each column
   */
  record State(List<String> slots, List<Codes> columns) {
    boolean ofVectors() {
      return !slots.isEmpty();
    }
  }

  /**
   * The codes of a column.
   *
   * @param values the values as text; one may be null
   * @param codes the code of each value, with one number for each slot
   * @param other the code of all other values
   */
  record Codes(List<@Nullable String> values, double[][] codes, double[] other) {}

  /** The types that values may have: those whose text is the same in any session. */
  static boolean accepts(LogicalType type) {
    return type == Simple.STRING || type == Simple.BOOLEAN || type.isNumeric();
  }

  /** A value as its code knows it. */
  static Column text(String column) {
    return Columns.col(column).cast("string");
  }

  /** A row for each of those columns: its place as {@code pos}, its text as {@code col}. */
  static Column exploded(List<String> columns) {
    return posexplode(array(columns.stream().map(FittedCodes::text).toArray(Column[]::new)));
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Map<String, Column> columns = new LinkedHashMap<>();
    int place = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      UDF1<String, Object> coder = coder(state.columns().get(place++), state.ofVectors());
      Column code = udf(coder, type(state)).asNonNullable().apply(text(pair.getKey()));
      columns.put(pair.getValue(), named(code, pair.getValue(), state));
    }
    return Columns.with(frame, columns);
  }

  private static UDF1<String, Object> coder(Codes codes, boolean vectors) {
    Map<@Nullable String, Object> byValue = new HashMap<>();
    for (int i = 0; i < codes.values().size(); i++) {
      byValue.put(codes.values().get(i), code(codes.codes()[i], vectors));
    }
    Object other = code(codes.other(), vectors);
    return value -> byValue.getOrDefault(value, other);
  }

  /** A code as it stands in a row. */
  static Object code(double[] slots, boolean vector) {
    return vector ? Vectors.dense(slots) : (Object) slots[0];
  }

  static DataType type(State state) {
    return state.ofVectors() ? SQLDataTypes.VectorType() : DataTypes.DoubleType;
  }

  /** The column with the names of its slots, if it holds vectors. */
  static Column named(Column code, String output, State state) {
    return state.ofVectors() ? code.as(output, metadata(output, state.slots())) : code;
  }

  private static Metadata metadata(String output, List<String> slots) {
    Attribute[] attributes =
        slots.stream()
            // An empty text may be a class, but no attribute's name.
            .map(
                name ->
                    name.isEmpty()
                        ? NumericAttribute.defaultAttr()
                        : NumericAttribute.defaultAttr().withName(name))
            .toArray(Attribute[]::new);
    return new AttributeGroup(output, attributes).toMetadata();
  }

  @Override
  public void save(StateDirectory directory) {
    StateJson.write(directory, FILE, state);
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    StepDraft draft = new StepDraft(frame);
    LogicalType type = state.ofVectors() ? new VectorOf(state.slots().size()) : Simple.DOUBLE;
    int place = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      Codes codes = state.columns().get(place++);
      draft.add(
          ScoringStep.of("code")
              .reading(draft.texts(pair.getKey()))
              .adding(pair.getValue(), type)
              .with("values", codes.values())
              .withArray(
                  "codes", Arrays.stream(codes.codes()).flatMapToDouble(Arrays::stream).toArray())
              .withArray("other", codes.other()));
    }
    draft.sideBySide();
    return draft.steps();
  }

  @Override
  public List<Transformer> sparkMl() {
    List<Transformer> stages = new ArrayList<>();
    int place = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      String text = "CAST(%s AS STRING)".formatted(Columns.quote(pair.getKey()));
      Codes codes = state.columns().get(place++);
      if (state.ofVectors()) {
        stages.addAll(stockVector(text, codes, pair.getValue()));
      } else {
        stages.add(StockSql.statement(adding(sql(text, codes, 0), pair.getValue())));
      }
    }
    return stages;
  }

  private List<Transformer> stockVector(String text, Codes codes, String output) {
    List<String> helpers = new ArrayList<>();
    List<String> made = new ArrayList<>();
    for (int slot = 0; slot < state.slots().size(); slot++) {
      helpers.add("__code_" + slot);
      made.add(sql(text, codes, slot) + " AS " + helpers.get(slot));
    }
    return List.of(
        StockSql.statement("SELECT *, %s FROM __THIS__".formatted(String.join(", ", made))),
        new VectorAssembler()
            .setInputCols(helpers.toArray(String[]::new))
            .setOutputCol(FittedFeature.output(0)),
        StockSql.statement(
            "SELECT * EXCEPT (%s, %s), %s AS %s FROM __THIS__"
                .formatted(
                    String.join(", ", helpers),
                    FittedFeature.output(0),
                    FittedFeature.output(0),
                    Columns.quote(output))));
  }

  private static String adding(String expression, String output) {
    return "SELECT *, %s AS %s FROM __THIS__".formatted(expression, Columns.quote(output));
  }

  /** The number of a slot, as an expression that is a constant map to whoever optimises it. */
  private static String sql(String text, Codes codes, int slot) {
    List<String> values = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    String ofNull = number(codes.other()[slot]);
    for (int i = 0; i < codes.values().size(); i++) {
      String value = codes.values().get(i);
      if (value == null) {
        ofNull = number(codes.codes()[i][slot]);
      } else {
        values.add(StockSql.literal(value));
        numbers.add(number(codes.codes()[i][slot]));
      }
    }
    String found =
        values.isEmpty()
            ? number(codes.other()[slot])
            : "coalesce(try_element_at(map_from_arrays(array(%s), array(%s)), %s), %s)"
                .formatted(
                    String.join(", ", values),
                    String.join(", ", numbers),
                    text,
                    number(codes.other()[slot]));
    return "CASE WHEN %s IS NULL THEN %s ELSE %s END".formatted(text, ofNull, found);
  }

  private static String number(double value) {
    return value + "D";
  }
}
