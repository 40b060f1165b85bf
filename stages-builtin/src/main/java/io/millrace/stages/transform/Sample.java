package io.millrace.stages.transform;

import io.millrace.api.AppliesTo;
import io.millrace.api.ColumnUse;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.Transformer;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowHash;
import io.millrace.spark.api.StateJson;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Keeps a share of the training rows. */
final class Sample implements Transformer<Dataset<Row>> {
  private static final String FILE = "sample.json";

  private final SampleFactory.Options options;

  Sample(SampleFactory.Options options) {
    this.options = options;
  }

  /** What is kept between runs. */
  record State(long seed) {}

  @Override
  public Schema schema(Schema input, Problems problems) {
    return input;
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.ofAll();
  }

  /** It looks at no row, but the seed that it is fitted with is kept like what is learnt. */
  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public AppliesTo appliesTo() {
    return AppliesTo.TRAINING;
  }

  @Override
  public boolean isRowWise() {
    return true;
  }

  @Override
  public Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    return Fit.of(new Sampled(options, new State(context.seed())));
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return new Sampled(options, StateJson.read(state, FILE, State.class));
  }

  private record Sampled(SampleFactory.Options options, State state)
      implements FittedTransformer<Dataset<Row>> {
    @Override
    public Dataset<Row> apply(Dataset<Row> frame) {
      Column hash = RowHash.uniform(frame.schema(), options.keys(), state.seed());
      return frame.filter(hash.lt(fraction()));
    }

    private Column fraction() {
      Column whole = functions.lit(1.0);
      String label = options.label();
      Map<String, Double> fractions = options.fractions();
      if (label == null || fractions == null) {
        return options.fraction() == null ? whole : functions.lit(options.fraction());
      }
      Column classText = Columns.col(label).cast("string");
      Column result = whole;
      for (Map.Entry<String, Double> each : fractions.entrySet()) {
        result =
            functions.when(classText.equalTo(each.getKey()), each.getValue()).otherwise(result);
      }
      return result;
    }

    @Override
    public void save(StateDirectory directory) {
      StateJson.write(directory, FILE, state);
    }
  }
}
