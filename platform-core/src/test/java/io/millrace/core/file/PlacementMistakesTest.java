package io.millrace.core.file;

import static io.millrace.core.file.ValidFile.problems;
import static io.millrace.core.file.ValidFile.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One mistake each about which stage reads which: all that a user reads of it. */
final class PlacementMistakesTest {
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
  void aPackageOfColumnsThatOnlyTheRunTells() {
    assertThat(problems(with("default: data/rows.csv", "default: inferred.csv")))
        .containsExactly(
            "churn.yaml:38:34: [NOT_SERVABLE] the columns of 'raw' (ingest/rows), which a package"
                + " would read, are known only when it runs: name them, as with its option schema,"
                + " or start the package elsewhere with the option input");
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
