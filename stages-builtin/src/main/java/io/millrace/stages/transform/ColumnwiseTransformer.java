package io.millrace.stages.transform;

import io.millrace.api.FittedTransformer;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.StateJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes a column of each of several columns, and keeps what it learnt of them in one file.
 *
 * @param <S> what is learnt
 */
abstract class ColumnwiseTransformer<S extends Record> extends RowWiseTransformer {
  private final ColumnPairs pairs;
  private final String file;
  private final Class<S> stateType;

  ColumnwiseTransformer(ColumnPairs pairs, String file, Class<S> stateType) {
    this.pairs = pairs;
    this.file = file;
    this.stateType = stateType;
  }

  /** What was learnt, with the options. */
  abstract FittedTransformer<Dataset<Row>> fitted(S state);

  final ColumnPairs pairs() {
    return pairs;
  }

  @Override
  final List<String> columns() {
    return pairs.inputs();
  }

  @Override
  final Optional<String> stockObstacle() {
    return pairs.stockObstacle();
  }

  @Override
  public Optional<Set<String>> setsOnly() {
    return Optional.of(Set.copyOf(pairs.outputs().values()));
  }

  @Override
  public final FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return fitted(StateJson.read(state, file, stateType));
  }
}
