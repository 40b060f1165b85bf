package io.millrace.stages.split;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Takes parts that were split elsewhere. */
final class GivenSplitter implements Splitter<Dataset<Row>> {
  private final Set<Part> parts;

  GivenSplitter(GivenSplitFactory.Options options) {
    parts = EnumSet.copyOf(options.parts());
    if (!parts.contains(Part.TRAIN)) {
      throw new IllegalArgumentException("parts: train must be among them");
    }
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Set<String> expected = parts.stream().map(Part::text).collect(Collectors.toSet());
    if (!inputs.keySet().equals(expected)) {
      problems.report(
          "parts",
          StandardError.INVALID_OPTION,
          "the inputs are named "
              + String.join(", ", new TreeSet<>(inputs.keySet()))
              + ", the parts "
              + parts.stream().map(Part::text).collect(Collectors.joining(", "))
              + "; write from: { train: STAGE, test: STAGE }, and list the parts here if they are"
              + " others");
      return Schema.unknown();
    }
    Schema train = inputs.getOrDefault(Part.TRAIN.text(), Schema.unknown());
    inputs.forEach((name, schema) -> compare(train, name, schema, problems));
    return train;
  }

  private static void compare(Schema train, String name, Schema other, Problems problems) {
    for (Column column : other.isKnown() ? train.columns() : List.<Column>of()) {
      boolean same =
          other.column(column.name()).map(c -> c.type().equals(column.type())).orElse(false);
      if (!same) {
        problems.report(
            "",
            StandardError.SCHEMA_MISMATCH,
            "train has the column '"
                + column.name()
                + "' of type "
                + column.type().text()
                + ", "
                + name
                + other
                    .column(column.name())
                    .map(c -> " has it of type " + c.type().text())
                    .orElse(" lacks it"));
      }
    }
  }

  @Override
  public boolean folds() {
    return false;
  }

  @Override
  public Set<Part> parts() {
    return EnumSet.copyOf(parts);
  }

  @Override
  public List<Parts<Dataset<Row>>> split(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Map<Part, Dataset<Row>> frames = new EnumMap<>(Part.class);
    List<String> columns = List.of(required(inputs, Part.TRAIN).columns());
    for (Part part : parts) {
      frames.put(part, Columns.select(required(inputs, part), columns));
    }
    return List.of(Parts.of(frames));
  }

  private static Dataset<Row> required(Map<String, Dataset<Row>> inputs, Part part) {
    Dataset<Row> frame = inputs.get(part.text());
    if (frame == null) {
      throw new IllegalArgumentException("no input is named " + part.text());
    }
    return frame;
  }
}
