package io.millrace.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TwentyMistakesTest {
  private static final String FILE =
      """
      pipeline: churn
      sead: 7
      params:
        share: { type: double, default: most }
      stages:
        - id: raw
          use: ingest/rows
          with: { path: "${param:pth}", header: perhaps }
        - id: lonely
          use: ingest/rows
          with: { path: lonely.csv, pathe: x }
        - id: Features
          use: sink/tabel
          from: raw
        - id: other
          use: ingest/rows
          with: {}
        - id: early
          use: transform/impute
          from: other
          with: { columns: [age], strategy: meen }
        - id: parts
          use: split/random
          from: early
          with: { train: 1.5, test: 0.2, seedColumn: age }
        - id: kept
          use: sink/table
          from: parts
          with: { table: t }
        - id: imputed
          use: transform/impute
          from: part
          with: { columns: [age] }
        - id: good
          use: ingest/rows
          with: { path: good.csv }
        - id: goodparts
          use: split/random
          from: good
          with: { train: 0.5 }
        - id: filled
          use: transform/impute
          from: goodparts
          with: { columns: [ages, plan] }
        - id: model
          use: train/logistic
          from: filled
          with: { label: churn }
          tune:
            search: { kind: grid, folds: 3, metric: quality.acu }
            space: { features: [x] }
        - id: quality
          use: evaluate/binary
          from: model
          gates: [ "auc => 1", "aux > 1" ]
        - id: quality
          use: evaluate/binary
          from: good
      environments:
        prod: { overrides: { row.with.path: x } }
      """;

  @Test
  void allMistakesOfAFileComeInOnePass() {
    List<String> problems = ValidFile.problems(FILE);
    assertThat(problems)
        .containsExactly(
            "churn.yaml:2:1: [UNKNOWN_KEY] there is no key 'sead' in a pipeline file; did you mean"
                + " 'seed'?",
            "churn.yaml:4:35: [INVALID_PARAM] param 'share' must be a number, not the text"
                + " 'most'",
            "churn.yaml:8:19: [UNRESOLVED_REFERENCE] there is no param 'pth'; params are share",
            "churn.yaml:8:43: [WRONG_TYPE] option 'header' of stage 'raw' must be true or false,"
                + " not the text 'perhaps'",
            "churn.yaml:9:9: [ORPHAN] nothing reads stage 'lonely'; remove it, or name it in"
                + " 'from' of another stage",
            "churn.yaml:11:31: [UNKNOWN_KEY] there is no option 'pathe' of stage 'lonely'; did you"
                + " mean 'path'?",
            "churn.yaml:12:9: [INVALID_ID] 'Features' is no id; ids start with a small letter, and"
                + " hold small letters, digits, _ and -",
            "churn.yaml:13:10: [UNKNOWN_STAGE] there is no stage 'sink/tabel'; did you mean"
                + " 'sink/table'?",
            "churn.yaml:17:5: [MISSING_OPTION] option 'path' of stage 'other' is missing: where"
                + " the rows lie",
            "churn.yaml:21:39: [INVALID_OPTION] option 'strategy' of stage 'early' must be one of"
                + " mean, median, most-frequent, not the text 'meen'; did you mean 'mean'?",
            "churn.yaml:25:20: [OUT_OF_RANGE] option 'train' of stage 'parts' must be above 0 and"
                + " below 1, not 1.5",
            "churn.yaml:25:36: [EXCLUSIVE_OPTIONS] options 'test' and 'seedColumn' of stage"
                + " 'parts' exclude each other; keep one of them",
            "churn.yaml:28:11: [AFTER_SPLIT] stage 'kept' is a sink, which can't stand behind the"
                + " split 'parts'; move it before the split",
            "churn.yaml:30:9: [ORPHAN] nothing reads stage 'imputed'; remove it, or name it in"
                + " 'from' of another stage",
            "churn.yaml:32:11: [UNKNOWN_INPUT] there is no stage 'part'; did you mean 'parts'?",
            "churn.yaml:44:23: [UNKNOWN_COLUMN] there is no column 'ages' in what 'goodparts'"
                + " yields; did you mean 'age'?",
            "churn.yaml:44:29: [COLUMN_TYPE] column 'plan' must be a number, not string",
            "churn.yaml:50:47: [UNKNOWN_METRIC] no evaluator behind stage 'model' gives"
                + " 'quality.acu'; write STAGE.METRIC; did you mean 'quality.auc'?",
            "churn.yaml:51:16: [NOT_TUNABLE] 'features' can't be tuned: 'features' of"
                + " train/logistic is not made for that; tunable are regParam, maxIter",
            "churn.yaml:55:14: [GATE_SYNTAX] 'auc => 1' is no gate; write METRIC >= NUMBER,"
                + " METRIC >= ALIAS - NUMBER or lower(METRIC - ALIAS) >= NUMBER"
                + " (also upper, >, <=, <, +)",
            "churn.yaml:55:26: [UNKNOWN_METRIC] stage 'quality' gives no metric 'aux'; did you"
                + " mean 'auc'?",
            "churn.yaml:56:9: [DUPLICATE_ID] the id 'quality' is taken by the stage in line 52",
            "churn.yaml:58:11: [WRONG_KIND] stage 'quality' is an evaluator, which reads the model"
                + " of a trainer or an evaluator; 'good' yields a frame",
            "churn.yaml:60:24: [BAD_OVERRIDE] 'row.with.path' names no stage; did you mean"
                + " 'raw'?");
  }

  @Test
  void whatIsCutOffAnywhereGivesProblemsOrAPipelineAndNeverThrows() {
    for (int end = 0; end <= ValidFile.TEXT.length(); end++) {
      Reading<List<String>> reading =
          Fixtures.read(ValidFile.request(ValidFile.TEXT.substring(0, end)));
      assertThat(reading.pipeline().isPresent()).isEqualTo(reading.problems().isEmpty());
    }
  }

  @Test
  void whatIsChangedAnywhereGivesProblemsOrAPipelineAndNeverThrows() {
    String signs = "{}[]:-\"'&*!%#\t\u0000\n $x0,|>";
    for (int at = 0; at < ValidFile.TEXT.length(); at++) {
      char sign = signs.charAt(at * 7 % signs.length());
      String text = ValidFile.TEXT.substring(0, at) + sign + ValidFile.TEXT.substring(at + 1);
      Reading<List<String>> reading = Fixtures.read(ValidFile.request(text));
      assertThat(reading.pipeline().isPresent()).isEqualTo(reading.problems().isEmpty());
    }
  }
}
