package io.millrace.app.view;

import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunStatus;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import io.millrace.core.Reproduction;
import io.millrace.core.Reproduction.Source;
import io.millrace.core.ReproductionReport;
import io.millrace.core.ReproductionReport.Difference;
import io.millrace.core.ReproductionReport.Figure;
import io.millrace.core.run.PredictionDifference;
import io.millrace.core.run.Rebuilt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Models that are made anew, and what that takes. */
public final class ReproductionView {
  /** Hashes are told apart by less. */
  private static final int HASH = 12;

  private ReproductionView() {}

  /** What would be read. */
  public static List<String> text(Reproduction<?> reproduction, List<Source> sources, Style style) {
    List<String> lines = new ArrayList<>();
    long missing = sources.stream().filter(source -> !source.missing().isEmpty()).count();
    lines.add(
        "run %s%s can%s be made anew"
            .formatted(
                style.bold(reproduction.recorded()),
                names(reproduction.registered()),
                missing == 0 ? "" : "not"));
    TextTable table = TextTable.of("STAGE", "USES", "READS", "");
    for (Source source : sources) {
      table.row(
          source.stage(),
          source.use(),
          source.version().isEmpty() ? "what is there now" : source.version(),
          state(source, style));
    }
    lines.add("");
    lines.addAll(table.lines(style));
    lines.addAll(hints(reproduction.hints(), style));
    return lines;
  }

  private static List<String> hints(List<String> hints, Style style) {
    List<String> lines = new ArrayList<>();
    if (!hints.isEmpty()) {
      lines.add("");
      lines.add(style.bold("What can be done"));
      hints.forEach(hint -> lines.add("  " + hint));
    }
    return lines;
  }

  private static String state(Source source, Style style) {
    if (!source.missing().isEmpty()) {
      return style.bad("missing") + ": " + source.missing();
    }
    if (source.version().isEmpty()) {
      return style.warning("unversioned") + ": the source does not tell which rows were read";
    }
    return style.good("there");
  }

  private static String names(List<ModelVersion> versions) {
    return versions.isEmpty()
        ? ""
        : versions.stream()
            .map(version -> version.model() + " version " + version.version())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  /** The same as JSON. */
  public static Map<String, @Nullable Object> json(
      Reproduction<?> reproduction, List<Source> sources) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("reproduces", reproduction.recorded());
    json.put("models", reproduction.registered().stream().map(ReproductionView::json).toList());
    json.put("sources", sources.stream().map(ReproductionView::json).toList());
    json.put("hints", reproduction.hints());
    return json;
  }

  private static Map<String, @Nullable Object> json(Source source) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("stage", source.stage());
    json.put("use", source.use());
    json.put("version", source.version().isEmpty() ? null : source.version());
    json.put("table", source.table());
    json.put("missing", source.missing().isEmpty() ? null : source.missing());
    return json;
  }

  private static Map<String, @Nullable Object> json(ModelVersion version) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", version.model());
    json.put("version", version.version());
    return json;
  }

  /** How it went. */
  public static List<String> text(ReproductionReport report, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "run %s made anew as run %s in %s: %s"
            .formatted(
                report.reproduced(),
                style.bold(report.run().run()),
                Quantities.seconds(report.run().seconds()),
                verdict(report, style)));
    report
        .run()
        .failure()
        .ifPresent(
            failure -> lines.add("  stage '%s': %s".formatted(failure.stage(), failure.message())));
    if (report.run().failure().isPresent() || report.run().status() == RunStatus.INTERRUPTED) {
      return lines;
    }
    TextTable table = TextTable.of("", "", "");
    for (Rebuilt model : report.models()) {
      String name = model.registered().model() + " version " + model.registered().version();
      table.row(" ", name + ", golden rows", compared(model.golden(), style));
      table.row(" ", name + ", evaluated rows", compared(model.evaluated(), style));
    }
    table.row(" ", "figures", figures(report, style));
    lines.addAll(table.lines(style));
    for (Figure figure : report.metrics()) {
      lines.add("    %s was %s, is %s".formatted(figure.metric(), figure.then(), figure.now()));
    }
    if (!report.differences().isEmpty()) {
      lines.add("");
      lines.add(style.bold("What is another than then"));
      report.differences().forEach(difference -> lines.add("  " + text(difference)));
    }
    lines.addAll(hints(report.hints(), style));
    for (ModelVersion version : report.registered()) {
      lines.add("");
      lines.add(
          "registered as %s version %d; no alias names it"
              .formatted(version.model(), version.version()));
    }
    return lines;
  }

  private static String verdict(ReproductionReport report, Style style) {
    if (report.run().failure().isPresent()) {
      return style.bad("failed");
    }
    if (report.run().status() == RunStatus.INTERRUPTED) {
      return style.warning("interrupted");
    }
    if (report.isEqual()) {
      return style.good("equal");
    }
    return report.models().isEmpty() && report.compared() == 0
        ? style.warning("there is nothing to compare it with")
        : style.bad("not equal");
  }

  private static String compared(PredictionDifference difference, Style style) {
    if (difference.rows() == 0) {
      return style.faint("none to compare");
    }
    String rows = Quantities.count(difference.rows()) + " compared, ";
    return rows
        + (difference.unequal() == 0
            ? style.good("all equal")
            : style.bad(Quantities.count(difference.unequal()) + " differ")
                + ", by up to "
                + difference.largest());
  }

  private static String figures(ReproductionReport report, Style style) {
    return "%d compared, %s"
        .formatted(
            report.compared(),
            report.metrics().isEmpty()
                ? style.good("all equal")
                : style.bad(report.metrics().size() + " differ"));
  }

  private static String text(Difference difference) {
    return "%s: %s, now %s"
        .formatted(difference.what(), shortened(difference.then()), shortened(difference.now()));
  }

  private static String shortened(String value) {
    boolean hash = value.matches("[0-9a-f]{40,}");
    return value.isEmpty() ? "not set" : hash ? value.substring(0, HASH) : value;
  }

  /** The same as JSON. */
  public static Map<String, @Nullable Object> json(ReproductionReport report) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("run", report.run().run());
    json.put("reproduces", report.reproduced());
    json.put("status", report.run().status().text());
    json.put("equal", report.isEqual());
    json.put("models", report.models().stream().map(ReproductionView::json).toList());
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("compared", report.compared());
    metrics.put("differing", report.metrics().stream().map(ReproductionView::json).toList());
    json.put("metrics", metrics);
    json.put("differences", report.differences().stream().map(ReproductionView::json).toList());
    json.put("hints", report.hints());
    json.put("registered", report.registered().stream().map(ReproductionView::json).toList());
    json.put(
        "problems",
        report.run().failure().stream()
            .map(failure -> problem(failure.code(), failure.message()))
            .toList());
    return json;
  }

  private static Map<String, String> problem(String code, String message) {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("code", code);
    json.put("message", message);
    return json;
  }

  private static Map<String, @Nullable Object> json(Rebuilt model) {
    Map<String, @Nullable Object> json = json(model.registered());
    json.put("package", model.directory().toString());
    json.put("golden", json(model.golden()));
    json.put("evaluated", json(model.evaluated()));
    return json;
  }

  private static Map<String, Object> json(PredictionDifference difference) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", difference.rows());
    json.put("unequal", difference.unequal());
    json.put("largest", difference.largest());
    return json;
  }

  private static Map<String, @Nullable Object> json(Figure figure) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("metric", figure.metric());
    json.put("then", Double.isFinite(figure.then()) ? figure.then() : null);
    json.put("now", Double.isFinite(figure.now()) ? figure.now() : null);
    return json;
  }

  private static Map<String, Object> json(Difference difference) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", difference.kind().text());
    json.put("what", difference.what());
    json.put("then", difference.then());
    json.put("now", difference.now());
    return json;
  }
}
