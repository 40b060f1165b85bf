package io.millrace.stages.split;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Splits the rows of each class by the rank of their hash. */
final class StratifiedSplitter implements Splitter<Dataset<Row>> {
  private final String label;
  private final Shares shares;

  StratifiedSplitter(StratifiedSplitFactory.Options options) {
    label = options.label();
    shares = Shares.of(options.train(), options.validation(), options.test());
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Schema input = Inputs.single(inputs);
    Strata.check(input, "label", label, problems);
    return input;
  }

  @Override
  public boolean folds() {
    return false;
  }

  @Override
  public Set<Part> parts() {
    return Set.copyOf(shares.parts());
  }

  @Override
  public List<Parts<Dataset<Row>>> split(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> frame = Inputs.single(inputs);
    Column stretch = Strata.stretch(frame, label, shares.ends(), "part", context);
    Map<Part, Dataset<Row>> frames = new EnumMap<>(Part.class);
    for (Part part : shares.parts()) {
      frames.put(part, frame.filter(stretch.equalTo(shares.parts().indexOf(part))));
    }
    return List.of(Parts.of(frames));
  }
}
