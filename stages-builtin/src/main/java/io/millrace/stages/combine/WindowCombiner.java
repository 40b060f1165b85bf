package io.millrace.stages.combine;

import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.Combiner;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowHash;
import io.millrace.stages.combine.WindowFactory.Feature;
import io.millrace.stages.combine.WindowFactory.Function;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Adds columns made of a row's history. Rows of the same time are ordered by their content, so that
 * the result is the same in every run.
 */
final class WindowCombiner implements Combiner<Dataset<Row>> {
  private static final String STEPS = "millrace_steps";
  private static final String CONTENT = "millrace_content";

  private final WindowFactory.Options options;

  WindowCombiner(WindowFactory.Options options) {
    this.options = options;
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Optional<Schema> only = OneInput.of(inputs, "a window", problems);
    if (only.isEmpty()) {
      return Schema.unknown();
    }
    Schema input = only.get();
    OneInput.require(input, options.by(), "by", problems);
    OneInput.require(input, options.orderBy(), "orderBy", problems);
    input.column(options.orderBy()).ifPresent(time -> checkTime(time, problems));
    Schema made = input;
    for (int i = 0; i < options.features().size(); i++) {
      made = with(made, input, options.features().get(i), "features[" + i + "].", problems);
    }
    return input.isKnown() ? made : Schema.unknown();
  }

  private void checkTime(Column time, Problems problems) {
    Optional<AsOfTime> kind = AsOfTime.of(time.type());
    if (kind.isEmpty()) {
      problems.report(
          "orderBy",
          StandardError.COLUMN_TYPE,
          "column '%s' has the type %s, and a time is a timestamp, a date or a whole number"
              .formatted(time.name(), time.type().text()));
      return;
    }
    for (int i = 0; i < options.features().size(); i++) {
      String within = options.features().get(i).within();
      if (within != null && kind.get().span(within).isEmpty()) {
        problems.report(
            "features[" + i + "].within",
            StandardError.INVALID_OPTION,
            "'%s' is no span between values of '%s', which holds %ss; write %s"
                .formatted(within, time.name(), time.type().text(), kind.get().spans()));
      }
    }
  }

  private static Schema with(
      Schema before, Schema input, Feature feature, String place, Problems problems) {
    Schema made = before;
    for (int c = 0; c < feature.columns().size(); c++) {
      String name = feature.columns().get(c);
      String option = place + "columns[" + c + "]";
      OneInput.require(input, name, option, problems);
      for (Function function : feature.functions()) {
        if (function != Function.LAG) {
          OneInput.checkType(input, name, summary(function), option, problems);
        }
        Optional<Column> column = input.column(name);
        if (column.isPresent()) {
          made = OneInput.with(made, made(column.get(), feature, function), option, problems);
        }
      }
    }
    return made;
  }

  private static Column made(Column column, Feature feature, Function function) {
    String name = feature.name(column.name(), function);
    return Column.nullable(
        name, function == Function.LAG ? column.type() : summary(function).type(column.type()));
  }

  private static Summary summary(Function function) {
    return Summary.valueOf(function.name());
  }

  @Override
  public Dataset<Row> combine(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> input = inputs.values().iterator().next();
    AsOfTime time = AsOfTime.of(input.schema().apply(options.orderBy()).dataType());
    Map<String, org.apache.spark.sql.Column> ordered = new LinkedHashMap<>();
    ordered.put(STEPS, time.steps(Columns.col(options.orderBy())));
    ordered.put(CONTENT, RowHash.uniform(input.schema(), List.of(), 0));
    Dataset<Row> frame = Columns.with(input, ordered);
    List<org.apache.spark.sql.Column> columns =
        new ArrayList<>(List.of(Columns.cols(List.of(input.columns()))));
    for (Feature feature : options.features()) {
      for (String name : feature.columns()) {
        for (Function function : feature.functions()) {
          columns.add(
              column(frame, feature, name, function, time).as(feature.name(name, function)));
        }
      }
    }
    return frame.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  private org.apache.spark.sql.Column column(
      Dataset<Row> frame, Feature feature, String name, Function function, AsOfTime time) {
    org.apache.spark.sql.Column value =
        function == Function.LAG
            ? lag(Columns.col(name), rows(feature)).over(byContent())
            : summary(function)
                .of(Summary.present(frame, name), Columns.col(STEPS))
                .over(window(feature, time));
    return when(Columns.col(STEPS).isNotNull(), value);
  }

  private static int rows(Feature feature) {
    return feature.rows() == null ? 1 : feature.rows();
  }

  /** Rows without a time are in no history. */
  private WindowSpec history() {
    List<org.apache.spark.sql.Column> keys = new ArrayList<>(List.of(Columns.cols(options.by())));
    keys.add(Columns.col(STEPS).isNull());
    return Window.partitionBy(keys.toArray(org.apache.spark.sql.Column[]::new));
  }

  private WindowSpec byContent() {
    return history().orderBy(Columns.col(STEPS), Columns.col(CONTENT));
  }

  private WindowSpec window(Feature feature, AsOfTime time) {
    long end = feature.includeCurrent() ? Window.currentRow() : -1;
    String within = feature.within();
    if (within != null) {
      return history().orderBy(Columns.col(STEPS)).rangeBetween(-span(time, within), end);
    }
    long start = feature.rows() == null ? Window.unboundedPreceding() : end - feature.rows() + 1;
    return byContent().rowsBetween(start, end);
  }

  /** Where the schema was not known before, this is the first look at the time's type. */
  private long span(AsOfTime time, String within) {
    return time.span(within)
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.INVALID_OPTION,
                    "The span '%s' is none between values of '%s': write %s."
                        .formatted(within, options.orderBy(), time.spans())));
  }
}
