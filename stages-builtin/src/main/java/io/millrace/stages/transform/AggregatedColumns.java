package io.millrace.stages.transform;

import io.millrace.api.Fit;
import io.millrace.api.StageContext;
import io.millrace.spark.api.AggregateLearner;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes a column of each of several columns by what aggregates of them tell.
 *
 * @param <S> what is learnt
 */
abstract class AggregatedColumns<S extends Record> extends ColumnwiseTransformer<S>
    implements AggregateLearner {
  AggregatedColumns(ColumnPairs pairs, String file, Class<S> stateType) {
    super(pairs, file, stateType);
  }

  /** Learns from the values of the aggregates. */
  abstract S learn(Dataset<Row> train, Row figures);

  /** Learns, for a stage that is made of this one. */
  final S learn(Dataset<Row> train) {
    return learn(train, AggregateLearner.figures(train, aggregates(train)));
  }

  @Override
  public final Fit<Dataset<Row>> learnt(
      Dataset<Row> train, Row figures, StageContext<Dataset<Row>> context) {
    return Fit.of(fitted(learn(train, figures)));
  }

  @Override
  public final Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    return AggregateLearner.super.fit(train, context);
  }
}
