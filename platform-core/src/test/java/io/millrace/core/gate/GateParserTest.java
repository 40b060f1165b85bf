package io.millrace.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.MetricName.Bound;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.pipeline.Gate.Comparison;
import io.millrace.core.problem.Position;
import org.junit.jupiter.api.Test;

final class GateParserTest {
  private static final Position AT = new Position("churn.yaml", 34, 14);

  @Test
  void readsABoundThatIsANumber() {
    assertThat(GateParser.parse("auc>=0.8", AT))
        .contains(new Gate("auc>=0.8", AT, "auc", Comparison.AT_LEAST, null, 0.8));
    assertThat(GateParser.parse(" log_loss < 1e-1 ", AT))
        .contains(new Gate("log_loss < 1e-1", AT, "log_loss", Comparison.LESS, null, 0.1));
    assertThat(GateParser.parse("r2 > -.5", AT))
        .contains(new Gate("r2 > -.5", AT, "r2", Comparison.MORE, null, -0.5));
  }

  @Test
  void readsABoundThatIsRelativeToAnAlias() {
    assertThat(GateParser.parse("rmse <= champion", AT))
        .contains(new Gate("rmse <= champion", AT, "rmse", Comparison.AT_MOST, "champion", 0));
    assertThat(GateParser.parse("rmse <= champion + 2", AT))
        .contains(new Gate("rmse <= champion + 2", AT, "rmse", Comparison.AT_MOST, "champion", 2));
    assertThat(GateParser.parse("auc > blue-green-0.01", AT))
        .contains(
            new Gate("auc > blue-green-0.01", AT, "auc", Comparison.MORE, "blue-green", -0.01));
  }

  @Test
  void readsADifferenceFromAnAlias() {
    assertThat(GateParser.parse("auc - champion >= -0.005", AT))
        .contains(
            new Gate(
                "auc - champion >= -0.005", AT, "auc", Comparison.AT_LEAST, "champion", -0.005));
    assertThat(GateParser.parse("lower(auc - champion) >= 0", AT))
        .contains(
            new Gate(
                "lower(auc - champion) >= 0",
                AT,
                "auc",
                Comparison.AT_LEAST,
                "champion",
                0,
                Bound.LOWER));
    assertThat(GateParser.parse("upper( rmse@slice(town=(a - b)) - blue-green ) < 1e-3", AT))
        .hasValueSatisfying(
            gate -> {
              assertThat(gate.metric()).isEqualTo("rmse@slice(town=(a - b))");
              assertThat(gate.aliasOrNull()).isEqualTo("blue-green");
              assertThat(gate.figure()).isEqualTo("upper(rmse@slice(town=(a - b)) - blue-green)");
            });
  }

  @Test
  void readsFiguresOfPartsAndEndsOfIntervals() {
    assertThat(metric("auc@slice(sex=f) > 0.5")).isEqualTo("auc@slice(sex=f)");
    assertThat(metric("lower( auc ) >= champion - 0.01")).isEqualTo("lower(auc)");
    assertThat(metric("upper(rmse@slice(the town=Wien (1.), west)) < 3"))
        .isEqualTo("upper(rmse@slice(the town=Wien (1.), west))");
    assertThat(metric("recall@class(a > b) >= 0.7")).isEqualTo("recall@class(a > b)");
    assertThat(metric("auc@slice( a = b=c ) > 1")).isEqualTo("auc@slice(a=b=c)");
  }

  private static String metric(String gate) {
    return GateParser.parse(gate, AT).orElseThrow().metric();
  }

  @Test
  void refusesWhatIsNoGate() {
    for (String text :
        new String[] {
          "",
          "auc",
          "auc >=",
          "auc = 1",
          "auc => 1",
          "0.8 < auc",
          "auc > champion *",
          "auc > 1 + 2",
          "auc@slice(sex) > 1",
          "auc@part(sex=f) > 1",
          "middle(auc) > 0.8",
          "lower(auc > 0.8",
          "lower(upper(auc)) > 0.8",
          "auc > Champion",
          "lower(auc - champion)",
          "lower(auc - champion) >= champion",
          "lower(auc + champion) >= 0",
          "lower(lower(auc) - champion) >= 0",
          "lower(auc - 0.5) >= 0"
        }) {
      assertThat(GateParser.parse(text, AT)).as(text).isEmpty();
    }
  }
}
