package io.millrace.core.file;

import io.millrace.api.Evaluator;
import io.millrace.api.MetricName;
import io.millrace.api.Part;
import io.millrace.api.StageKind;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.AliasName;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.gate.GateParser;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code gates}, {@code select} and {@code on} of evaluators. */
final class EvaluatorChecks<D> {
  private final StageGraph graph;
  private final Keys keys;
  private final ProblemLog problems;

  EvaluatorChecks(StageGraph graph, Keys keys) {
    this.graph = graph;
    this.keys = keys;
    this.problems = keys.problems();
  }

  /** The stage with its gates and its choice. */
  CheckedStage<D> check(CheckedStage<D> stage) {
    if (!stage.draft().is(StageKind.EVALUATOR)) {
      return stage;
    }
    checkPart(stage);
    List<Gate> gates = new ArrayList<>();
    for (YamlNode node : keys.list(stage.draft().node(), "gates")) {
      keys.text(node, "a gate").flatMap(text -> gate(stage, text)).ifPresent(gates::add);
    }
    return stage.with(stage.settings().withGates(gates, select(stage)));
  }

  private void checkPart(CheckedStage<D> stage) {
    Part part = stage.settings().onOrNull();
    if (part != null && !stage.flow().parts().isEmpty() && !stage.flow().parts().contains(part)) {
      String split = stage.flow().splitOrNull();
      stage
          .draft()
          .node()
          .find("on")
          .ifPresent(
              node ->
                  problems.report(
                      node.position(),
                      StandardError.INVALID_OPTION,
                      (split == null
                              ? "without a split there is no part '"
                              : "the split '" + split + "' yields no part '")
                          + part.text()
                          + "'"));
    }
  }

  private @Nullable String select(CheckedStage<D> stage) {
    Optional<YamlNode.Scalar> metric = keys.text(stage.draft().node(), "select");
    metric.ifPresent(given -> checkMetric(stage, given.text(), given));
    return metric
        .map(YamlNode.Scalar::text)
        .map(text -> MetricName.parse(text).map(MetricName::text).orElse(text))
        .orElse(null);
  }

  private Optional<Gate> gate(CheckedStage<D> stage, YamlNode.Scalar text) {
    Optional<Gate> gate = GateParser.parse(text.text(), text.position());
    if (gate.isEmpty()) {
      problems.report(
          text.position(),
          StandardError.GATE_SYNTAX,
          "'" + text.text() + "' is no gate; write " + GateParser.SYNTAX);
      return gate;
    }
    checkMetric(stage, judged(gate.get()), text);
    Optional.ofNullable(gate.get().aliasOrNull())
        .flatMap(AliasName::problem)
        .ifPresent(
            problem -> problems.report(text.position(), StandardError.INVALID_OPTION, problem));
    reportImportanceOfAlias(stage, gate.get(), text);
    if (gate.get().aliasOrNull() != null && !isDeployed(stage)) {
      problems.report(
          text.position(),
          StandardError.INVALID_OPTION,
          "the gate '"
              + gate.get().text()
              + "' needs a deployer behind "
              + stage.draft().subject()
              + ", which names the model of '"
              + gate.get().aliasOrNull()
              + "'");
    }
    return gate;
  }

  private void reportImportanceOfAlias(CheckedStage<D> stage, Gate gate, YamlNode text) {
    boolean ofImportance =
        MetricName.parse(gate.metric())
            .flatMap(MetricName::scope)
            .filter(MetricName.Importance.class::isInstance)
            .isPresent();
    if (ofImportance && gate.aliasOrNull() != null) {
      problems.report(
          text.position(),
          StandardError.INVALID_OPTION,
          "%s measures no importance of columns of '%s', as of any registered version: let the gate '%s' name a number"
              .formatted(stage.draft().subject(), gate.aliasOrNull(), gate.text()));
    }
  }

  /** The figure whose interval a gate on a difference needs, as the figure that it names. */
  private static String judged(Gate gate) {
    return MetricName.parse(gate.metric())
        .filter(name -> gate.endOrNull() != null)
        .map(name -> name.bound(gate.endOrNull()).text())
        .orElse(gate.metric());
  }

  private boolean isDeployed(CheckedStage<D> stage) {
    return !graph.isWhole()
        || graph.descendants(stage.draft()).stream()
            .anyMatch(other -> other.is(StageKind.DEPLOYER) || other.kind().isEmpty());
  }

  /** Whether the evaluator gives that figure, as far as that is known before a run. */
  private void checkMetric(CheckedStage<D> stage, String metric, YamlNode node) {
    Evaluator<D> evaluator = Metrics.evaluator(stage).orElse(null);
    Optional<MetricName> name = MetricName.parse(metric);
    if (evaluator == null) {
      return;
    }
    String plain = name.map(MetricName::metric).orElse(metric);
    List<String> known = Metrics.of(stage).orElseThrow();
    if (!known.contains(plain)) {
      reportMetric(
          stage,
          node,
          "gives no metric '" + plain + "'" + NearNames.hintOrList(plain, known, "metrics are"));
      return;
    }
    name.ifPresent(found -> checkDetail(stage, found, evaluator.details(), node));
  }

  private void checkDetail(
      CheckedStage<D> stage, MetricName name, Evaluator.Details details, YamlNode node) {
    if (name.scopeOrNull() instanceof MetricName.Slice slice
        && !details.slices().contains(slice.column())) {
      reportMetric(stage, node, sliceMessage(slice.column(), details.slices()));
    }
    if (name.scopeOrNull() instanceof MetricName.OfClass
        && !details.perClass().contains(name.metric())) {
      reportMetric(
          stage,
          node,
          "gives no '"
              + name.metric()
              + "' of a class"
              + NearNames.hintOrList(name.metric(), details.perClass(), "those of a class are"));
    }
    if (name.scopeOrNull() instanceof MetricName.Importance
        && !details.importance().contains(name.metric())) {
      reportMetric(
          stage,
          node,
          "tells no importance by '"
              + name.metric()
              + "'"
              + (details.importance().isEmpty()
                  ? ": its option 'importance' asks for it"
                  : NearNames.hintOrList(name.metric(), details.importance(), "it does by")));
    }
    boolean ofRows = name.scopeOrNull() == null || name.scopeOrNull() instanceof MetricName.Slice;
    if (name.boundOrNull() != null && (!details.intervals() || !ofRows)) {
      reportMetric(
          stage,
          node,
          "gives no interval of '"
              + name.bound(null).text()
              + (details.intervals() ? "'" : "': its option 'bootstrap' asks for intervals"));
    }
  }

  private static String sliceMessage(String column, List<String> slices) {
    return slices.isEmpty()
        ? "measures no slices by '" + column + "': its option 'slices' names the columns"
        : "measures no slices by '"
            + column
            + "'"
            + NearNames.hintOrList(column, slices, "its slices are by");
  }

  private void reportMetric(CheckedStage<D> stage, YamlNode node, String what) {
    problems.report(
        node.position(), StandardError.UNKNOWN_METRIC, stage.draft().subject() + " " + what);
  }
}
