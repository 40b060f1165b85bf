package io.millrace.core.file;

import static io.millrace.core.file.ValidFile.problems;
import static io.millrace.core.file.ValidFile.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Starts from a valid file, breaks one thing, and asserts all that a user reads. */
final class OneMistakeTest {
  @Test
  void aValidFileHasNoProblems() {
    assertThat(problems(ValidFile.TEXT)).isEmpty();
  }

  @Test
  void badYamlIsReportedAlone() {
    assertThat(problems(with("  share: {", "  share: }{")))
        .containsExactly(
            "churn.yaml:5:10: [BAD_YAML] expected the node content, but found '}' while parsing a"
                + " block node");
  }

  @Test
  void aDuplicateKeyStandsAtTheSecondOne() {
    assertThat(problems(with("seed: 7", "seed: 7\nseed: 8")))
        .containsExactly("churn.yaml:3:1: [DUPLICATE_KEY] key 'seed' is given twice");
  }

  @Test
  void unknownKeysOfTheFile() {
    assertThat(problems(with("seed: 7", "sead: 7")))
        .containsExactly(
            "churn.yaml:2:1: [UNKNOWN_KEY] there is no key 'sead' in a pipeline file; did you mean"
                + " 'seed'?");
  }

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
  void aTrainerFedByAnEvaluator() {
    assertThat(
            problems(
                with(
                    "  - id: publish",
                    """
                      - id: again
                        use: train/logistic
                        from: quality
                        with: { label: churn }
                      - id: judged
                        use: evaluate/binary
                        from: again
                      - id: publish\
                    """)))
        .containsExactly(
            "churn.yaml:37:11: [WRONG_KIND] stage 'again' is a trainer, which reads a frame or the"
                + " parts of a split; 'quality' yields an evaluated model");
  }

  @Test
  void anEvaluatorFedByAFrame() {
    assertThat(
            problems(
                with(
                    "  - id: publish",
                    """
                      - id: early
                        use: evaluate/binary
                        from: raw
                      - id: publish\
                    """)))
        .containsExactly(
            "churn.yaml:37:11: [WRONG_KIND] stage 'early' is an evaluator, which reads the model"
                + " of a trainer or an evaluator; 'raw' yields a frame");
  }

  @Test
  void anIngestorThatReads() {
    assertThat(
            problems(
                with(
                    "  - id: features",
                    """
                      - id: more
                        use: ingest/rows
                        from: raw
                        with: { path: x.csv }
                      - id: kept
                        use: sink/table
                        from: more
                        with: { table: more }
                      - id: features\
                    """)))
        .containsExactly(
            "churn.yaml:12:11: [WRONG_KIND] stage 'more' is an ingestor, which reads no other"
                + " stage; remove 'from'");
  }

  @Test
  void aTransformerOfTwoStages() {
    assertThat(problems(with("from: parts", "from: [parts, raw]")))
        .containsExactly(
            "churn.yaml:20:19: [WRONG_KIND] stage 'imputed' is a transformer, which reads one"
                + " stage, not 2");
  }

  @Test
  void aStageThatReadsNothing() {
    assertThat(problems(with("    from: quality\n", "")))
        .containsExactly(
            "churn.yaml:36:10: [MISSING_OPTION] stage 'publish' needs 'from', the stage that it"
                + " reads");
  }

  @Test
  void aSinkBehindASplit() {
    assertThat(
            problems(
                with(
                    "  - id: imputed",
                    """
                      - id: kept
                        use: sink/table
                        from: parts
                        with: { table: t }
                      - id: imputed\
                    """)))
        .containsExactly(
            "churn.yaml:20:11: [AFTER_SPLIT] stage 'kept' is a sink, which can't stand behind the"
                + " split 'parts'; move it before the split");
  }

  @Test
  void aCombinerBehindASplit() {
    assertThat(
            problems(
                with(
                        "  - id: model",
                        """
                          - id: joined
                            use: combine/join
                            from: [imputed, raw]
                            with: { on: [plan] }
                          - id: model\
                        """)
                    .replace("    from: imputed\n", "    from: joined\n")
                    .replace(", imputed.strategy: [mean, median]", "")))
        .containsExactly(
            "churn.yaml:26:12: [AFTER_SPLIT] stage 'joined' is a combiner, which can't stand"
                + " behind the split 'parts'; move it before the split");
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
  void aMissingKeyOfTheFile() {
    assertThat(problems("seed: 1\n"))
        .containsExactly(
            "churn.yaml:1:1: [MISSING_OPTION] a pipeline file needs 'pipeline', the pipeline's"
                + " name",
            "churn.yaml:1:1: [MISSING_OPTION] a pipeline file needs 'stages', the list of stages");
    assertThat(problems("pipeline: p\nstages:\n  - with: {}\n"))
        .containsExactly(
            "churn.yaml:3:5: [MISSING_OPTION] a stage needs an 'id'",
            "churn.yaml:3:5: [MISSING_OPTION] a stage needs 'use', the stage's name");
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
  void aDuplicateId() {
    assertThat(
            problems(
                with(
                    "  - id: publish",
                    """
                      - id: quality
                        use: evaluate/binary
                        from: model
                      - id: publish\
                    """)))
        .containsExactly(
            "churn.yaml:35:9: [DUPLICATE_ID] the id 'quality' is taken by the stage in line 31");
  }

  @Test
  void anInvalidId() {
    assertThat(problems(with("id: publish", "id: Publish it")))
        .containsExactly(
            "churn.yaml:35:9: [INVALID_ID] 'Publish it' is no id; ids start with a small letter,"
                + " and hold small letters, digits, _ and -");
    assertThat(problems(with("pipeline: churn", "pipeline: churn/2")))
        .containsExactly(
            "churn.yaml:1:11: [INVALID_ID] 'churn/2' is no name for a pipeline; names start with a"
                + " letter, and hold letters, digits, _, . and -");
  }

  @Test
  void anUnknownInput() {
    assertThat(problems(with("from: features", "from: featurs")))
        .containsExactly(
            "churn.yaml:16:11: [UNKNOWN_INPUT] there is no stage 'featurs'; did you mean"
                + " 'features'?");
    assertThat(problems(with("input: raw", "input: row")))
        .containsExactly(
            "churn.yaml:38:34: [UNKNOWN_INPUT] stage 'publish' can't start its package at 'row',"
                + " which is no frame on the way to the model; did you mean 'raw'?");
  }

  @Test
  void aCycle() {
    assertThat(
            problems(
                """
                pipeline: circle
                stages:
                  - { id: a, use: transform/select, from: c, with: { columns: [x] } }
                  - { id: b, use: transform/select, from: a, with: { columns: [x] } }
                  - { id: c, use: transform/select, from: b, with: { columns: [x] } }
                """))
        .containsExactly(
            "churn.yaml:3:43: [CYCLE] these stages read each other in a circle: a → b → c → a");
  }

  @Test
  void anOrphan() {
    assertThat(
            problems(
                with(
                    "  - id: features",
                    """
                      - id: lonely
                        use: ingest/rows
                        with: { path: x.csv }
                      - id: features\
                    """)))
        .containsExactly(
            "churn.yaml:10:9: [ORPHAN] nothing reads stage 'lonely'; remove it, or name it in"
                + " 'from' of another stage");
  }

  @Test
  void unresolvedReferences() {
    assertThat(problems(with("${param:data}", "${param:date}")))
        .containsExactly(
            "churn.yaml:9:19: [UNRESOLVED_REFERENCE] there is no param 'date'; did you mean"
                + " 'data'?");
    assertThat(problems(with("${param:data}", "${env:NOWHERE}/x.csv")))
        .containsExactly(
            "churn.yaml:9:19: [UNRESOLVED_REFERENCE] the environment variable 'NOWHERE' is not"
                + " set");
    assertThat(problems(with("${param:data}", "a${data}")))
        .containsExactly(
            "churn.yaml:9:19: [UNRESOLVED_REFERENCE] '${data}' is no reference; write ${param:X},"
                + " ${env:X} or ${secret:X}, or $${ for a plain ${");
  }

  @Test
  void aLearningTransformerBeforeASplit() {
    String moved =
        with("    from: parts\n", "    from: raw\n")
            .replace("    from: features\n", "    from: imputed\n")
            .replace("    from: imputed\n    with: { label", "    from: parts\n    with: { label")
            .replace(", imputed.strategy: [mean, median]", "");
    assertThat(problems(moved))
        .containsExactly(
            "churn.yaml:19:10: [FIT_BEFORE_SPLIT] stage 'imputed' learns from rows that the split"
                + " 'parts' keeps for testing; move it behind the split, or say 'fitOn: all'");
    assertThat(
            problems(
                moved.replace("use: transform/impute", "use: transform/impute\n    fitOn: all")))
        .isEmpty();
  }

  @Test
  void params() {
    assertThat(problems(with("default: 0.8", "default: most")))
        .containsExactly(
            "churn.yaml:5:35: [INVALID_PARAM] param 'share' must be a number, not the text"
                + " 'most'");
    assertThat(problems(with(", default: 0.8", "")))
        .containsExactly(
            "churn.yaml:5:3: [INVALID_PARAM] param 'share' has no value; give it a default, or"
                + " pass --param share=…");
    assertThat(problems(with("type: double", "type: float")))
        .containsExactly(
            "churn.yaml:5:18: [INVALID_PARAM] 'float' is no type of a param; types are string,"
                + " int, long, double, boolean");
  }

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
            "churn.yaml:34:14: [GATE_SYNTAX] 'auc => 0.80' is no gate; write METRIC >= NUMBER or"
                + " METRIC >= ALIAS - NUMBER (also >, <=, <, +)");
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
  void environments() {
    assertThat(problems(ValidFile.request().in("prd")))
        .containsExactly(
            "--env: [UNKNOWN_ENVIRONMENT] there is no environment 'prd'; did you mean 'prod'?");
  }

  @Test
  void overridesOfAnEnvironment() {
    assertThat(problems(with("raw.with.path", "row.with.path")))
        .containsExactly(
            "churn.yaml:40:24: [BAD_OVERRIDE] 'row.with.path' names no stage; did you mean"
                + " 'raw'?");
  }

  @Test
  void overridesOfTheCall() {
    assertThat(
            problems(
                ValidFile.request()
                    .withSets(
                        Map.of(
                            "raw.wth.path", "x",
                            "parts", "x",
                            "parts.with.train.x", "1",
                            "parts.with.", "1",
                            "model.with.label", "[",
                            "parts.with.test", "2"))))
        .containsExactlyInAnyOrder(
            "--set: [BAD_OVERRIDE] 'raw.wth.path': stages have no key 'wth' that can be set; did"
                + " you mean 'with'?",
            "--set: [BAD_OVERRIDE] 'parts' is a whole stage; write parts.with.OPTION",
            "--set: [BAD_OVERRIDE] 'parts.with.train.x' leads through a value that has no such"
                + " part",
            "--set: [BAD_OVERRIDE] 'parts.with.' is no path; write STAGE.with.OPTION",
            "--set: [BAD_OVERRIDE] the value of 'model.with.label' is no YAML: expected the node"
                + " content, but found '<stream end>' while parsing a flow node",
            "--set: [OUT_OF_RANGE] option 'test' of stage 'parts' must be at least 0 and at most"
                + " 1, not 2");
  }

  @Test
  void paramsOfTheCall() {
    assertThat(problems(ValidFile.request().withParams(Map.of("share", "some", "dat", "x"))))
        .containsExactlyInAnyOrder(
            "--param: [INVALID_PARAM] param 'share' must be a number, not the text 'some'",
            "--param: [INVALID_PARAM] there is no param 'dat'; did you mean 'data'?");
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

  @Test
  void aSecretIsNotLookedForWithoutLeave() {
    FileRequest request =
        ValidFile.request(with("header: true", "password: \"${secret:PW}\""))
            .withVariables(
                name -> {
                  assertThat(name).doesNotContain("SECRET");
                  return Optional.empty();
                });
    assertThat(problems(request)).isEmpty();
  }

  @Test
  void markedRowsThatNothingSetsAside() {
    String marks =
        "{ plan: string, _bad_reason: string, _bad_record: string, _bad_source: string }";
    String marked =
        """
        pipeline: marked
        stages:
          - id: raw
            use: ingest/rows
            with: { path: a.csv, columns: %s }
          - id: good
            use: sink/quarantine
            from: raw
            with: { table: bad }
          - id: other
            use: ingest/rows
            with: { path: b.csv }
          - id: joined
            use: combine/join
            from: [other, good]
            with: { on: [plan] }
        """
            .formatted(marks);

    assertThat(problems(marked)).isEmpty();
    assertThat(problems(marked.replace("from: [other, good]", "from: [other, raw]")))
        .containsExactly(
            "churn.yaml:15:19: [WRONG_KIND] stage 'joined' reads 'raw', which marks bad rows by"
                + " badRows: quarantine: sink/quarantine must follow it, and stage 'joined' read"
                + " what that hands on");
  }
}
