package io.millrace.spark.scoring;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * The steps of a stage while they are put together, beside the frame that it gets. Not thread-safe.
 */
public final class StepDraft {
  private final Dataset<Row> frame;
  private final List<ScoringStep> steps = new ArrayList<>();

  /** A draft without steps, for a frame without rows. */
  public StepDraft(Dataset<Row> frame) {
    this.frame = frame;
  }

  /** The frame, without rows. */
  public Dataset<Row> frame() {
    return frame;
  }

  /** The steps so far, each of which finds what those before it made. */
  public List<ScoringStep> steps() {
    return List.copyOf(steps);
  }

  /**
   * Lets all steps so far read the columns of the frame, even where one of them sets a column that
   * a later one reads: what is set takes its place behind them all. Columns in between are found.
   */
  public void sideBySide() {
    List<String> columns = List.of(frame.columns());
    Map<String, String> aside = new LinkedHashMap<>();
    List<ScoringStep> copies = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      for (io.millrace.api.schema.Column output : steps.get(i).outputs()) {
        boolean readLater =
            columns.contains(output.name())
                && steps.stream().skip(i + 1).anyMatch(s -> s.inputs().contains(output.name()));
        if (readLater) {
          String name = inBetween(output.name());
          aside.put(output.name(), name);
          copies.add(ScoringStep.of("copy").reading(name).adding(output));
        }
      }
    }
    // What drops rows looks at what was made.
    steps.replaceAll(
        step -> ColumnSteps.renamed(step, step.outputs().isEmpty() ? aside : Map.of(), aside));
    steps.addAll(copies);
  }

  /** Adds a step behind the others. */
  public void add(ScoringStep step) {
    steps.add(step);
  }

  /** The column of that name, with what is known of it. */
  public StructField field(String name) {
    return frame.schema().fields()[frame.schema().fieldIndex(name)];
  }

  /** The logical type of a column. */
  public LogicalType type(String name) {
    return Schemas.fromSpark(frame.schema()).column(name).orElseThrow().type();
  }

  /** Whether a column holds vectors. */
  public boolean isVector(String name) {
    return field(name).dataType().equals(SQLDataTypes.VectorType());
  }

  /** How many slots the vectors of a column have; negative, where only rows tell. */
  public int slots(String name) {
    return AttributeGroup.fromStructField(field(name)).size();
  }

  /** The column itself, if it holds doubles, or one that holds its values as such. */
  public String doubles(String name) {
    return as(name, DataTypes.DoubleType);
  }

  /** The column itself, if it holds texts, or one that holds its values as such. */
  public String texts(String name) {
    return as(name, DataTypes.StringType);
  }

  private String as(String name, DataType type) {
    return field(name).dataType().equals(type)
        ? name
        : computed(name + "_" + type.simpleString(), Columns.col(name).cast(type));
  }

  /** A column in between, which holds what Spark SQL computes. */
  public String computed(String about, Column expression) {
    String name = inBetween(about);
    steps.add(SqlScoring.column(frame, name, expression));
    return name;
  }

  /** A name for a column in between that no user's column has. */
  public String inBetween(String about) {
    for (int i = steps.size(); ; i++) {
      String name = "__millrace_" + i + "_" + about;
      if (!Arrays.asList(frame.columns()).contains(name)
          && steps.stream()
              .flatMap(step -> step.outputs().stream())
              .noneMatch(column -> column.name().equals(name))) {
        return name;
      }
    }
  }

  /** Leaves out the rows in which one of those columns is null. */
  public void dropNulls(List<String> columns, String reason) {
    steps.add(ScoringStep.of("drop-null").reading(columns).with("reason", reason));
  }

  /** The type of vectors of so many slots. */
  static LogicalType vector(int slots) {
    return new VectorOf(slots);
  }

  /** The value of a text parameter. */
  static String text(Params stage, String param) {
    return (String) stage.getOrDefault(stage.getParam(param));
  }

  /** The columns that a stage reads, by whichever of its parameters names them. */
  static List<String> inputs(Params stage) {
    return columns(stage, "inputCol", "inputCols");
  }

  /** The columns that a stage makes, by whichever of its parameters names them. */
  static List<String> outputs(Params stage) {
    return columns(stage, "outputCol", "outputCols");
  }

  private static List<String> columns(Params stage, String one, String many) {
    if (stage.hasParam(many) && stage.isSet(stage.getParam(many))) {
      Param<Object> param = stage.getParam(many);
      return List.of((String[]) stage.getOrDefault(param));
    }
    return List.of(text(stage, one));
  }
}
