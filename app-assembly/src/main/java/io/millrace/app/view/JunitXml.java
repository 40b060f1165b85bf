package io.millrace.app.view;

import io.millrace.api.tracking.StageRecord;
import io.millrace.core.problem.Problem;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.run.RunReport;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Results as the JUnit XML that CI servers show: a suite of gates and one of stages, or one of a
 * file's checks. Elements, attributes and their order are those of the report of Ant's JUnit task,
 * which is the strictest of the schemas in use.
 */
public final class JunitXml {
  /**
   * A case of a suite.
   *
   * @param owner what it belongs to, as a class is to its methods
   * @param result what came of it
   */
  private record Case(String owner, String name, double seconds, Result result) {}

  private sealed interface Result {
    record Passed() implements Result {}

    record Skipped() implements Result {}

    /** What was judged did not hold. */
    record Failure(String type, String message, String details) implements Result {}

    /** It could not be judged. */
    record Error(String type, String message, String details) implements Result {}
  }

  private record Suite(
      String name, Map<String, String> properties, List<Case> cases, String output) {
    double seconds() {
      return cases.stream().mapToDouble(Case::seconds).sum();
    }

    long count(Class<? extends Result> kind) {
      return cases.stream().filter(c -> kind.isInstance(c.result())).count();
    }
  }

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;
  private final String time;

  private JunitXml(Instant time) throws XMLStreamException {
    this.time =
        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
            time.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
  }

  /** Of a run: gates with their figures, then stages. */
  public static String of(RunReport report, Instant time) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("run", report.run());
    properties.put("pipeline", report.pipeline());
    properties.put("status", report.status().text());
    report.metrics().forEach((name, value) -> properties.put(name, Double.toString(value)));
    return document(
        List.of(
            new Suite(
                report.pipeline() + " gates",
                properties,
                report.gates().stream().map(gate -> gate(gate, report)).toList(),
                report.gates().stream()
                    .map(gate -> gate.gate().text() + ": " + gate.reason())
                    .collect(Collectors.joining("\n"))),
            new Suite(
                report.pipeline() + " stages", Map.of("run", report.run()), stages(report), "")),
        time);
  }

  /** Of a file's check. */
  public static String of(String file, List<Problem> problems, Instant time) {
    List<Case> cases = new ArrayList<>();
    if (problems.isEmpty()) {
      cases.add(new Case(file, "no mistakes", 0, new Result.Passed()));
    }
    for (Problem problem : problems) {
      String name = "%s:%d:%d %s".formatted(file, problem.line(), problem.column(), problem.code());
      Result failure = new Result.Failure(problem.code().name(), problem.message(), problem.text());
      cases.add(new Case(file, name, 0, failure));
    }
    return document(List.of(new Suite(file, Map.of(), cases, "")), time);
  }

  private static Case gate(GateOutcome outcome, RunReport report) {
    boolean several =
        report.gates().stream()
            .anyMatch(
                other ->
                    other.evaluator().equals(outcome.evaluator())
                        && !other.trainer().equals(outcome.trainer()));
    String of = several ? " of " + outcome.trainer() : "";
    Result result =
        outcome.held()
            ? new Result.Passed()
            : new Result.Failure("GATE_REFUSED", outcome.reason(), place(outcome));
    return new Case(
        report.pipeline() + "." + outcome.evaluator(), outcome.gate().text() + of, 0, result);
  }

  private static String place(GateOutcome outcome) {
    var at = outcome.gate().position();
    return at.line() == 0 ? at.source() : "%s:%d:%d".formatted(at.source(), at.line(), at.column());
  }

  private static List<Case> stages(RunReport report) {
    return report.stages().stream()
        .map(
            stage ->
                new Case(
                    report.pipeline(),
                    stage.stage() + " (" + stage.use() + ")",
                    stage.seconds(),
                    result(stage, report)))
        .toList();
  }

  private static Result result(StageRecord stage, RunReport report) {
    return switch (stage.status()) {
      case RAN, REUSED -> new Result.Passed();
      case SKIPPED -> new Result.Skipped();
      case FAILED ->
          new Result.Error(
              report
                  .failure()
                  .filter(failure -> failure.stage().equals(stage.stage()))
                  .map(RunReport.Failure::code)
                  .orElse("FAILED"),
              stage.message(),
              stage.message());
    };
  }

  private static String document(List<Suite> suites, Instant time) {
    try {
      JunitXml document = new JunitXml(time);
      document.write(suites);
      return document.text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text takes what is written", e);
    }
  }

  private void write(List<Suite> suites) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    for (int i = 0; i < suites.size(); i++) {
      suite(suites.get(i), i);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    xml.flush();
  }

  private void suite(Suite suite, int id) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    attribute("id", Integer.toString(id));
    attribute("name", suite.name());
    attribute("package", suite.name());
    attribute("timestamp", time);
    attribute("hostname", "localhost");
    attribute("tests", Integer.toString(suite.cases().size()));
    attribute("failures", Long.toString(suite.count(Result.Failure.class)));
    attribute("errors", Long.toString(suite.count(Result.Error.class)));
    attribute("skipped", Long.toString(suite.count(Result.Skipped.class)));
    attribute("time", seconds(suite.seconds()));
    xml.writeStartElement("properties");
    for (Map.Entry<String, String> property : suite.properties().entrySet()) {
      xml.writeEmptyElement("property");
      attribute("name", property.getKey());
      attribute("value", property.getValue());
    }
    xml.writeEndElement();
    for (Case one : suite.cases()) {
      testCase(one);
    }
    element("system-out", suite.output());
    element("system-err", "");
    xml.writeEndElement();
  }

  private void testCase(Case one) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("name", one.name());
    attribute("classname", one.owner());
    attribute("time", seconds(one.seconds()));
    if (one.result() instanceof Result.Skipped) {
      xml.writeEmptyElement("skipped");
    } else if (one.result() instanceof Result.Failure failure) {
      trouble("failure", failure.type(), failure.message(), failure.details());
    } else if (one.result() instanceof Result.Error error) {
      trouble("error", error.type(), error.message(), error.details());
    }
    xml.writeEndElement();
  }

  private void trouble(String element, String type, String message, String details)
      throws XMLStreamException {
    xml.writeStartElement(element);
    attribute("message", message);
    attribute("type", type);
    xml.writeCharacters(clean(details));
    xml.writeEndElement();
  }

  private void element(String name, String content) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(clean(content));
    xml.writeEndElement();
  }

  private void attribute(String name, @Nullable String value) throws XMLStreamException {
    xml.writeAttribute(name, clean(value == null ? "" : value));
  }

  /** XML 1.0 has no other control characters, nor halves of pairs. */
  private static String clean(String text) {
    return text.codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || c >= 0x20 && c <= 0xD7FF
                        || c >= 0xE000 && c <= 0xFFFD
                        || c >= 0x10000
                    ? c
                    : 0xFFFD)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String seconds(double seconds) {
    return BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP).toPlainString();
  }
}
