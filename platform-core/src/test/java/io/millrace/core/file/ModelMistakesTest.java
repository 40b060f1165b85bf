package io.millrace.core.file;

import static io.millrace.core.file.ValidFile.problems;
import static io.millrace.core.file.ValidFile.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** One mistake each about columns, gates, metrics and searches: all that a user reads of it. */
final class ModelMistakesTest {
  @Test
  void columnsThatAreNotThere() {
    assertThat(problems(with("columns: [age, income]", "columns: [age, incom]")))
        .containsExactly(
            "churn.yaml:22:22: [UNKNOWN_COLUMN] there is no column 'incom' in what 'parts' yields;"
                + " did you mean 'income'?");
    assertThat(problems(with("{ label: churn }", "{ label: left }")))
        .containsExactly(
            "churn.yaml:27:20: [UNKNOWN_COLUMN] there is no column 'left' in what 'imputed'"
                + " yields; columns are age, churn, income, plan");
  }

  @Test
  void columnsOfTheWrongType() {
    assertThat(problems(with("columns: [age, income]", "columns: [age, plan]")))
        .containsExactly(
            "churn.yaml:22:22: [COLUMN_TYPE] column 'plan' must be a number, not string");
  }

  @Test
  void aSourceThatIsNotThere() {
    assertThat(problems(with("default: data/rows.csv", "default: missing.csv")))
        .containsExactly("churn.yaml:8:10: [MISSING_FILE] there is no file 'missing.csv'");
  }

  @Test
  void gates() {
    assertThat(problems(with("auc >= 0.80", "auc => 0.80")))
        .containsExactly(
            "churn.yaml:34:14: [GATE_SYNTAX] 'auc => 0.80' is no gate; write METRIC >="
                + " NUMBER, METRIC >= ALIAS - NUMBER or lower(METRIC - ALIAS) >= NUMBER (also"
                + " upper, >, <=, <, +)");
    assertThat(problems(with("auc >= 0.80", "acu >= 0.80")))
        .containsExactly(
            "churn.yaml:34:14: [UNKNOWN_METRIC] stage 'quality' gives no metric 'acu'; did you"
                + " mean 'auc'?");
    String undeployed = ValidFile.TEXT.replaceAll("(?s)  - id: publish.*?\\}\n", "");
    assertThat(problems(undeployed))
        .containsExactly(
            "churn.yaml:34:29: [INVALID_OPTION] the gate 'auc >= champion - 0.005' needs a"
                + " deployer behind stage 'quality', which names the model of 'champion'");
  }

  @Test
  void gatesOnFiguresThatAreNotMeasured() {
    assertThat(problems(with("auc >= 0.80", "auc@slice(plan=gold) >= 0.80")))
        .containsExactly(
            "churn.yaml:34:14: [UNKNOWN_METRIC] stage 'quality' measures no slices by 'plan': its"
                + " option 'slices' names the columns");
    String sliced = with("    gates:", "    with: { slices: [plan] }\n    gates:");
    assertThat(problems(sliced.replace("auc >= 0.80", "auc@slice(plan=gold) >= 0.80"))).isEmpty();
    assertThat(problems(sliced.replace("auc >= 0.80", "auc@slice(plam=gold) >= 0.80")))
        .containsExactly(
            "churn.yaml:35:14: [UNKNOWN_METRIC] stage 'quality' measures no slices by 'plam'; did"
                + " you mean 'plan'?");
    assertThat(problems(sliced.replace("auc >= 0.80", "acu@slice(plan=gold) >= 0.80")))
        .containsExactly(
            "churn.yaml:35:14: [UNKNOWN_METRIC] stage 'quality' gives no metric 'acu'; did you"
                + " mean 'auc'?");
    assertThat(problems(with("auc >= 0.80", "lower(auc) >= 0.80")))
        .containsExactly(
            "churn.yaml:34:14: [UNKNOWN_METRIC] stage 'quality' gives no interval of 'auc': its"
                + " option 'bootstrap' asks for intervals");
    assertThat(problems(with("auc >= 0.80", "lower(auc - champion) >= 0")))
        .containsExactly(
            "churn.yaml:34:14: [UNKNOWN_METRIC] stage 'quality' gives no interval of 'auc': its"
                + " option 'bootstrap' asks for intervals");
    assertThat(problems(with("auc >= 0.80", "log_loss@class(yes) <= 0.80")))
        .containsExactly(
            "churn.yaml:34:14: [UNKNOWN_METRIC] stage 'quality' gives no 'log_loss' of a class;"
                + " those of a class are auc");
    assertThat(problems(with("auc >= 0.80", "auc@importance(age) <= 0.2")))
        .containsExactly(
            "churn.yaml:34:14: [UNKNOWN_METRIC] stage 'quality' tells no importance by 'auc': its"
                + " option 'importance' asks for it");
    assertThat(problems(with("    gates:", "    with: { slices: [plam] }\n    gates:")))
        .containsExactly(
            "churn.yaml:34:22: [UNKNOWN_COLUMN] there is no column 'plam' in what 'model' yields;"
                + " did you mean 'plan'?");
  }

  @Test
  void aGateOnTheImportanceOfARegisteredVersion() {
    assertThat(problems(with("auc >= 0.80", "auc@importance(age) <= champion + 0.1")))
        .containsExactly(
            "churn.yaml:34:14: [UNKNOWN_METRIC] stage 'quality' tells no importance by 'auc': its"
                + " option 'importance' asks for it",
            "churn.yaml:34:14: [INVALID_OPTION] stage 'quality' measures no importance of columns"
                + " of 'champion', as of any registered version: let the gate 'auc@importance(age)"
                + " <= champion + 0.1' name a number");
  }

  @Test
  void metricsToTuneAndSelectBy() {
    assertThat(problems(with("quality.auc", "quality.aux")))
        .containsExactly(
            "churn.yaml:29:47: [UNKNOWN_METRIC] no evaluator behind stage 'model' gives"
                + " 'quality.aux'; write STAGE.METRIC; did you mean 'quality.auc'?");
    assertThat(problems(with("gates:", "select: ks\n    gates:")))
        .containsExactly(
            "churn.yaml:34:13: [UNKNOWN_METRIC] stage 'quality' gives no metric 'ks'; metrics are"
                + " auc, log_loss");
  }

  @Test
  void spaces() {
    assertThat(problems(with("imputed.strategy", "imputed.indicator")))
        .containsExactly(
            "churn.yaml:30:38: [NOT_TUNABLE] 'imputed.indicator' can't be tuned: 'indicator' of"
                + " transform/impute is not made for that; tunable are strategy");
    assertThat(problems(with("imputed.strategy", "features.table")))
        .containsExactly(
            "churn.yaml:30:38: [NOT_TUNABLE] 'features.table' can't be tuned: 'features' is no"
                + " transformer between the split and stage 'model'");
    assertThat(problems(with("regParam: [0.0, 0.1]", "regParam: [0.0, -1, much]")))
        .containsExactly(
            "churn.yaml:30:32: [OUT_OF_RANGE] option 'regParam' of 'space' must be at least 0, not"
                + " -1",
            "churn.yaml:30:36: [WRONG_TYPE] option 'regParam' of 'space' must be a number, not the"
                + " text 'much'");
  }

  @Test
  void searches() {
    assertThat(problems(with("kind: grid", "kind: gird")))
        .containsExactly(
            "churn.yaml:29:23: [INVALID_OPTION] there is no search 'gird'; did you mean 'grid'?");
    assertThat(problems(with("folds: 3", "folds: 1")))
        .containsExactly(
            "churn.yaml:29:36: [OUT_OF_RANGE] option 'k' of the folds of stage 'model' must be at"
                + " least 2, not 1");
    assertThat(problems(with("folds: 3", "folds: { use: split/random, with: { train: 0.5 } }")))
        .containsExactly("churn.yaml:29:43: [WRONG_KIND] 'split/random' makes no folds to tune on");
  }

  @Test
  void budgets() {
    assertThat(problems(with("kind: grid", "kind: random")))
        .containsExactly(
            "churn.yaml:29:15: [MISSING_OPTION] a search of kind random needs 'trials' or"
                + " 'minutes'");
    assertThat(problems(with("kind: grid", "kind: random, trials: 0")))
        .containsExactly(
            "churn.yaml:29:39: [OUT_OF_RANGE] 'trials' must be between 1 and 1000000, not 0");
    assertThat(problems(with("kind: grid", "kind: grid, factor: 2")))
        .containsExactly(
            "churn.yaml:29:29: [UNKNOWN_KEY] there is no key 'factor' in a search of kind grid;"
                + " keys are kind, folds, metric, minutes, patience");
    assertThat(problems(with("kind: grid", "kind: halving, trials: 9, from: 1")))
        .containsExactly(
            "churn.yaml:29:49: [OUT_OF_RANGE] 'from' must be below 'to': a search that halves"
                + " begins with less");
    assertThat(problems(with("kind: grid", "kind: halving, trials: 9, resource: regParam")))
        .containsExactly(
            "churn.yaml:29:53: [NOT_TUNABLE] 'regParam' is nothing that trials can be given more"
                + " of; there are rows, maxIter");
  }

  @Test
  void ranges() {
    assertThat(problems(with("regParam: [0.0, 0.1]", "regParam: { min: 0.1, max: 1 }")))
        .containsExactly(
            "churn.yaml:30:26: [WRONG_TYPE] 'regParam' in 'space' must be a list of values, as a"
                + " grid tries each of them, not a map");
    assertThat(ranged("{ min: 0, max: 1, scale: log }"))
        .containsExactly(
            "churn.yaml:30:33: [OUT_OF_RANGE] 'regParam' in 'space' has a log scale, so its min"
                + " must be above 0");
    assertThat(ranged("{ min: 2, max: 1 }"))
        .containsExactly(
            "churn.yaml:30:26: [OUT_OF_RANGE] 'regParam' in 'space' has no value: its min is above"
                + " its max");
    assertThat(ranged("{ min: -2, max: 1 }"))
        .containsExactly(
            "churn.yaml:30:33: [OUT_OF_RANGE] option 'regParam.min' of 'space' must be at least 0,"
                + " not -2");
    assertThat(ranged("{ max: 1 }"))
        .containsExactly("churn.yaml:30:26: [MISSING_OPTION] 'regParam' in 'space' needs 'min'");
    assertThat(ranged("{ min: 0, max: 1, when: { imputed.strategy: mean } }"))
        .containsExactly(
            "churn.yaml:30:52: [INVALID_OPTION] 'when' names 'imputed.strategy', and 'space' has"
                + " no such option before this one");
  }

  private static List<String> ranged(String range) {
    return problems(
        with("kind: grid", "kind: random, trials: 5")
            .replace("regParam: [0.0, 0.1]", "regParam: " + range));
  }

  @Test
  void aSearchBehindFolds() {
    String folds =
        with("use: split/random", "use: split/k-fold")
            .replace("with: { train: \"${param:share}\", test: 0.2 }", "with: { k: 5 }");
    assertThat(problems(folds))
        .containsExactly(
            "churn.yaml:28:5: [NOT_TUNABLE] stage 'model' can't search behind the folds of 'parts'"
                + " (split/k-fold): the search would choose options with the rows that they hold"
                + " out; split into train and test instead, as a search makes folds of its own, or"
                + " remove 'tune'");
    assertThat(problems(folds.replaceAll("(?s)    tune:.*?(?=  - id: quality)", ""))).isEmpty();
  }

  @Test
  void aPartThatTheSplitDoesNotYield() {
    assertThat(problems(with("gates:", "on: validation\n    gates:")))
        .containsExactly(
            "churn.yaml:34:9: [INVALID_OPTION] the split 'parts' yields no part 'validation'");
  }

  @Test
  void severalModelsWithoutAChoice() {
    String two =
        with(
            "  - id: quality",
            """
              - id: other
                use: train/logistic
                from: imputed
                with: { label: churn, regParam: 1 }
              - id: quality\
            """);
    assertThat(problems(two.replace("from: model", "from: [model, other]")))
        .containsExactly(
            "churn.yaml:41:11: [MISSING_OPTION] stage 'quality' evaluates several models (model,"
                + " other); give it 'select', the metric that chooses the one that stage 'publish'"
                + " deploys");
    assertThat(problems(two.replace("from: model", "from: [model, other]\n    select: auc")))
        .isEmpty();
  }
}
