package io.millrace.stages.split;

import io.millrace.api.Parts;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Holds each row out in one of k folds. */
final class KFoldSplitter implements FoldSplitter {
  private final int k;
  private final List<String> keys;
  private final @Nullable String stratify;

  KFoldSplitter(KFoldFactory.Options options) {
    k = options.k();
    keys = List.copyOf(options.keys());
    stratify = options.stratify();
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Schema input = Inputs.single(inputs);
    if (stratify != null) {
      Strata.check(input, "stratify", stratify, problems);
    }
    return input;
  }

  @Override
  public List<String> groups() {
    return keys;
  }

  @Override
  public List<Parts<Dataset<Row>>> split(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> frame = Inputs.single(inputs);
    Column fold =
        stratify == null
            ? RowHash.uniform(frame.schema(), keys, context.seed()).multiply(k).cast("int")
            : Strata.stretch(frame, stratify, ends(), "fold", context);
    List<Parts<Dataset<Row>>> folds = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      folds.add(FoldSplitter.fold(frame, fold.notEqual(i), fold.equalTo(i)));
    }
    return folds;
  }

  private List<Double> ends() {
    return IntStream.range(1, k).mapToObj(i -> (double) i / k).toList();
  }
}
