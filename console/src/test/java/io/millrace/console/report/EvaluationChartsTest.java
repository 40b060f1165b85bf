package io.millrace.console.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.EvaluationTable;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.console.chart.Chart;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Curves of folds, and of the registered version that a run is compared with. */
final class EvaluationChartsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Chart chart(String name, List<String> columns, String... rows) {
    return EvaluationCharts.of(
            new EvaluationTable(
                name,
                columns,
                List.of(rows).stream().map(row -> List.of(row.split(" / "))).toList()))
        .orElseThrow();
  }

  private static List<JsonNode> series(Chart chart) throws IOException {
    return StreamSupport.stream(JSON.readTree(chart.json()).at("/series").spliterator(), false)
        .toList();
  }

  private static int width(JsonNode series) {
    return series.at("/lineStyle/width").asInt();
  }

  private static final List<String> ROC = List.of("fpr", "tpr", "threshold", "model");

  @Test
  void theChampionIsDrawnOverTheRunOnceEach() throws IOException {
    Chart roc =
        chart(
            "roc",
            ROC,
            "0.0 / 0.0 / Infinity / model",
            "1.0 / 1.0 / 0.1 / model",
            "0.0 / 0.25 / Infinity / champion (version 3)",
            "1.0 / 1.0 / 0.1 / champion (version 3)");

    assertThat(JSON.readTree(roc.json()).at("/legend/data").toString())
        .isEqualTo("[\"this run\",\"champion (version 3)\",\"by chance\"]");
    assertThat(series(roc))
        .extracting(s -> s.path("name").asText(), s -> s.path("data").toString())
        .containsExactly(
            tuple("this run", "[[0.0,0.0],[1.0,1.0]]"),
            tuple("champion (version 3)", "[[0.0,0.25],[1.0,1.0]]"),
            tuple("by chance", "[[0.0,0.0],[1.0,1.0]]"));
    assertThat(roc.note()).doesNotContain("Thin");
  }

  @Test
  void ofSeveralModelsEachKeepsItsName() throws IOException {
    Chart roc = chart("roc", ROC, "0.0 / 0.0 / 1 / one", "0.0 / 0.5 / 1 / two");

    assertThat(series(roc))
        .extracting(s -> s.path("name").asText())
        .containsExactly("one", "two", "by chance");
  }

  @Test
  void foldsAreThinAndTheirMeanIsThick() throws IOException {
    Chart roc =
        chart(
            "roc",
            List.of("fpr", "tpr", "threshold", "fold", "model"),
            "0.0 / 0.0 / 1 / 1 / model",
            "0.0 / 0.5 / 1 / 1 / model",
            "1.0 / 1.0 / 1 / 1 / model",
            "0.0 / 0.0 / 1 / 2 / model",
            "0.5 / 1.0 / 1 / 2 / model",
            "1.0 / 1.0 / 1 / 2 / model",
            "0.0 / 0.0 / 1 / 1 / champion (version 3)",
            "1.0 / 1.0 / 1 / 1 / champion (version 3)",
            "0.0 / 0.0 / 1 / 2 / champion (version 3)",
            "1.0 / 1.0 / 1 / 2 / champion (version 3)");

    assertThat(series(roc))
        .extracting(s -> s.path("name").asText(), EvaluationChartsTest::width)
        .containsExactly(
            tuple("this run", 1),
            tuple("this run", 1),
            tuple("this run", 3),
            tuple("champion (version 3)", 3),
            tuple("by chance", 1));
    JsonNode mean = series(roc).get(2).path("data");
    assertThat(mean.get(0).toString()).isEqualTo("[0.0,0.0]");
    assertThat(mean.get(1).toString()).isEqualTo("[0.0,0.25]");
    assertThat(mean.get(51).toString()).isEqualTo("[0.5,0.875]");
    assertThat(mean.get(101).toString()).isEqualTo("[1.0,1.0]");
    assertThat(roc.note()).endsWith(" Thin: each fold; thick: their mean.");
    // The figures below are those of the thick lines.
    assertThat(roc.rows()).hasSize(2 * 102);
  }

  /** Of piecewise straight lines whose corners lie on the grid both sums are exact. */
  @Test
  void theAreaBelowTheMeanIsTheMeanOfTheAreas() throws IOException {
    List<List<double[]>> folds =
        List.of(
            List.of(point(0, 0), point(0.1, 0.6), point(0.4, 0.9), point(1, 1)),
            List.of(point(0, 0), point(0.2, 0.4), point(0.7, 0.8), point(1, 1)));

    double mean = folds.stream().mapToDouble(EvaluationChartsTest::area).average().orElseThrow();

    assertThat(area(CurveMean.vertical(folds))).isCloseTo(mean, within(1e-12));
  }

  private static double[] point(double x, double y) {
    return new double[] {x, y};
  }

  private static double area(List<double[]> line) {
    double area = 0;
    for (int i = 1; i < line.size(); i++) {
      double[] from = line.get(i - 1);
      double[] to = line.get(i);
      area += (to[0] - from[0]) * (from[1] + to[1]) / 2;
    }
    return area;
  }

  @Test
  void calibrationOfFoldsIsThatOfAllRows() throws IOException {
    Chart calibration =
        chart(
            "calibration",
            List.of("mean probability", "came true", "rows", "from", "fold"),
            "0.1 / 0.0 / 30 / 0.0 / 1",
            "0.9 / 1.0 / 10 / 0.5 / 1",
            "0.2 / 0.4 / 10 / 0.0 / 2");

    assertThat(series(calibration).get(2).path("data").toString())
        .isEqualTo("[[0.125,0.1],[0.9,1.0]]");
  }

  @Test
  void calibrationOfEarlierRunsIsDrawnFromTheirTable() throws IOException {
    Chart calibration =
        chart(
            "calibration",
            List.of("probability of Yes", "rows", "mean probability", "came true"),
            "0.0 to 0.1 / 30 / 0.05 / 0.04");

    assertThat(series(calibration).get(0).path("data").toString()).isEqualTo("[[0.05,0.04]]");
  }

  @Test
  void residualsOfSeveralPartsAreOutlinesOfOneArea() throws IOException {
    Chart residuals =
        chart(
            "residuals",
            List.of("from", "to", "rows", "model"),
            "-10 / -1 / 10 / model",
            "-1 / 0 / 40 / model",
            "0 / 1 / 50 / model",
            "-1 / 1 / 7 / champion (version 3)");

    assertThat(series(residuals).get(0).path("data").toString())
        .isEqualTo("[[-2.0,0.1],[-1.0,0.1],[-1.0,0.4],[0.0,0.4],[0.0,0.5],[1.0,0.5]]");
    assertThat(series(residuals).get(1).path("data").toString())
        .isEqualTo("[[-1.0,0.5],[1.0,0.5]]");
  }

  @Test
  void residualsOfFoldsAreJoinedInCommonBins() throws IOException {
    Chart residuals =
        chart(
            "residuals", List.of("from", "to", "rows", "fold"), "0 / 2 / 30 / 1", "1 / 4 / 10 / 2");

    List<JsonNode> lines = series(residuals);
    assertThat(lines).hasSize(3);
    JsonNode all = lines.get(2).path("data");
    assertThat(all).hasSize(80);
    assertThat(all.get(0).get(1).asDouble()).isCloseTo(15.0 / 40, within(1e-5));
    assertThat(all.get(30).get(1).asDouble()).isCloseTo((15 + 10 / 3.0) / 40, within(1e-5));
    assertThat(all.get(79).get(1).asDouble()).isCloseTo(10 / 3.0 / 40, within(1e-5));
  }

  @Test
  void theTableAgainstTheChampionHasIntervalsInOneColumn() {
    Map<String, String> facts =
        Map.of(
            "curve:calibration",
            "[[\"mean probability\",\"came"
                + " true\",\"rows\",\"from\"],[\"0.1\",\"0.0\",\"3\",\"0.0\"]]",
            "table:calibration",
            "[[\"probability of Yes\",\"rows\",\"mean probability\",\"came true\"],[\"0 to"
                + " 1\",\"3\",\"0.1\",\"0.0\"]]",
            "table:against champion (version 3)",
            "[[\"metric\",\"this run\",\"champion (version 3)\",\"difference\",\"lower 95"
                + " %\",\"upper 95 %\"],"
                + "[\"auc\",\"0.81\",\"0.84\",\"-0.03\",\"-0.041\",\"-0.02\"],"
                + "[\"rmse\",\"12.3456\",\"NaN\",\"NaN\",\"NaN\",\"NaN\"]]");
    StageRecord record =
        new StageRecord(
            1,
            "quality",
            "evaluate/binary",
            StageRecord.Status.RAN,
            "f",
            "",
            1,
            StageFigures.NONE,
            facts,
            "");

    EvaluationSection section = EvaluationSection.of(record, Map.of());

    assertThat(section.against())
        .containsExactly(
            new TableView(
                "This run against champion (version 3)",
                List.of("metric", "this run", "champion", "difference", "interval, 95 %"),
                List.of(
                    List.of("auc", "0.8100", "0.8400", "-0.0300", "-0.0410\u00a0to\u00a0-0.0200"),
                    List.of("rmse", "12.35", "–", "–", "–\u00a0to\u00a0–"))));
    assertThat(section.charts()).extracting(Chart::title).containsExactly("Calibration");
    assertThat(section.tables()).isEmpty();
  }
}
