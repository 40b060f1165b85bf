package io.millrace.stages.train;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.ml.classification.Classifier;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.classification.FMClassifier;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.jspecify.annotations.Nullable;

/** The options of {@code train/one-vs-rest}. */
public record OneVsRestOptions(
    @Help("the column with the classes: a string, a number or a boolean") @InputColumn @NotEmpty
        String label,
    @Help("the vector to learn from") @InputColumn @NotEmpty @Default("features") String features,
    @Help("a number that weighs rows") @InputColumn @Nullable String weight,
    @Help("how much the rows of a class weigh, beside their own weight")
        @Nullable ClassWeights classWeights,
    @Help("what tells each class from all others; its options are those of the stage of that name")
        @Default("linear-svm")
        Learner learner,
    @Help("classes that are learnt side by side") @Range(min = 1) @Default("1") int parallelism,
    @Help("strength of regularisation; none, if not given") @Range(min = 0) @Tunable
        @Nullable Double regParam,
    @Help("of logistic-regression: share of L1 in the regularisation; 0, if not given")
        @Range(min = 0, max = 1)
        @Tunable
        @Nullable Double elasticNetParam,
    @Help("iterations at most, or trees; 100, or 20 trees, if not given") @Range(min = 1) @Tunable
        @Nullable Integer maxIter,
    @Help("stop when an iteration gains less than this; 1e-6, if not given")
        @Range(min = 0)
        @Tunable
        @Nullable Double tol,
    @Help("whether to learn an intercept; true, if not given") @Tunable
        @Nullable Boolean fitIntercept,
    @Help(
            "of linear learners: whether to regularise features as if all had the same spread;"
                + " true, if not given")
        @Tunable
        @Nullable Boolean standardization,
    @Help("of gradient-boosted-trees: levels of a tree below its root; 5, if not given")
        @Range(min = 0, max = 30)
        @Tunable
        @Nullable Integer maxDepth,
    @Help("how much of a tree is added, or the size of the first step; 0.1, or 1, if not given")
        @Range(min = 0, minExclusive = true)
        @Tunable
        @Nullable Double stepSize,
    @Help(
            "of factorization-machines: length of the vector that stands for a feature; 8, if not"
                + " given")
        @Range(min = 1)
        @Tunable
        @Nullable Integer factorSize)
    implements PredictorOptions {
  /** Options that are no parameters of what tells classes apart. */
  private static final Set<String> NOT_THE_LEARNERS =
      Set.of("label", "features", "weight", "classWeights", "learner", "parallelism");

  /** What tells two classes apart. */
  @SuppressWarnings("ImmutableEnumChecker") // References to constructors and static methods.
  public enum Learner {
    LOGISTIC_REGRESSION(LogisticRegression::new, LogisticRegressionModel::read),
    LINEAR_SVM(LinearSVC::new, LinearSVCModel::read),
    GRADIENT_BOOSTED_TREES(GBTClassifier::new, GBTClassificationModel::read),
    FACTORIZATION_MACHINES(FMClassifier::new, FMClassificationModel::read);

    private final Supplier<? extends Classifier<?, ?, ?>> made;
    private final Supplier<? extends MLReader<?>> reader;

    Learner(Supplier<? extends Classifier<?, ?, ?>> made, Supplier<? extends MLReader<?>> reader) {
      this.made = made;
      this.reader = reader;
    }

    Classifier<?, ?, ?> make() {
      return made.get();
    }

    MLReader<?> reader() {
      return reader.get();
    }

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Set<String> notTheLearners() {
    return NOT_THE_LEARNERS;
  }

  @Override
  public Set<String> own() {
    return Arrays.stream(OneVsRestOptions.class.getRecordComponents())
        .map(component -> component.getName())
        .filter(name -> !name.equals("parallelism"))
        .collect(Collectors.toSet());
  }

  /** An option that would do nothing is a mistake. */
  @Override
  public void check() {
    Params made = learner.make();
    refuse(made.hasParam("regParam"), "regParam", regParam);
    refuse(made.hasParam("elasticNetParam"), "elasticNetParam", elasticNetParam);
    refuse(made.hasParam("tol"), "tol", tol);
    refuse(made.hasParam("fitIntercept"), "fitIntercept", fitIntercept);
    refuse(made.hasParam("standardization"), "standardization", standardization);
    refuse(made.hasParam("maxDepth"), "maxDepth", maxDepth);
    refuse(made.hasParam("stepSize"), "stepSize", stepSize);
    refuse(made.hasParam("factorSize"), "factorSize", factorSize);
    // Spark ML's factorization machines have a parameter for weights, and don't look at it.
    boolean weighs = learner != Learner.FACTORIZATION_MACHINES;
    refuse(weighs, "weight", weight);
    refuse(weighs, "classWeights", classWeights);
  }

  private void refuse(boolean known, String option, @Nullable Object value) {
    if (value != null && !known) {
      throw new IllegalArgumentException(
          "the learner %s has no option %s".formatted(learner.text(), option));
    }
  }
}
