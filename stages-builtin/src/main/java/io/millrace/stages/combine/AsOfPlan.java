package io.millrace.stages.combine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.try_subtract;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowHash;
import io.millrace.stages.combine.AsOfJoinFactory.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The plan of an as-of join: events and feature rows in one frame, sent around once by key, sorted
 * by time, and passed over once, where each event takes the last feature row before it. The work
 * grows with the rows of both sides; a range join's, with their product within a key.
 *
 * <p>A key's rows are passed over by one task, which keeps few of them in memory and spills the
 * rest: a frequent key costs time, not memory.
 *
 * @param taken the columns of the right side to take
 * @param toleranceOrNull the greatest age, in steps of the time
 */
record AsOfPlan(
    AsOfJoinFactory.Options options,
    List<String> taken,
    AsOfTime time,
    @Nullable Long toleranceOrNull) {
  /** The key's hash goes first, since sorting by a number is cheaper than by texts. */
  private static final String HASH = "hash";

  private static final String KEY = "key";
  private static final String STEPS = "steps";
  private static final String SIDE = "side";
  private static final String NEWEST = "newest";
  private static final String CONTENT = "content";
  private static final String EVENT = "event";
  private static final String FEATURE = "feature";
  private static final String MATCHED = "matched";

  /** What an event carries, and what a feature row does; the other one is null. */
  private record Loads(Column event, Column feature, Column newest, Column content) {
    /** Nulls of the types that these have in a frame. */
    Loads missing(Dataset<Row> frame) {
      return new Loads(
          missing(frame, event),
          missing(frame, feature),
          missing(frame, newest),
          missing(frame, content));
    }

    private static Column missing(Dataset<Row> frame, Column column) {
      DataType type = frame.select(column.as("c")).schema().fields()[0].dataType();
      return lit(null).cast(type);
    }
  }

  Dataset<Row> joined(Dataset<Row> events, Dataset<Row> features) {
    Column nothing = lit(null).cast("int");
    Loads ofEvent = new Loads(numbered(List.of(events.columns())), nothing, nothing, nothing);
    Loads ofFeature = new Loads(nothing, feature(), newest(), content(features));
    Loads noEvent = ofEvent.missing(events);
    Loads noFeature = ofFeature.missing(features);
    Dataset<Row> all =
        known(features)
            .select(
                columns(
                    options.timeOfRight(),
                    options.exactMatches() ? 0 : 1,
                    new Loads(
                        noEvent.event(),
                        ofFeature.feature(),
                        ofFeature.newest(),
                        ofFeature.content())))
            .unionAll(
                events.select(
                    columns(
                        options.time(),
                        options.exactMatches() ? 1 : 0,
                        new Loads(
                            ofEvent.event(),
                            noFeature.feature(),
                            noFeature.newest(),
                            noFeature.content()))));
    Dataset<Row> passed =
        all.select(Columns.col(EVENT), Columns.col(STEPS), newestBefore().as(FEATURE))
            .filter(Columns.col(EVENT).isNotNull())
            .select(Columns.col(EVENT), tolerated().as(FEATURE));
    Dataset<Row> kept =
        options.type() == Type.INNER ? passed.filter(Columns.col(FEATURE).isNotNull()) : passed;
    return kept.select(output(events.schema(), features.schema()));
  }

  /** Columns in a struct, by their numbers: names may hold anything. */
  private static Column numbered(List<String> names) {
    List<Column> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      fields.add(Columns.col(names.get(i)).as("c" + i));
    }
    return struct(fields.toArray(Column[]::new));
  }

  private Column feature() {
    Column at = Columns.col(options.timeOfRight());
    return struct(time.steps(at).as(STEPS), at.as(MATCHED), numbered(taken).as("columns"));
  }

  private Column newest() {
    String newestBy = options.newestBy();
    return newestBy == null ? lit(null).cast("int") : Columns.col(newestBy);
  }

  /** Of rows that are as new, the content decides: the same one, in whatever order they come. */
  private Column content(Dataset<Row> features) {
    return RowHash.uniform(features.schema(), taken, 0);
  }

  /** A feature row without a key or a time is found by nobody. */
  private Dataset<Row> known(Dataset<Row> features) {
    Column known = Columns.col(options.timeOfRight()).isNotNull();
    for (String key : options.on()) {
      known = known.and(Columns.col(key).isNotNull());
    }
    return features.filter(known);
  }

  /** What both sides look like where they are one frame. */
  private Column[] columns(String at, int side, Loads loads) {
    List<Column> columns = new ArrayList<>();
    columns.add(xxhash64(Columns.cols(options.on())).as(HASH));
    for (int i = 0; i < options.on().size(); i++) {
      columns.add(Columns.col(options.on().get(i)).as(KEY + i));
    }
    columns.add(time.steps(Columns.col(at)).as(STEPS));
    columns.add(lit(side).as(SIDE));
    columns.add(loads.newest().as(NEWEST));
    columns.add(loads.content().as(CONTENT));
    columns.add(loads.event().as(EVENT));
    columns.add(loads.feature().as(FEATURE));
    return columns.toArray(Column[]::new);
  }

  /** The last feature row up to this row. A missing time sorts first: nothing stands before it. */
  private Column newestBefore() {
    List<String> partition = new ArrayList<>(List.of(HASH));
    for (int i = 0; i < options.on().size(); i++) {
      partition.add(KEY + i);
    }
    WindowSpec before =
        Window.partitionBy(Columns.cols(partition))
            .orderBy(Columns.cols(List.of(STEPS, SIDE, NEWEST, CONTENT)))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    return last(Columns.col(FEATURE), true).over(before);
  }

  /** The feature row that was found, if it is not too old: older ones are older still. */
  private Column tolerated() {
    Column found = Columns.col(FEATURE);
    if (toleranceOrNull == null) {
      return found;
    }
    // Where whole numbers lie further apart than a long holds, the age is missing.
    Column age = try_subtract(Columns.col(STEPS), found.getField(STEPS));
    return when(coalesce(age.leq(toleranceOrNull), lit(false)), found);
  }

  private Column[] output(StructType events, StructType features) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      StructField field = events.fields()[i];
      columns.add(Columns.col(EVENT).getField("c" + i).as(field.name(), field.metadata()));
    }
    List<String> names = List.of(events.fieldNames());
    for (int i = 0; i < taken.size(); i++) {
      StructField field = features.apply(taken.get(i));
      columns.add(
          Columns.col(FEATURE)
              .getField("columns")
              .getField("c" + i)
              .as(JoinSides.renamed(field.name(), names, options.suffix()), field.metadata()));
    }
    String matchedTime = options.matchedTime();
    if (matchedTime != null) {
      columns.add(Columns.col(FEATURE).getField(MATCHED).as(matchedTime));
    }
    return columns.toArray(Column[]::new);
  }
}
