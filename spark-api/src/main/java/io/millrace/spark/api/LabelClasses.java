package io.millrace.spark.api;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.scoring.ScoringStep;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.Metadata;

/**
 * The classes of a label of any type, in ascending order: numbers by value, texts by their
 * characters, false before true. Learners see a class's place in that order.
 *
 * @param type the label's type, as {@link LogicalType#text}
 * @param names the classes as text; a whole number without its point, whatever its type
 */
public record LabelClasses(String type, List<String> names) {
  /** More distinct values than that are a measurement, not a class. */
  static final int LIMIT = 1000;

  public LabelClasses {
    names = List.copyOf(names);
  }

  /**
   * The classes of training rows, and how many rows there are.
   *
   * @param classes in ascending order
   * @param counts the rows of each class
   */
  record Counted(LabelClasses classes, List<Long> counts) {
    /** All rows: each has a label. */
    long rows() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Finds the classes in the training rows, with one job that reads the label only.
   *
   * @throws MillraceException EMPTY_INPUT without rows; UNUSABLE_LABEL if a row has no label, there
   *     is one class only, or more than 1000
   */
  public static LabelClasses in(Dataset<Row> train, String label) {
    return counted(train, label).classes();
  }

  /** As {@link #in}, with the count that comes with it. */
  static Counted counted(Dataset<Row> train, String label) {
    LogicalType type =
        Schemas.fromSpark(train.select(Columns.col(label)).schema()).require(label).type();
    Column value = Columns.col(label);
    List<Row> counted =
        train
            .groupBy(missing(train, label).as("missing"), value.as("value"))
            .agg(count(lit(1)).as("rows"))
            .limit(LIMIT + 2)
            .collectAsList();
    if (counted.isEmpty()) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "There are no training rows to learn '" + label + "' from.");
    }
    refuseMissing(
        label,
        counted.stream().filter(row -> row.getBoolean(0)).mapToLong(row -> row.getLong(2)).sum());
    List<Object> values = counted.stream().map(row -> row.get(1)).toList();
    LabelClasses classes = new LabelClasses(type.text(), usable(label, sorted(values)));
    Map<String, Long> counts = new HashMap<>();
    counted.forEach(row -> counts.merge(name(row.get(1)), row.getLong(2), Long::sum));
    return new Counted(
        classes, classes.names().stream().map(name -> counts.getOrDefault(name, 0L)).toList());
  }

  /** Whether the label is missing: null, or not a number. */
  static Column missing(Dataset<Row> frame, String label) {
    Column value = Columns.col(label);
    DataType type = frame.schema().fields()[frame.schema().fieldIndex(label)].dataType();
    return type instanceof DoubleType || type instanceof FloatType
        ? value.isNull().or(isnan(value))
        : value.isNull();
  }

  static void refuseMissing(String label, long rows) {
    if (rows > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' is missing in %d training %s: drop such rows with transform/filter."
              .formatted(label, rows, rows == 1 ? "row" : "rows"));
    }
  }

  private static List<String> usable(String label, List<String> names) {
    if (names.size() == 1) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' has only the class '%s' in the training rows: a classifier needs two."
              .formatted(label, names.get(0)));
    }
    if (names.size() > LIMIT) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' has more than %d classes: predict a measurement by regression."
              .formatted(label, LIMIT));
    }
    return names;
  }

  private static List<String> sorted(List<Object> values) {
    if (values.get(0) instanceof Number) {
      List<BigDecimal> numbers = new ArrayList<>();
      values.forEach(value -> numbers.add(number(value)));
      return numbers.stream().sorted().map(LabelClasses::plain).distinct().toList();
    }
    return values.stream().map(LabelClasses::name).sorted(Comparator.naturalOrder()).toList();
  }

  private static String name(Object value) {
    return value instanceof Number ? plain(number(value)) : value.toString();
  }

  /** By way of text: a float is the number that it is written as, not the nearest double. */
  private static BigDecimal number(Object value) {
    return new BigDecimal(value.toString());
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** The place of a label among the classes, as a double; not among them: -1; null stays null. */
  public Column index(Column label) {
    return array_position(values(), label.cast(dataType())).minus(1).cast("double");
  }

  /** The class at a place, in the label's own type. */
  public Column value(Column index) {
    return element_at(values(), index.cast("int").plus(1));
  }

  /** What {@link #value} does, as a portable step: of a column with places, a double. */
  public ScoringStep labelling(String places, String labels) {
    return ScoringStep.of("class-label")
        .reading(places)
        .adding(labels, logicalType())
        .with("labels", names);
  }

  /** Tells Spark ML how many classes there are, which saves it a job. */
  Metadata metadata() {
    return NominalAttribute.defaultAttr()
        .withName("label")
        .withValues(names.toArray(String[]::new))
        .toMetadata();
  }

  /** The label's type. */
  public LogicalType logicalType() {
    return LogicalType.parse(type);
  }

  /** How SQL says what {@link #value} does, for a column that holds the index. */
  String valueSql(String indexColumn) {
    String sqlType = dataType().sql();
    StringBuilder values = new StringBuilder();
    for (String name : names) {
      values
          .append(values.isEmpty() ? "" : ", ")
          .append("CAST(")
          .append(StockSql.literal(name))
          .append(" AS ")
          .append(sqlType)
          .append(')');
    }
    return "element_at(array(%s), CAST(%s AS INT) + 1)"
        .formatted(values, Columns.quote(indexColumn));
  }

  private Column values() {
    return array(names.stream().map(name -> lit(name).cast(dataType())).toArray(Column[]::new));
  }

  private DataType dataType() {
    return Schemas.dataType(logicalType());
  }
}
