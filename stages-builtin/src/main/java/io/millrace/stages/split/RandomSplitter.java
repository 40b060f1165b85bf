package io.millrace.stages.split;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowHash;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gives each part the rows whose hash falls into its stretch of [0, 1). */
final class RandomSplitter implements Splitter<Dataset<Row>> {
  private final Map<Part, Double> shares;
  private final List<String> keys;

  RandomSplitter(RandomSplitFactory.Options options) {
    shares = Shares.of(options.train(), options.validation(), options.test()).byPart();
    keys = List.copyOf(options.keys());
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    return Inputs.single(inputs);
  }

  @Override
  public boolean folds() {
    return false;
  }

  @Override
  public Set<Part> parts() {
    return Set.copyOf(shares.keySet());
  }

  @Override
  public List<String> groups() {
    return keys;
  }

  @Override
  public List<Parts<Dataset<Row>>> split(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> frame = Inputs.single(inputs);
    Column hash = RowHash.uniform(frame.schema(), keys, context.seed());
    Map<Part, Dataset<Row>> frames = new EnumMap<>(Part.class);
    double from = 0;
    int left = shares.size();
    for (Map.Entry<Part, Double> share : shares.entrySet()) {
      // The last part ends at 1, whatever the sum of the others is rounded to.
      double to = --left == 0 ? 1 : from + share.getValue();
      frames.put(share.getKey(), frame.filter(hash.geq(from).and(hash.lt(to))));
      from = to;
    }
    return List.of(Parts.of(frames));
  }
}
