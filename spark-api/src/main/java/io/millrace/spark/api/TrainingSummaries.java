package io.millrace.spark.api;

import java.util.stream.Stream;
import org.apache.spark.ml.classification.OneVsRestModel;
import org.apache.spark.ml.util.HasTrainingSummary;
import scala.Option;

/**
 * What models of Spark ML remember of their training. It holds the training rows' frame and its
 * session: a model that keeps it keeps their plan in memory, and can't be sent to tasks once that
 * session has observed a frame.
 */
public final class TrainingSummaries {
  private TrainingSummaries() {}

  /** The same model, which has forgotten its training. */
  public static <M> M dropped(M model) {
    if (model instanceof HasTrainingSummary<?> trained) {
      trained.setSummary(Option.empty());
    }
    if (model instanceof OneVsRestModel ofEach) {
      Stream.of(ofEach.models()).forEach(TrainingSummaries::dropped);
    }
    return model;
  }
}
