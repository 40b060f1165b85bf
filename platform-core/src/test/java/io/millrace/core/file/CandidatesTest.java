package io.millrace.core.file;

import static io.millrace.core.file.ValidFile.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.Tuning;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several algorithms in one search: what is read of them, and what a user reads of a mistake. */
final class CandidatesTest {
  private static final String FOREST = "use: train/forest, with: { label: churn }";

  /** The valid file with candidates in line 31. */
  private static String with(String candidates) {
    return ValidFile.with(
        "imputed.strategy: [mean, median] }\n",
        "imputed.strategy: [mean, median] }\n      candidates: " + candidates + "\n");
  }

  @Test
  void everyAlgorithmHasASpaceOfItsOwnAndSharesWhatComesBeforeIt() {
    Tuning<List<String>> tuning =
        Fixtures.read(
                ValidFile.request(
                    with("[{ " + FOREST + ", space: { maxDepth: [3, 5] } }]")
                        .replace(
                            "imputed.strategy: [mean, median]",
                            "imputed.strategy: { values: [mean, median], when: { use:"
                                + " train/forest } }")))
            .pipeline()
            .orElseThrow()
            .stage("model")
            .settings()
            .tune()
            .orElseThrow();

    Tuning.Option use = new Tuning.Option("model", "use");
    assertThat(tuning.candidates().stream().map(PipelineStage::use).toList())
        .containsExactly("train/forest");
    assertThat(tuning.space())
        .containsExactly(
            Axis.of(use, List.of("train/logistic", "train/forest")),
            when(new Tuning.Option("model", "regParam"), List.of(0.0, 0.1), "train/logistic"),
            when(
                new Tuning.Option("imputed", "strategy"),
                List.of("mean", "median"),
                "train/forest"),
            when(new Tuning.Option("model", "maxDepth"), List.of(3L, 5L), "train/forest"));
  }

  private static Axis when(Tuning.Option option, List<Object> values, String algorithm) {
    return new Axis(
        option,
        Axis.of(option, values).domain(),
        Map.of(new Tuning.Option("model", "use"), List.of(algorithm)));
  }

  @Test
  void aSpaceMayBeLeftOutWhereThereAreCandidates() {
    String bare = with("[{ " + FOREST + " }]").replaceAll("      space: .*\n", "");

    assertThat(problems(bare)).isEmpty();
    assertThat(problems(with("[{ " + FOREST + ", space: {} }]")))
        .containsExactly("churn.yaml:31:72: [MISSING_OPTION] 'space' must name an option to tune");
  }

  @Test
  void candidatesThatAreNone() {
    assertThat(problems(with("train/forest")))
        .containsExactly(
            "churn.yaml:31:19: [WRONG_TYPE] 'candidates' must be a list of {use, with, space},"
                + " not the text 'train/forest'");
    assertThat(problems(with("[]")))
        .containsExactly(
            "churn.yaml:31:19: [MISSING_OPTION] 'candidates' must name an algorithm beside the one"
                + " of stage 'model'");
    assertThat(problems(with("[{ with: { label: churn } }]")))
        .containsExactly(
            "churn.yaml:31:20: [MISSING_OPTION] a candidate needs 'use', the trainer's name");
    assertThat(problems(with("[{ use: train/forst, with: { label: churn } }]")))
        .containsExactly(
            "churn.yaml:31:27: [UNKNOWN_STAGE] there is no stage 'train/forst'; did you mean"
                + " 'train/forest'?");
    assertThat(problems(with("[{ use: transform/impute }]")))
        .containsExactly(
            "churn.yaml:31:27: [WRONG_KIND] 'transform/impute' can't be a candidate: it is no"
                + " trainer");
    assertThat(problems(with("[{ " + FOREST + ", from: parts }]")))
        .containsExactly(
            "churn.yaml:31:65: [UNKNOWN_KEY] there is no key 'from' in a candidate; keys are use,"
                + " with, space");
  }

  @Test
  void candidatesThatAreThereAlready() {
    assertThat(problems(with("[{ " + FOREST + " }, { " + FOREST + " }]")))
        .containsExactly(
            "churn.yaml:31:74: [DUPLICATE_KEY] 'train/forest' is a candidate already: say in its"
                + " 'space' what is varied of it");
    assertThat(problems(with("[{ use: train/logistic, with: { label: churn } }]")))
        .containsExactly(
            "churn.yaml:31:27: [DUPLICATE_KEY] 'train/logistic' is the algorithm of stage 'model'"
                + " already: say in its 'space' what is varied of it");
  }

  @Test
  void optionsThatDoNotFit() {
    assertThat(problems(with("[{ use: train/forest, with: { label: chrun } }]")))
        .containsExactly(
            "churn.yaml:31:56: [UNKNOWN_COLUMN] there is no column 'chrun' in what 'imputed'"
                + " yields; did you mean 'churn'?");
    assertThat(problems(with("[{ use: train/forest }]")))
        .containsExactly(
            "churn.yaml:31:27: [MISSING_OPTION] option 'label' of stage 'model' is missing");
    assertThat(problems(with("[{ use: train/forest, with: { label: churn, maxDepth: 0 } }]")))
        .containsExactly(
            "churn.yaml:31:73: [OUT_OF_RANGE] option 'maxDepth' of stage 'model' must be at least"
                + " 1, not 0");
  }

  @Test
  void candidatesThatPredictSomethingElse() {
    assertThat(problems(with("[{ use: train/forest, with: { label: plan } }]")))
        .containsExactly(
            "churn.yaml:31:56: [NOT_TUNABLE] candidate 'train/forest' has the label 'plan', and"
                + " stage 'model' the label 'churn': candidates are compared by the same label");
    assertThat(problems(with("[{ use: train/forest, with: { label: churn, weight: age } }]")))
        .containsExactly(
            "churn.yaml:31:71: [NOT_TUNABLE] candidate 'train/forest' has the weight 'age', and"
                + " stage 'model' no weight: candidates are compared by the same weight");
    assertThat(problems(with("[{ use: train/svm, with: { label: churn } }]")))
        .containsExactly(
            "churn.yaml:31:27: [NOT_TUNABLE] candidate 'train/svm' gives no vector(2) column"
                + " 'probability', as 'train/logistic' does; make 'train/svm' the stage's own"
                + " 'use', and 'train/logistic' a candidate");
  }

  @Test
  void spacesThatDoNotFit() {
    assertThat(problems(with("[{ " + FOREST + ", space: { regParam: [1.0] } }]")))
        .containsExactly(
            "churn.yaml:31:74: [NOT_TUNABLE] 'regParam' can't be tuned: train/forest has no option"
                + " 'regParam'; tunable are maxDepth, maxIter");
    assertThat(problems(with("[{ " + FOREST + ", space: { imputed.strategy: [mean] } }]")))
        .containsExactly(
            "churn.yaml:31:74: [NOT_TUNABLE] 'imputed.strategy' can't be tuned: the 'space' of a"
                + " candidate names its own options; what is varied of transformers stands in the"
                + " 'space' beside 'candidates', under 'when: {use: train/forest}' if it is for"
                + " this candidate only");
    String when = "regParam: { values: [0.1], when: { use: train/forest } }";
    assertThat(problems(with("[{ " + FOREST + " }]").replace("regParam: [0.0, 0.1]", when)))
        .containsExactly(
            "churn.yaml:30:16: [INVALID_OPTION] 'regParam' is an option of train/logistic, and"
                + " varied with that only: leave 'use' out of its 'when'");
    String other = "imputed.strategy: { values: [mean], when: { use: train/svm } }";
    assertThat(
            problems(
                with("[{ " + FOREST + " }]").replace("imputed.strategy: [mean, median]", other)))
        .containsExactly(
            "churn.yaml:30:87: [INVALID_OPTION] 'when' asks for the text 'train/svm', which is"
                + " none of the values of 'use': [train/logistic, train/forest]");
  }

  @Test
  void halvingSpendsWhatAllAlgorithmsHave() {
    String halving = "kind: halving, trials: 9, resource: maxIter, from: 1, to: 20";
    String both = with("[{ " + FOREST + " }]").replace("kind: grid", halving);

    assertThat(problems(both)).isEmpty();
    assertThat(problems(both.replace("resource: maxIter", "resource: maxDepth")))
        .containsExactly(
            "churn.yaml:29:53: [NOT_TUNABLE] 'maxDepth' is nothing that trials can be given more"
                + " of; there are rows, maxIter");
  }
}
