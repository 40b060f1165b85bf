package io.millrace.core.file;

import io.millrace.api.Refiner;
import io.millrace.api.StageKind;
import io.millrace.api.Trainer;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.catalog.StageLookup;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.StageSettings;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code candidates} of a tuning: other algorithms that may take the trainer's place. */
final class CandidateReader<D> {
  private static final List<String> KEYS = List.of("use", "with", "space");

  private final Keys keys;
  private final ProblemLog problems;
  private final StageCatalog catalog;
  private final StageMaker<D> maker;
  private final SchemaFlow<D> schemas;
  private final Map<String, CheckedStage<D>> stages;

  CandidateReader(
      Keys keys,
      StageCatalog catalog,
      StageMaker<D> maker,
      SchemaFlow<D> schemas,
      Map<String, CheckedStage<D>> stages) {
    this.keys = keys;
    this.problems = keys.problems();
    this.catalog = catalog;
    this.maker = maker;
    this.schemas = schemas;
    this.stages = stages;
  }

  /**
   * An algorithm as the file has it.
   *
   * @param draft the trainer's draft with this algorithm's {@code use} and {@code with}
   * @param made the stage
   * @param schema of its predictions
   */
  record Candidate<D>(StageDraft draft, MadeStage<D> made, Schema schema) {
    /** What is varied of it. */
    Optional<YamlNode> space() {
      return draft.node().find("space");
    }

    /** In the place of the trainer. */
    PipelineStage<D> stage() {
      return new PipelineStage<>(
          draft.id(),
          made.factory(),
          made.stage(),
          made.options().json(),
          Map.of(),
          made.codeHash(),
          schema,
          StageSettings.none(),
          made.binder());
    }
  }

  /** The candidates, none if the file asks for none; empty if one does not fit, as reported. */
  Optional<List<Candidate<D>>> read(CheckedStage<D> trainer, YamlNode.Mapping tune) {
    Optional<YamlNode> node = tune.find("candidates");
    if (node.isEmpty()) {
      return Optional.of(List.of());
    }
    if (!(node.get() instanceof YamlNode.Sequence list)) {
      keys.wrongType(node.get(), "'candidates'", "a list of {use, with, space}");
      return Optional.empty();
    }
    if (list.items().isEmpty()) {
      problems.report(
          list.position(),
          StandardError.MISSING_OPTION,
          "'candidates' must name an algorithm beside the one of " + trainer.draft().subject());
    }
    Map<String, Position> taken = new LinkedHashMap<>();
    trainer.made().ifPresent(m -> taken.put(m.factory().name(), trainer.draft().usePosition()));
    List<Candidate<D>> candidates = new ArrayList<>();
    list.items().forEach(item -> read(trainer, item, taken).ifPresent(candidates::add));
    return candidates.isEmpty() || candidates.size() < list.items().size()
        ? Optional.empty()
        : Optional.of(candidates);
  }

  /** The names of all algorithms, as far as the file gives any: the trainer's own first. */
  static List<Object> names(CheckedStage<?> trainer, YamlNode.Mapping tune) {
    List<Object> names = new ArrayList<>();
    trainer.draft().node().find("use").ifPresent(own -> names.add(text(own)));
    if (tune.find("candidates").orElse(null) instanceof YamlNode.Sequence list) {
      for (YamlNode item : list.items()) {
        if (item instanceof YamlNode.Mapping candidate) {
          candidate.find("use").ifPresent(use -> names.add(text(use)));
        }
      }
    }
    return names;
  }

  private static String text(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
  }

  private Optional<Candidate<D>> read(
      CheckedStage<D> trainer, YamlNode item, Map<String, Position> taken) {
    Optional<YamlNode.Mapping> map = keys.mapping(item, "a candidate", KEYS);
    if (map.isEmpty()) {
      return Optional.empty();
    }
    if (map.get().find("use").isEmpty()) {
      problems.report(
          item.position(),
          StandardError.MISSING_OPTION,
          "a candidate needs 'use', the trainer's name");
    }
    boolean mapped =
        map.get().find("with").map(w -> keys.mapping(w, "'with'").isPresent()).orElse(true);
    Optional<OfferedStage> offered =
        keys.text(map.get(), "use").flatMap(use -> offered(trainer, use, taken));
    return offered.filter(o -> mapped).flatMap(o -> make(trainer, map.get(), o));
  }

  private Optional<OfferedStage> offered(
      CheckedStage<D> trainer, YamlNode.Scalar use, Map<String, Position> taken) {
    if (catalog.find(use.text()) instanceof StageLookup.Refused refused) {
      problems.report(use.position(), refused.code(), refused.message());
      return Optional.empty();
    }
    OfferedStage offered = catalog.require(use.text());
    if (offered.factory().kind() != StageKind.TRAINER) {
      problems.report(
          use.position(),
          StandardError.WRONG_KIND,
          "'%s' can't be a candidate: it is no trainer".formatted(use.text()));
      return Optional.empty();
    }
    Position first = taken.putIfAbsent(use.text(), use.position());
    if (first != null) {
      problems.report(
          use.position(),
          StandardError.DUPLICATE_KEY,
          "'%s' is %s already: say in its 'space' what is varied of it"
              .formatted(
                  use.text(),
                  first.equals(trainer.draft().usePosition())
                      ? "the algorithm of " + trainer.draft().subject()
                      : "a candidate"));
      return Optional.empty();
    }
    return Optional.of(offered);
  }

  private Optional<Candidate<D>> make(
      CheckedStage<D> trainer, YamlNode.Mapping node, OfferedStage offered) {
    StageDraft own = trainer.draft();
    Position use = node.find("use").orElse(node).position();
    StageDraft draft =
        new StageDraft(
            own.index(),
            own.id(),
            node,
            own.idPosition(),
            use,
            offered,
            StageKind.TRAINER,
            own.inputs());
    Optional<MadeStage<D>> made = maker.make(draft, offered);
    if (made.isEmpty() || trainer.made().isEmpty()) {
      return Optional.empty();
    }
    int before = problems.size();
    Schema schema = schemas.flow(draft, inputs(own), true, made).schema();
    if (problems.size() == before) {
      compare(trainer, draft, made.get(), schema);
    }
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new Candidate<>(draft, made.get(), schema));
  }

  private List<Flow> inputs(StageDraft trainer) {
    return trainer.inputs().stream()
        .map(input -> Optional.ofNullable(stages.get(input.stage())))
        .map(stage -> stage.map(CheckedStage::flow).orElseGet(Flow::unknown))
        .toList();
  }

  /** What follows was checked against the trainer's own predictions, and judges by its truth. */
  private void compare(
      CheckedStage<D> trainer, StageDraft draft, MadeStage<D> made, Schema schema) {
    StageProblems reports = new StageProblems(draft, problems);
    String use = made.factory().name();
    if (made.stage() instanceof Refiner) {
      reports.report(
          "",
          StandardError.NOT_TUNABLE,
          "'%s' can't be a candidate: it refines a model and learns none".formatted(use));
      return;
    }
    Trainer<D> other = (Trainer<D>) made.stage();
    if (trainer.made().orElseThrow().stage() instanceof Trainer<D> own) {
      compareTruth(trainer, reports, use, "label", own.label(), other.label());
      compareTruth(trainer, reports, use, "weight", own.weight(), other.weight());
    }
    lacking(trainer.flow().schema(), schema)
        .ifPresent(
            column ->
                reports.report(
                    "", StandardError.NOT_TUNABLE, lackingMessage(trainer, use, column, schema)));
  }

  private void compareTruth(
      CheckedStage<D> trainer,
      StageProblems reports,
      String use,
      String option,
      Optional<String> own,
      Optional<String> other) {
    if (!own.equals(other)) {
      reports.report(
          option,
          StandardError.NOT_TUNABLE,
          "candidate '%s' has %s, and %s %s: candidates are compared by the same %s"
              .formatted(
                  use,
                  named(option, other),
                  trainer.draft().subject(),
                  named(option, own),
                  option));
    }
  }

  private static String named(String option, Optional<String> column) {
    return column.map(name -> "the %s '%s'".formatted(option, name)).orElse("no " + option);
  }

  /** A column of the one that the other lacks, or has with another type. */
  private static Optional<Column> lacking(Schema own, Schema other) {
    if (!own.isKnown() || !other.isKnown()) {
      return Optional.empty();
    }
    return own.columns().stream()
        .filter(column -> other.column(column.name()).filter(o -> isLike(o, column)).isEmpty())
        .findFirst();
  }

  private static boolean isLike(Column left, Column right) {
    boolean vectors =
        left.type() instanceof LogicalType.VectorOf && right.type() instanceof LogicalType.VectorOf;
    return vectors || left.type().equals(right.type());
  }

  private static String lackingMessage(
      CheckedStage<?> trainer, String use, Column column, Schema schema) {
    String own = trainer.made().orElseThrow().factory().name();
    String hint =
        lacking(schema, trainer.flow().schema()).isEmpty()
            ? "; make '%s' the stage's own 'use', and '%s' a candidate".formatted(use, own)
            : "";
    return "candidate '%s' gives no %s column '%s', as '%s' does%s"
        .formatted(use, column.type().text(), column.name(), own, hint);
  }
}
