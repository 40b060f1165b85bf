package io.millrace.spark.scoring;

import io.millrace.api.error.MillraceException;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.spark.scoring.stock.StockModelScoring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.ImputerModel;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The portable form of what {@code org.apache.spark.ml.feature} transforms row by row, as a table
 * from classes to steps. A parameter that is set and that the table does not know fails the export.
 */
public final class StockFeatureScoring {
  private static final Map<Class<?>, StockFeature<?>> TABLE = table();

  private StockFeatureScoring() {}

  private static Map<Class<?>, StockFeature<?>> table() {
    Map<Class<?>, StockFeature<?>> table = new HashMap<>();
    Stream.of(CategoryFeatures.TABLE, VectorFeatures.TABLE, TextFeatures.TABLE, TopicFeatures.TABLE)
        .flatMap(List::stream)
        .forEach(feature -> table.put(feature.type(), feature));
    return Map.copyOf(table);
  }

  /** Whether there are steps for transformers of that very class. */
  public static boolean knows(Class<?> type) {
    return TABLE.containsKey(type) || isSql(type);
  }

  /** Those whose work is expressions of Spark SQL. */
  private static boolean isSql(Class<?> type) {
    return type == SQLTransformer.class || type == ImputerModel.class;
  }

  /**
   * The steps of one transformer.
   *
   * @param frame without rows, of the columns that it gets
   * @throws MillraceException NOT_SERVABLE, with a clause as message
   */
  public static List<ScoringStep> steps(Transformer transformer, Dataset<Row> frame) {
    if (isSql(transformer.getClass())) {
      return SqlScoring.between(frame, transformer.transform(frame));
    }
    StockFeature<?> feature = TABLE.get(transformer.getClass());
    if (feature == null) {
      throw Refusals.of("'%s' has no portable form".formatted(transformer.getClass().getName()));
    }
    StepDraft draft = new StepDraft(frame);
    feature.export(transformer, draft);
    return draft.steps();
  }

  /**
   * The steps of transformers that are applied one after another; of models, too, as {@link
   * PipelineModel}s hold them.
   *
   * @param frame without rows, of the columns that the first gets
   * @throws MillraceException NOT_SERVABLE, with a clause as message
   */
  public static List<ScoringStep> chain(
      List<? extends PipelineStage> transformers, Dataset<Row> frame) {
    List<ScoringStep> steps = new ArrayList<>();
    Dataset<Row> before = frame;
    for (PipelineStage stage : transformers) {
      Transformer transformer = (Transformer) stage;
      steps.addAll(link(transformer, before));
      // A query that grows with each transformer would be analysed again and again.
      before =
          frame.sparkSession().createDataFrame(List.of(), transformer.transform(before).schema());
    }
    return steps;
  }

  private static List<ScoringStep> link(Transformer transformer, Dataset<Row> frame) {
    if (transformer instanceof PipelineModel pipeline) {
      return chain(List.of(pipeline.stages()), frame);
    }
    return StockModelScoring.knows(transformer.getClass())
        ? StockModelScoring.steps(transformer)
        : steps(transformer, frame);
  }
}
