package io.millrace.spark.api;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.StateDirectory;
import java.io.IOException;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;

/**
 * Keeps Spark ML models in a state directory, by Spark's own writer: as a {@code PipelineModel} in
 * the directory {@code sparkml}. The directory is local, whatever the default file system of the
 * session is; on a cluster, driver and executors must see the same one.
 */
public final class SparkMlState {
  private static final String DIRECTORY = "sparkml";

  /** A fixed uid: equal models shall give equal files. */
  private static final String UID = "millrace";

  private SparkMlState() {}

  /** Writes models that are applied one after another. */
  public static void save(StateDirectory state, List<? extends Transformer> models) {
    try {
      new PipelineModel(UID, models.toArray(Transformer[]::new)).write().save(uri(state));
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "The fitted state can't be written to " + state.path() + ": " + e.getMessage() + ".",
          e);
    }
  }

  /** Reads the models back, in the order they were saved in. */
  public static List<Transformer> load(StateDirectory state) {
    return List.of(PipelineModel.load(uri(state)).stages());
  }

  private static String uri(StateDirectory state) {
    return state.resolve(DIRECTORY).toAbsolutePath().toUri().toString();
  }
}
