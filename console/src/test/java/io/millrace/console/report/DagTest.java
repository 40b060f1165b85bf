package io.millrace.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.run.PlanGraph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DagTest {
  private static Node node(String id, String... from) {
    return new Node(id, "transform/cast", "transformer", List.of(from));
  }

  private static Dag.Box box(Dag dag, String id) {
    return dag.boxes().stream().filter(box -> box.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void everyArrowPointsDownAndNoTwoBoxesMeet() {
    Dag dag =
        Dag.of(
            List.of(
                node("raw"),
                node("prices"),
                node("clean", "raw"),
                node("joined", "clean", "prices"),
                node("left", "joined"),
                node("right", "joined"),
                node("model", "left", "right", "raw")),
            List.of());

    assertThat(dag.arrows())
        .hasSize(8)
        .allSatisfy(a -> assertThat(a.toY()).isGreaterThan(a.fromY()));
    assertThat(box(dag, "prices").y()).isEqualTo(box(dag, "raw").y());
    assertThat(box(dag, "left").y()).isEqualTo(box(dag, "right").y());
    assertThat(dag.boxes())
        .allSatisfy(
            box -> {
              assertThat(box.x()).isBetween(0, dag.width() - dag.boxWidth());
              assertThat(box.y()).isBetween(0, dag.height() - dag.boxHeight());
              assertThat(dag.boxes())
                  .filteredOn(other -> other != box && other.y() == box.y())
                  .allSatisfy(
                      other ->
                          assertThat(Math.abs(other.x() - box.x())).isGreaterThan(dag.boxWidth()));
            });
  }

  @Test
  void aRunWithoutAGraphHasNoDrawing() {
    assertThat(Dag.of(List.of(), List.of()).boxes()).isEmpty();
  }
}
