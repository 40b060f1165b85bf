package io.millrace.console.web.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.tracking.Asset;
import io.millrace.console.web.lineage.LineageDrawing.Box;
import io.millrace.core.lineage.LineageGraph;
import io.millrace.core.lineage.LineageGraph.AssetNode;
import io.millrace.core.lineage.LineageGraph.Edge;
import io.millrace.core.lineage.LineageGraph.Relation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LineageDrawingTest {
  private static LineageGraph graph(List<String> names, String... edges) {
    return new LineageGraph(
        List.of(id(names.get(0))),
        names.stream()
            .map(name -> (LineageGraph.Node) new AssetNode(new Asset(Asset.Kind.MODEL, name, "")))
            .toList(),
        Arrays.stream(edges)
            .map(edge -> new Edge(id(edge.substring(0, 1)), id(edge.substring(1)), Relation.READ))
            .toList(),
        true);
  }

  private static String id(String name) {
    return "model:" + name;
  }

  private static String columns(LineageGraph graph) {
    return LineageDrawing.of(graph).boxes().stream()
        .collect(Collectors.groupingBy(Box::x, java.util.TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(
            column ->
                column.stream()
                    .map(box -> box.node().name())
                    .sorted()
                    .collect(Collectors.joining()))
        .collect(Collectors.joining(" "));
  }

  @Test
  void whatDependsStandsToTheRightAndAsNearAsItCan() {
    assertThat(columns(graph(List.of("a", "b", "c", "d", "e"), "ab", "bc", "ac", "dc", "ce")))
        .isEqualTo("a bd c e");
  }

  @Test
  void aCircleIsDrawnToo() {
    LineageGraph circle = graph(List.of("a", "b", "c"), "ab", "bc", "ca", "bb");
    assertThat(columns(circle)).isEqualTo("a b c");
    assertThat(LineageDrawing.of(circle).arrows()).hasSize(4);
  }

  @Test
  void noBoxLiesOnAnother() {
    List<String> names = IntStream.range(0, 26).mapToObj(i -> "" + (char) ('a' + i)).toList();
    String[] edges =
        IntStream.range(1, 26)
            .mapToObj(i -> names.get(i / 3) + names.get(i))
            .toArray(String[]::new);
    LineageDrawing drawing = LineageDrawing.of(graph(names, edges));

    assertThat(drawing.boxes())
        .hasSize(26)
        .allSatisfy(
            box -> {
              assertThat(box.x()).isBetween(0, drawing.width() - drawing.boxWidth());
              assertThat(box.y()).isBetween(0, drawing.height() - drawing.boxHeight());
              assertThat(drawing.boxes())
                  .filteredOn(other -> other.x() == box.x() && other != box)
                  .allSatisfy(
                      other ->
                          assertThat(Math.abs(other.y() - box.y()))
                              .isGreaterThanOrEqualTo(drawing.boxHeight()));
            });
  }

  @Test
  void aLoneThingIsOneBox() {
    LineageDrawing drawing = LineageDrawing.of(graph(List.of("a")));
    assertThat(drawing.boxes()).hasSize(1);
    assertThat(drawing.boxes().get(0).start()).isTrue();
    assertThat(drawing.width()).isPositive();
    assertThat(drawing.height()).isPositive();
  }

  @Test
  void longNamesAreShortenedAndOfPlacesTheEndIsKept() {
    NodeView place =
        NodeView.of(
            new AssetNode(
                new Asset(Asset.Kind.DATA, "/data/lake/customers/2026/03/churn.parquet", "v")));
    NodeView model =
        NodeView.of(
            new AssetNode(Asset.model("a-model-with-a-very-long-name-" + "😀".repeat(9), 3)));

    assertThat(place.shortName()).isEqualTo("…2026/03/churn.parquet");
    assertThat(model.shortName()).isEqualTo("a-model-with-a-very-l…");
    assertThat(model.title()).startsWith("model a-model-with-a-very-long-name-😀").endsWith(" 3");
  }
}
