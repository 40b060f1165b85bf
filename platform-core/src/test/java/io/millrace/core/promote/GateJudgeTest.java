package io.millrace.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Evaluation;
import io.millrace.api.Resamples;
import io.millrace.core.gate.GateParser;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.problem.Position;
import io.millrace.core.promote.GateJudge.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a gate says of figures that are not there, and of rows that are not new to a version. */
final class GateJudgeTest {
  private static Map<String, Double> figures(Object... namesAndValues) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      figures.put((String) namesAndValues[i], (Double) namesAndValues[i + 1]);
    }
    return figures;
  }

  private static final Map<String, Double> OWN =
      figures(
          "auc", 0.8,
          "recall", 0.7,
          "auc@slice(country=DE)", 0.9,
          "recall@slice(country=DE)", 0.9,
          "recall@slice(country=FR)", 0.5,
          "recall@class(yes)", 0.7,
          "recall@class(no)", 0.6,
          "auc@importance(age)", 0.1);

  private static GateOutcome judge(String gate, Map<String, Double> own, Reference champion) {
    Gate parsed = GateParser.parse(gate, new Position("p.yaml", 1, 1)).orElseThrow();
    return new GateJudge("quality", "model", new Evaluation(own), alias -> Optional.of(champion))
        .judge(parsed);
  }

  private static String refusal(String gate) {
    GateOutcome outcome = judge(gate, OWN, new Reference(3, new Evaluation(OWN)));
    assertThat(outcome.held()).isFalse();
    assertThat(outcome.lacksFigure()).isTrue();
    return outcome.reason();
  }

  @Test
  void aSliceThatDoesNotOccurIsToldFromOneWithoutAValue() {
    assertThat(refusal("auc@slice(country=Spain) >= 0.5"))
        .isEqualTo(
            "auc@slice(country=Spain): no evaluated row has 'Spain' in 'country' (its values are"
                + " DE, FR)");
    assertThat(refusal("auc@slice(country=de) >= 0.5"))
        .endsWith("no evaluated row has 'de' in 'country'; did you mean 'DE'?");
    assertThat(refusal("auc@slice(country=FR) >= 0.5"))
        .isEqualTo(
            "auc@slice(country=FR): the evaluated rows with 'FR' in 'country' give it no value");
    assertThat(refusal("auc@slice(city=Rome) >= 0.5"))
        .isEqualTo("auc@slice(city=Rome): no evaluated row has 'Rome' in 'city'");
  }

  @Test
  void whatElseTheModelLacksIsToldWithNearNames() {
    assertThat(refusal("recall@class(yess) >= 0.5"))
        .isEqualTo("recall@class(yess): the model has no class 'yess'; did you mean 'yes'?");
    assertThat(refusal("auc@importance(aeg) <= 0.5"))
        .isEqualTo("auc@importance(aeg): the column 'aeg' was not shuffled; did you mean 'age'?");
    assertThat(refusal("log_loss <= 0.5"))
        .isEqualTo("log_loss: the evaluator finds no such figure of this model, only auc, recall");
    assertThat(refusal("lower(auc) >= 0.5"))
        .isEqualTo("lower(auc): too few resamples give it a value, so there is no interval");
    assertThat(
            judge("auc >= 0.5", figures("auc", Double.NaN), new Reference(1, new Evaluation(OWN)))
                .reason())
        .isEqualTo("auc: it is no number");
  }

  @Test
  void aVersionWithoutTheFigureRefusesAndSaysWhatToDo() {
    Reference champion =
        new Reference(3, new Evaluation(figures("auc", 0.8, "recall@class(y)", 1.0)));

    GateOutcome plain = judge("recall >= champion", OWN, champion);
    GateOutcome ofClass = judge("recall@class(yes) >= champion - 0.1", OWN, champion);

    assertThat(plain.held()).isFalse();
    assertThat(plain.reason())
        .isEqualTo(
            "champion (version 3) has no recall to compare with: the evaluator finds no such figure"
                + " of this model, only auc; compare with a number, or let champion name a version"
                + " that has it");
    assertThat(ofClass.reason())
        .isEqualTo(
            "champion (version 3) has no recall@class(yes) to compare with: the model has no class"
                + " 'yes' (its classes are y); compare with a number, or let champion name a"
                + " version that has it");
    assertThat(Refusals.of(List.of(plain)))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .isEqualTo("gate \"recall >= champion\" does not hold: " + plain.reason()));
    assertThat(GateDocument.read(GateDocument.write(List.of(plain)))).hasSize(1);
  }

  @Test
  void aVersionThatMayHaveLearntFromTheRowsIsSaidToHave() {
    Reference champion = new Reference(3, new Evaluation(figures("auc", 0.9)), true);

    GateOutcome outcome = judge("auc >= champion - 0.05", OWN, champion);

    assertThat(outcome.reason())
        .isEqualTo(
            "auc 0.8 is not >= champion's 0.9 (version 3, which may have learnt from these rows) -"
                + " 0.05");
    assertThat(Refusals.of(List.of(outcome)).get(0).message())
        .isEqualTo(
            "gate \"auc >= champion - 0.05\" does not hold: auc is 0.8, that of champion (version"
                + " 3) on the same rows, from which it may have learnt, is 0.9");
    assertThat(GateDocument.read(GateDocument.write(List.of(outcome)))).containsExactly(outcome);
  }

  @Test
  void aDifferenceOfAFigureThatTheVersionLacksIsNotSaidToBeUnpaired() {
    Resamples drawn = new Resamples(0.9, List.of(1L), Map.of("auc", List.of(0.1)));
    Evaluation own = new Evaluation(OWN, List.of(), drawn);
    Evaluation other = new Evaluation(figures("recall", 0.1), List.of(), drawn);
    Gate gate =
        GateParser.parse("lower(auc - champion) >= 0", new Position("p.yaml", 1, 1)).orElseThrow();

    GateOutcome outcome =
        new GateJudge("quality", "model", own, alias -> Optional.of(new Reference(2, other)))
            .judge(gate);

    assertThat(outcome.reason())
        .isEqualTo(
            "champion (version 2) has no auc to compare with: the evaluator finds no such figure of"
                + " this model, only recall; compare with a number, or let champion name a version"
                + " that has it");
  }
}
