package io.millrace.spark.api;

import io.millrace.api.AppliesTo;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.Transformer;
import io.millrace.api.store.StateDirectory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A transformer that learns nothing: it may stand before a split, and saves no state. If it
 * implements {@link SparkMlExport}, so does what it is fitted as.
 */
public abstract class StatelessTransformer implements Transformer<Dataset<Row>> {
  /** Puts a frame through; lazily, as Spark does. */
  protected abstract Dataset<Row> apply(Dataset<Row> frame);

  @Override
  public final boolean learns() {
    return false;
  }

  @Override
  public AppliesTo appliesTo() {
    return AppliesTo.ALL;
  }

  @Override
  public boolean isRowWise() {
    return true;
  }

  @Override
  public final Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    return Fit.of(fitted());
  }

  @Override
  public final FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return fitted();
  }

  private FittedTransformer<Dataset<Row>> fitted() {
    return this instanceof SparkMlExport export ? new Exported(this, export) : new Applied(this);
  }

  private record Applied(StatelessTransformer stage) implements FittedTransformer<Dataset<Row>> {
    @Override
    public Dataset<Row> apply(Dataset<Row> frame) {
      return stage.apply(frame);
    }

    @Override
    public void save(StateDirectory state) {
      // Nothing was learnt: the options are all there is.
    }
  }

  private record Exported(StatelessTransformer stage, SparkMlExport export)
      implements FittedTransformer<Dataset<Row>>, SparkMlExport {
    @Override
    public Dataset<Row> apply(Dataset<Row> frame) {
      return stage.apply(frame);
    }

    @Override
    public void save(StateDirectory state) {
      // Nothing was learnt.
    }

    @Override
    public List<org.apache.spark.ml.Transformer> sparkMl() {
      return export.sparkMl();
    }
  }
}
