package io.millrace.stages.split;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Cuts rows in their order of time. */
final class TimeSplitter implements Splitter<Dataset<Row>> {
  private final TimeColumn time;
  private final Optional<Shares> shares;
  private final Map<Part, String> from = new EnumMap<>(Part.class);

  TimeSplitter(TimeSplitFactory.Options options) {
    time = new TimeColumn(options.column());
    String validation = options.validationFrom();
    String test = options.testFrom();
    if (validation != null) {
      from.put(Part.VALIDATION, validation);
    }
    if (test != null) {
      from.put(Part.TEST, test);
    }
    double train = options.train() == null ? 0 : options.train();
    shares =
        from.isEmpty()
            ? Optional.of(Shares.of(train, options.validation(), options.test()))
            : Optional.empty();
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Schema input = Inputs.single(inputs);
    time.check(input, problems);
    from.forEach((part, text) -> time.checkText(input, part.text() + "From", text, problems));
    return input;
  }

  @Override
  public boolean folds() {
    return false;
  }

  @Override
  public Set<Part> parts() {
    EnumSet<Part> parts = EnumSet.of(Part.TRAIN);
    parts.addAll(from.keySet());
    shares.ifPresent(given -> parts.addAll(given.parts()));
    return parts;
  }

  @Override
  public List<Parts<Dataset<Row>>> split(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> frame = Inputs.single(inputs);
    Column position = time.position(frame);
    List<Column> cuts = cuts(frame);
    Map<Part, Dataset<Row>> frames = new EnumMap<>(Part.class);
    int index = 0;
    for (Part part : parts()) {
      Column within = index == 0 ? functions.lit(true) : position.geq(cuts.get(index - 1));
      Column before = index == cuts.size() ? functions.lit(true) : position.lt(cuts.get(index));
      frames.put(part, frame.filter(within.and(before)));
      index++;
    }
    return List.of(Parts.of(frames));
  }

  private List<Column> cuts(Dataset<Row> frame) {
    List<Column> cuts = new ArrayList<>();
    shares.ifPresent(
        given -> time.cuts(frame, given.ends()).forEach(cut -> cuts.add(functions.lit(cut))));
    from.values().forEach(text -> cuts.add(time.position(frame, text)));
    return cuts;
  }
}
