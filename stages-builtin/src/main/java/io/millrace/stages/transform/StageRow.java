package io.millrace.stages.transform;

import io.millrace.api.Stage;
import io.millrace.spark.api.SparkStageFactory;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Offers a stage of a table whose stages have nothing in common but what they are for. */
final class StageRow<O extends Record> extends SparkStageFactory<O> {
  private final Function<O, Stage<Dataset<Row>>> maker;

  StageRow(
      String name,
      Class<O> options,
      String help,
      String example,
      Function<O, Stage<Dataset<Row>>> maker) {
    super(name, options, help, example);
    this.maker = maker;
  }

  @Override
  public Stage<Dataset<Row>> create(O options) {
    return maker.apply(options);
  }
}
