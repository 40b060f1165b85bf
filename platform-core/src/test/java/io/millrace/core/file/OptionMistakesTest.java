package io.millrace.core.file;

import static io.millrace.core.file.ValidFile.problems;
import static io.millrace.core.file.ValidFile.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One mistake each about the keys and options of a stage: all that a user reads of it. */
final class OptionMistakesTest {
  @Test
  void unknownKeysOfAStage() {
    assertThat(problems(with("gates:", "gate:")))
        .containsExactly(
            "churn.yaml:34:5: [UNKNOWN_KEY] there is no key 'gate' in a stage; did you mean"
                + " 'gates'?");
  }

  @Test
  void unknownOptions() {
    assertThat(problems(with("strategy: mean\n", "strategie: mean\n")))
        .containsExactly(
            "churn.yaml:23:7: [UNKNOWN_KEY] there is no option 'strategie' of stage 'imputed'; did"
                + " you mean 'strategy'?");
  }

  @Test
  void unknownStages() {
    assertThat(problems(with("use: sink/table", "use: sink/tabel")))
        .containsExactly(
            "churn.yaml:11:10: [UNKNOWN_STAGE] there is no stage 'sink/tabel'; did you mean"
                + " 'sink/table'?");
  }

  @Test
  void aMissingOption() {
    assertThat(problems(with("path: \"${param:data}\", ", "")))
        .containsExactly(
            "churn.yaml:9:5: [MISSING_OPTION] option 'path' of stage 'raw' is missing: where the"
                + " rows lie");
    assertThat(problems(with("    with: { label: churn }\n", "")))
        .containsExactly(
            "churn.yaml:25:10: [MISSING_OPTION] option 'label' of stage 'model' is missing");
  }

  @Test
  void aWrongType() {
    assertThat(problems(with("header: true", "header: sometimes")))
        .containsExactly(
            "churn.yaml:9:44: [WRONG_TYPE] option 'header' of stage 'raw' must be true or false,"
                + " not the text 'sometimes'");
    assertThat(problems(with("columns: [age, income]", "columns: age")))
        .containsExactly(
            "churn.yaml:22:16: [WRONG_TYPE] option 'columns' of stage 'imputed' must be a list, as"
                + " in [a, b], not the text 'age'");
    assertThat(problems("- 1\n"))
        .containsExactly("churn.yaml:1:1: [WRONG_TYPE] a pipeline file must be a map, not a list");
    assertThat(problems(with("seed: 7", "seed: seven")))
        .containsExactly(
            "churn.yaml:2:7: [WRONG_TYPE] 'seed' must be a whole number, not the text 'seven'");
  }

  @Test
  void outOfRange() {
    assertThat(problems(with("test: 0.2", "test: 1.2")))
        .containsExactly(
            "churn.yaml:17:44: [OUT_OF_RANGE] option 'test' of stage 'parts' must be at least 0"
                + " and at most 1, not 1.2");
    assertThat(problems(with("columns: [age, income]", "columns: []")))
        .containsExactly(
            "churn.yaml:22:16: [OUT_OF_RANGE] option 'columns' of stage 'imputed' must not be"
                + " empty");
  }

  @Test
  void optionsThatExcludeEachOther() {
    assertThat(problems(with("test: 0.2", "test: 0.2, seedColumn: age")))
        .containsExactly(
            "churn.yaml:17:49: [EXCLUSIVE_OPTIONS] options 'test' and 'seedColumn' of stage"
                + " 'parts' exclude each other; keep one of them");
  }

  @Test
  void optionsThatContradictEachOther() {
    assertThat(problems(with("test: 0.2", "test: 0.3")))
        .containsExactly(
            "churn.yaml:17:5: [INVALID_OPTION] train and test are more than all rows (stage"
                + " 'parts')");
  }

  @Test
  void aValueThatIsNoChoice() {
    assertThat(problems(with("strategy: mean\n", "strategy: meen\n")))
        .containsExactly(
            "churn.yaml:23:17: [INVALID_OPTION] option 'strategy' of stage 'imputed' must be one"
                + " of mean, median, most-frequent, not the text 'meen'; did you mean 'mean'?");
  }

  @Test
  void aSecretInPlainSight() {
    assertThat(problems(with("header: true", "password: hunter2")))
        .containsExactly(
            "churn.yaml:9:46: [INVALID_OPTION] option 'password' of stage 'raw' is a secret, which"
                + " no file may hold; write ${secret:NAME} and set the variable"
                + " MILLRACE_SECRET_NAME");
  }

  @Test
  void settingsThatDoNotFit() {
    assertThat(
            problems(
                with(
                    "    use: ingest/rows\n",
                    """
                        use: ingest/rows
                        persist: true
                        checkpoint: 3
                        partitions: 0
                        retry: { backoff: soon }
                        timeout: 10 minutes
                        gates: [ "auc > 1" ]
                        fitOn: all
                    """)))
        .containsExactly(
            "churn.yaml:9:14: [WRONG_TYPE] 'persist' must be a storage level, or none, not true",
            "churn.yaml:10:17: [WRONG_TYPE] 'checkpoint' must be true or false, not the number 3",
            "churn.yaml:11:17: [OUT_OF_RANGE] 'partitions' must be between 1 and 1000000, not 0",
            "churn.yaml:12:12: [MISSING_OPTION] 'retry' needs 'times'",
            "churn.yaml:12:23: [WRONG_TYPE] 'backoff' must be a time as 500ms, 30s, 10m, 2h or 1d,"
                + " not the text 'soon'",
            "churn.yaml:13:14: [WRONG_TYPE] 'timeout' must be a time as 500ms, 30s, 10m, 2h or 1d,"
                + " not the text '10 minutes'",
            "churn.yaml:14:5: [WRONG_KIND] 'gates' is not for an ingestor as stage 'raw'",
            "churn.yaml:15:5: [WRONG_KIND] 'fitOn' is not for an ingestor as stage 'raw'");
  }
}
