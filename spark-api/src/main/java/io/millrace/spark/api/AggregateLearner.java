package io.millrace.spark.api;

import io.millrace.api.Fit;
import io.millrace.api.SharingTransformer;
import io.millrace.api.StageContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;

/**
 * A transformer that learns from aggregates of the training rows alone: from those of Spark SQL, or
 * from an aggregator of its own. Neighbours of this kind learn in one job.
 */
public interface AggregateLearner extends SharingTransformer<Dataset<Row>> {
  /**
   * What is to be known of the rows.
   *
   * @param train the training rows; their schema may be looked at, the rows not
   * @return aggregates; none, if the schema tells enough
   */
  List<Column> aggregates(Dataset<Row> train);

  /**
   * Learns.
   *
   * @param train the training rows; their schema may be looked at
   * @param figures the value of each aggregate, in order
   * @throws io.millrace.api.error.MillraceException as {@link #fit}
   */
  Fit<Dataset<Row>> learnt(Dataset<Row> train, Row figures, StageContext<Dataset<Row>> context);

  @Override
  default Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    return readAll(train, List.of(this)).get(0).fit(context);
  }

  @Override
  default boolean sharesPassWith(SharingTransformer<Dataset<Row>> other) {
    return other instanceof AggregateLearner;
  }

  @Override
  default List<Learning<Dataset<Row>>> readAll(
      Dataset<Row> train, List<SharingTransformer<Dataset<Row>>> transformers) {
    List<AggregateLearner> learners =
        transformers.stream().map(AggregateLearner.class::cast).toList();
    List<List<Column>> asked = learners.stream().map(each -> each.aggregates(train)).toList();
    Row told = figures(train, asked.stream().flatMap(List::stream).toList());
    List<Learning<Dataset<Row>>> learnings = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < learners.size(); i++) {
      AggregateLearner learner = learners.get(i);
      int first = from;
      from += asked.get(i).size();
      Object[] own = IntStream.range(first, from).mapToObj(told::get).toArray();
      learnings.add(context -> learner.learnt(train, RowFactory.create(own), context));
    }
    return learnings;
  }

  /** The values of aggregates, in one job; without a job, if there are none. */
  static Row figures(Dataset<Row> train, List<Column> aggregates) {
    if (aggregates.isEmpty()) {
      return RowFactory.create();
    }
    Column[] named = new Column[aggregates.size()];
    Arrays.setAll(named, i -> aggregates.get(i).as("_" + i));
    return train.agg(functions.struct(named)).head().getStruct(0);
  }
}
