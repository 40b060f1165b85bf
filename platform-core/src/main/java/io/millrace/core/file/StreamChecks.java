package io.millrace.core.file;

import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.StreamSettings.Watermark;
import io.millrace.api.stream.StreamTarget;
import io.millrace.api.stream.StreamingDeployer;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.problem.ProblemLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks that a deployer follows what can be followed, into places that take streams. */
final class StreamChecks<D> {
  private final ProblemLog problems;
  private final Consumer<Output> places;
  private final Map<String, CheckedStage<D>> stages;

  /**
   * For a file's stages.
   *
   * @param places throws a {@link MillraceException} for one that takes no streams
   */
  StreamChecks(ProblemLog problems, Consumer<Output> places, List<CheckedStage<D>> stages) {
    this.problems = problems;
    this.places = places;
    this.stages =
        stages.stream()
            .collect(Collectors.toMap(s -> s.draft().id(), Function.identity(), (a, b) -> a));
  }

  void check(CheckedStage<D> stage) {
    stage
        .made()
        .map(MadeStage::stage)
        .filter(StreamingDeployer.class::isInstance)
        .ifPresent(made -> check(stage.draft(), ((StreamingDeployer<D>) made).target()));
  }

  private void check(StageDraft draft, StreamTarget target) {
    checkPlace(draft, "to", target.output());
    target.deadLetters().ifPresent(place -> checkPlace(draft, "deadLetter", place));
    if (target.deadLetters().filter(place -> isSame(place, target.output())).isPresent()) {
      report(
          draft,
          "deadLetter",
          StandardError.INVALID_OPTION,
          "deadLetter: %s is where the scored rows go; name another place"
              .formatted(target.output().shown()));
    }
    draft.inputs().stream()
        .filter(input -> Placement.isRows(draft, input))
        .forEach(input -> checkSource(draft, input, target));
  }

  private static boolean isSame(Output one, Output other) {
    return one.kind().equals(other.kind()) && one.shown().equals(other.shown());
  }

  private void checkPlace(StageDraft draft, String option, Output place) {
    try {
      places.accept(place);
    } catch (MillraceException e) {
      report(
          draft,
          option,
          StandardError.INVALID_OPTION,
          option + ": " + String.valueOf(e.getMessage()));
    }
  }

  private void checkSource(StageDraft draft, StageDraft.Input input, StreamTarget target) {
    CheckedStage<D> rows = stages.get(input.stage());
    if (rows == null || rows.draft().offered().isEmpty()) {
      return;
    }
    if (rows.draft().is(StageKind.INGESTOR) && rows.made().isEmpty()) {
      return;
    }
    if (rows.made().map(MadeStage::stage).orElse(null) instanceof StreamingIngestor<?> source) {
      checkFollowed(draft, input, source);
      checkColumns(draft, input, target, rows.flow().schema());
      return;
    }
    problems.report(
        input.position(),
        StandardError.WRONG_KIND,
        "%s can't follow '%s' (%s); sources of streams are tables, directories of files and topics, as ingest/delta and ingest/json"
            .formatted(draft.subject(), input.stage(), rows.draft().offered().get().name()));
  }

  private void checkFollowed(
      StageDraft draft, StageDraft.Input input, StreamingIngestor<?> source) {
    try {
      source.followed();
    } catch (MillraceException e) {
      problems.report(
          input.position(),
          e.code(),
          "%s can't follow '%s': %s".formatted(draft.subject(), input.stage(), e.getMessage()));
    }
  }

  private void checkColumns(
      StageDraft draft, StageDraft.Input input, StreamTarget target, Schema schema) {
    if (!schema.isKnown()) {
      return;
    }
    List<String> keys = target.output().keys();
    for (int i = 0; i < keys.size(); i++) {
      requireColumn(draft, "to.keys[" + i + "]", input, schema, keys.get(i));
    }
    Optional.ofNullable(target.settings().watermarkOrNull())
        .map(Watermark::column)
        .ifPresent(column -> requireColumn(draft, "watermark.column", input, schema, column));
  }

  private void requireColumn(
      StageDraft draft, String option, StageDraft.Input input, Schema schema, String column) {
    if (!schema.has(column)) {
      report(
          draft,
          option,
          StandardError.UNKNOWN_COLUMN,
          "there is no column '%s' in what '%s' yields%s"
              .formatted(column, input.stage(), NearNames.hint(column, schema.names())));
    }
  }

  private void report(StageDraft draft, String option, StandardError code, String message) {
    problems.report(new StageProblems(draft, problems).at(option), code, message);
  }
}
