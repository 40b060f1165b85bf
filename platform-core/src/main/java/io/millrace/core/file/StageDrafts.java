package io.millrace.core.file;

import io.millrace.api.StageKind;
import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.catalog.StageLookup;
import io.millrace.core.file.StageDraft.Input;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code stages:} as far as each stage can be understood by itself. */
final class StageDrafts {
  /** The keys of a stage. */
  static final List<String> KEYS =
      List.of(
          "id",
          "use",
          "from",
          "with",
          "tune",
          "gates",
          "on",
          "select",
          "fitOn",
          "persist",
          "checkpoint",
          "partitions",
          "broadcast",
          "retry",
          "timeout");

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_-]*");

  private final Keys keys;
  private final ProblemLog problems;
  private final StageCatalog catalog;
  private final Map<String, Position> taken = new LinkedHashMap<>();

  StageDrafts(Keys keys, StageCatalog catalog) {
    this.keys = keys;
    this.problems = keys.problems();
    this.catalog = catalog;
  }

  List<StageDraft> read(YamlNode stages) {
    List<StageDraft> drafts = new ArrayList<>();
    if (!(stages instanceof YamlNode.Sequence list)) {
      keys.wrongType(stages, "'stages'", "a list");
      return drafts;
    }
    if (list.items().isEmpty()) {
      problems.report(
          list.position(), StandardError.MISSING_OPTION, "'stages' must hold at least one stage");
    }
    for (YamlNode item : list.items()) {
      keys.mapping(item, "a stage", KEYS)
          .ifPresent(stage -> drafts.add(draft(drafts.size(), stage)));
    }
    return drafts;
  }

  private StageDraft draft(int index, YamlNode.Mapping stage) {
    Optional<YamlNode.Scalar> id = keys.text(stage, "id");
    if (stage.find("id").isEmpty()) {
      problems.report(stage.position(), StandardError.MISSING_OPTION, "a stage needs an 'id'");
    }
    id.ifPresent(this::checkId);
    stage.find("with").ifPresent(with -> keys.mapping(with, "'with'"));
    Optional<YamlNode.Scalar> use = keys.text(stage, "use");
    if (stage.find("use").isEmpty()) {
      problems.report(
          stage.position(), StandardError.MISSING_OPTION, "a stage needs 'use', the stage's name");
    }
    Optional<OfferedStage> offered = use.flatMap(this::offered);
    return new StageDraft(
        index,
        id.map(YamlNode.Scalar::text).orElse("#" + (index + 1)),
        stage,
        id.map(YamlNode.Scalar::position).orElse(stage.position()),
        use.map(YamlNode.Scalar::position).orElse(stage.position()),
        offered.orElse(null),
        offered.map(o -> o.factory().kind()).or(() -> use.flatMap(StageDrafts::kind)).orElse(null),
        inputs(stage));
  }

  private void checkId(YamlNode.Scalar id) {
    if (!ID.matcher(id.text()).matches()) {
      problems.report(
          id.position(),
          StandardError.INVALID_ID,
          "'"
              + id.text()
              + "' is no id; ids start with a small letter, and hold small letters,"
              + " digits, _ and -");
    }
    Position first = taken.putIfAbsent(id.text(), id.position());
    if (first != null) {
      String where = first.line() == 0 ? "another stage" : "the stage in line " + first.line();
      problems.report(
          id.position(),
          StandardError.DUPLICATE_ID,
          "the id '" + id.text() + "' is taken by " + where);
    }
  }

  private Optional<OfferedStage> offered(YamlNode.Scalar use) {
    StageLookup lookup = catalog.find(use.text());
    if (lookup instanceof StageLookup.Refused refused) {
      problems.report(use.position(), refused.code(), refused.message());
      return Optional.empty();
    }
    return Optional.of(((StageLookup.Found) lookup).stage());
  }

  /** The kind that a name's prefix tells, though nothing is known by the name. */
  private static Optional<StageKind> kind(YamlNode.Scalar use) {
    for (StageKind kind : StageKind.values()) {
      if (use.text().startsWith(kind.prefix() + "/")) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private List<Input> inputs(YamlNode.Mapping stage) {
    YamlNode from = stage.find("from").orElse(null);
    List<Input> inputs = new ArrayList<>();
    if (from instanceof YamlNode.Mapping named) {
      named.entries().forEach((name, e) -> add(inputs, name, e.value()));
    } else if (from instanceof YamlNode.Sequence list) {
      boolean one = list.items().size() == 1;
      list.items().forEach(item -> add(inputs, one ? "input" : null, item));
    } else if (from != null) {
      add(inputs, "input", from);
    }
    return inputs;
  }

  private void add(List<Input> inputs, @Nullable String name, YamlNode node) {
    keys.text(node, "an id in 'from'")
        .ifPresent(
            id -> inputs.add(new Input(name == null ? id.text() : name, id.text(), id.position())));
  }
}
