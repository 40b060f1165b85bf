package io.millrace.spark.api;

import io.millrace.api.AppliesTo;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.Transformer;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A transformer that learns nothing: it may stand before a split, and saves no state. If it
 * implements {@link SparkMlExport} or {@link ScoringExport}, so does what it is fitted as.
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
    ScoringExport<Dataset<Row>> scoring = scoringExport();
    if (this instanceof SparkMlExport stock) {
      return scoring == null ? new Stock(this, stock) : new Portable(this, stock, scoring);
    }
    return scoring == null ? new Applied(this) : new Scored(this, scoring);
  }

  @SuppressWarnings("unchecked") // What takes frames of Spark exports for them.
  private @Nullable ScoringExport<Dataset<Row>> scoringExport() {
    return this instanceof ScoringExport<?> export ? (ScoringExport<Dataset<Row>>) export : null;
  }

  /** Nothing was learnt: the options are all there is. */
  private sealed interface Unlearnt extends FittedTransformer<Dataset<Row>> {
    StatelessTransformer stage();

    @Override
    default Dataset<Row> apply(Dataset<Row> frame) {
      return stage().apply(frame);
    }

    @Override
    default void save(StateDirectory state) {}
  }

  private record Applied(StatelessTransformer stage) implements Unlearnt {}

  private record Stock(StatelessTransformer stage, SparkMlExport stock)
      implements Unlearnt, SparkMlExport {
    @Override
    public List<org.apache.spark.ml.Transformer> sparkMl() {
      return stock.sparkMl();
    }
  }

  private record Scored(StatelessTransformer stage, ScoringExport<Dataset<Row>> export)
      implements Unlearnt, ScoringExport<Dataset<Row>> {
    @Override
    public List<ScoringStep> scoring(Dataset<Row> frame) {
      return export.scoring(frame);
    }
  }

  private record Portable(
      StatelessTransformer stage, SparkMlExport stock, ScoringExport<Dataset<Row>> export)
      implements Unlearnt, SparkMlExport, ScoringExport<Dataset<Row>> {
    @Override
    public List<org.apache.spark.ml.Transformer> sparkMl() {
      return stock.sparkMl();
    }

    @Override
    public List<ScoringStep> scoring(Dataset<Row> frame) {
      return export.scoring(frame);
    }
  }
}
