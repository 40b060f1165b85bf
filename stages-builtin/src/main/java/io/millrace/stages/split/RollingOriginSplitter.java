package io.millrace.stages.split;

import io.millrace.api.Parts;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Holds the rows behind the first training share out, one stretch of time a fold. */
final class RollingOriginSplitter implements FoldSplitter {
  private final RollingOriginFactory.Options options;
  private final TimeColumn time;

  RollingOriginSplitter(RollingOriginFactory.Options options) {
    this.options = options;
    this.time = new TimeColumn(options.column());
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Schema input = Inputs.single(inputs);
    time.check(input, problems);
    return input;
  }

  @Override
  public List<Parts<Dataset<Row>>> split(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> frame = Inputs.single(inputs);
    Column position = time.position(frame);
    long gap = Math.multiplyExact(options.gap(), time.unit(frame));
    List<Long> origins = time.cuts(frame, ends(options.train()));
    List<Long> starts = isSliding() ? time.cuts(frame, ends(0)) : List.of();
    List<Parts<Dataset<Row>>> folds = new ArrayList<>();
    for (int i = 0; i < origins.size(); i++) {
      Column held = position.geq(origins.get(i));
      Column learnt = position.lt(Math.subtractExact(origins.get(i), gap));
      if (i + 1 < origins.size()) {
        held = held.and(position.lt(origins.get(i + 1)));
      }
      if (isSliding() && i > 0) {
        learnt = learnt.and(position.geq(starts.get(i - 1)));
      }
      folds.add(FoldSplitter.fold(frame, learnt, held));
    }
    return folds;
  }

  private boolean isSliding() {
    return options.window() == RollingOriginFactory.Window.SLIDING && options.k() > 1;
  }

  /** Where the stretches end that are held out, moved to begin at a share; a start at 0 is none. */
  private List<Double> ends(double first) {
    return IntStream.range(first == 0 ? 1 : 0, options.k())
        .mapToObj(i -> first + (1 - options.train()) * i / options.k())
        .toList();
  }
}
