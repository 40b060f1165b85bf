package io.millrace.stages.train;

import io.millrace.spark.api.SparkMlParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.ClassificationModel;
import org.apache.spark.ml.classification.Classifier;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.classification.OneVsRestModel;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.types.Metadata;

/** Several classes told apart by what knows two. */
final class OneVsRests implements Algorithm.Saving<OneVsRestOptions> {
  /** A fixed uid: equal models shall give equal files. */
  private static final String UID = "millrace";

  /** With the options set that Spark ML's own class lacks. */
  static Estimator<?> learner(OneVsRestOptions options) {
    return new OneVsRest().setClassifier(ofTwo(options));
  }

  private static Classifier<?, ?, ?> ofTwo(OneVsRestOptions options) {
    Classifier<?, ?, ?> ofTwo = options.learner().make();
    SparkMlParams.set(ofTwo, options, OneVsRestOptions.notTheLearners());
    return ofTwo;
  }

  /** Each class's model by itself, since Spark ML can't write all of them to a local directory. */
  @Override
  public void write(Transformer model, Path directory) throws IOException {
    Files.createDirectories(directory);
    ClassificationModel<?, ?>[] each = ((OneVsRestModel) model).models();
    for (int i = 0; i < each.length; i++) {
      ((MLWritable) each[i]).write().saveToLocal(of(directory.toString(), i).toString());
    }
  }

  private static Path of(String directory, int place) {
    return Path.of(directory, "class-%03d".formatted(place));
  }

  @Override
  public Transformer read(OneVsRestOptions options, String directory) {
    ClassificationModel<?, ?>[] each =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> of(directory, i))
            .takeWhile(Files::exists)
            .map(own -> options.learner().reader().loadFromLocal(own.toString()))
            .toArray(ClassificationModel<?, ?>[]::new);
    OneVsRestModel model = new OneVsRestModel(UID, Metadata.empty(), each);
    model.set(model.getParam("classifier"), ofTwo(options));
    return model;
  }
}
