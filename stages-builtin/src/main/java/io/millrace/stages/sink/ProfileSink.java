package io.millrace.stages.sink;

import io.millrace.api.EvaluationTable;
import io.millrace.api.PlanContext;
import io.millrace.api.Sink;
import io.millrace.api.StageContext;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.profile.ProfileJob;
import io.millrace.spark.profile.Profiles;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/** Tells what columns hold, all of them in one pass, and hands its input on. */
final class ProfileSink implements Sink<Dataset<Row>> {
  private static final String NAME = "profile";

  private final ProfileFactory.Options options;

  ProfileSink(ProfileFactory.Options options) {
    this.options = options;
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Schema input = inputs.getOrDefault("input", Schema.unknown());
    for (int i = 0; i < options.columns().size(); i++) {
      String name = options.columns().get(i);
      String option = "columns[" + i + "]";
      input
          .column(name)
          .filter(column -> !Profiles.takes(column.type()))
          .ifPresent(
              column ->
                  problems.report(
                      option,
                      StandardError.COLUMN_TYPE,
                      "column '%s' has the type %s, and only simple values have a profile"
                          .formatted(name, column.type().text())));
    }
    return input;
  }

  @Override
  public boolean passesRowsThrough() {
    return true;
  }

  @Override
  public boolean handsOnInput() {
    return true;
  }

  @Override
  public boolean canReopen(Receipt receipt, PlanContext<Dataset<Row>> context) {
    return true;
  }

  @Override
  public Receipt write(Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> input = ExpectSink.main(inputs);
    List<StructField> fields =
        Arrays.stream(input.schema().fields()).filter(this::isAsked).toList();
    ProfileJob.Found found = tally(input, fields);
    ZoneId zone = ZoneId.of(input.sparkSession().conf().get("spark.sql.session.timeZone"));
    List<List<String>> lines = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      ProfileLine profile = new ProfileLine(fields.get(i), options.top(), zone);
      lines.add(profile.line(found.columns().get(i), found.rows()));
    }
    context.rows(found.rows());
    return new Receipt(Map.of(NAME, TableText.write(lines)));
  }

  private ProfileJob.Found tally(Dataset<Row> input, List<StructField> fields) {
    Column[] columns =
        fields.stream().map(field -> Columns.col(field.name())).toArray(Column[]::new);
    // Types go to the tasks, and the fields' list is not one that can.
    List<DataType> types = new ArrayList<>(fields.stream().map(StructField::dataType).toList());
    return new ProfileJob(types, options.relativeError(), options.top() > 0)
        .run(input.select(columns));
  }

  private boolean isAsked(StructField field) {
    Optional<LogicalType> type = Schemas.logicalType(field.dataType());
    return options.columns().isEmpty()
        ? type.isPresent() && Profiles.takes(type.get())
        : options.columns().contains(field.name());
  }

  @Override
  public Dataset<Row> reopen(
      Receipt receipt, Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    String lines = receipt.facts().get(NAME);
    if (lines != null) {
      context.table(new EvaluationTable(NAME, ProfileLine.TITLES, TableText.read(lines)));
    }
    return withoutWriting(inputs, context);
  }

  @Override
  public Dataset<Row> withoutWriting(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    return ExpectSink.main(inputs);
  }
}
