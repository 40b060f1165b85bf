package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Evaluation;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.view.JunitXml;
import io.millrace.core.gate.GateParser;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.Problem;
import io.millrace.core.promote.GateJudge;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.run.RunReport;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The JUnit XML of runs and checks. */
final class JunitXmlTest {
  private static final Instant TIME = Instant.parse("2026-11-22T09:10:11.5Z");
  private static final Position AT = new Position("churn.yaml", 34, 14);

  private static RunReport report() {
    return new RunReport(
        "r1",
        "churn <é> & \u0001",
        RunStatus.REFUSED,
        List.of(
            stage("model", StageRecord.Status.RAN, ""),
            stage("publish", StageRecord.Status.SKIPPED, ""),
            stage("sink", StageRecord.Status.FAILED, "the \"disk\" is full")),
        Map.of("quality.auc@slice(a=\"b\")", 0.845),
        List.of(),
        List.of(judged("auc >= 0.8"), judged("auc >= champion - 0.005")),
        Map.of(),
        new RunReport.Failure("sink", "STORAGE_FAILED", 5, "the \"disk\" is full"),
        true,
        1);
  }

  private static StageRecord stage(String id, StageRecord.Status status, String message) {
    return new StageRecord(
        0, id, "some/" + id, status, "f", "", 1.2345, StageFigures.NONE, Map.of(), message);
  }

  private static GateOutcome judged(String text) {
    GateJudge.Reference champion = new GateJudge.Reference(3, new Evaluation(Map.of("auc", 0.86)));
    return new GateJudge(
            "quality",
            "model",
            new Evaluation(Map.of("auc", 0.845)),
            alias -> Optional.of(champion))
        .judge(GateParser.parse(text, AT).orElseThrow());
  }

  @Test
  void gatesAndStagesAreTestCases() throws Exception {
    Document document = parsed(JunitXml.of(report(), TIME));

    Element gates = element(document, "testsuite", 0);
    assertThat(gates.getAttribute("name")).isEqualTo("churn <é> & \uFFFD gates");
    assertThat(gates.getAttribute("timestamp")).isEqualTo("2026-11-22T09:10:11");
    assertThat(counts(gates)).isEqualTo("2 tests, 1 failures, 0 errors, 0 skipped");
    assertThat(counts(element(document, "testsuite", 1)))
        .isEqualTo("3 tests, 0 failures, 1 errors, 1 skipped");
    assertThat(element(document, "testcase", 0).getAttribute("name")).isEqualTo("auc >= 0.8");
    Element failure = element(document, "failure", 0);
    assertThat(failure.getAttribute("message"))
        .isEqualTo("auc 0.845 is not >= champion's 0.86 (version 3) - 0.005");
    assertThat(failure.getAttribute("type")).isEqualTo("GATE_REFUSED");
    assertThat(failure.getTextContent()).isEqualTo("churn.yaml:34:14");
    assertThat(element(document, "error", 0).getAttribute("type")).isEqualTo("STORAGE_FAILED");
    assertThat(element(document, "error", 0).getTextContent()).isEqualTo("the \"disk\" is full");
    assertThat(element(document, "system-out", 0).getTextContent())
        .contains("auc >= 0.8: auc 0.845 is >= 0.8");
    assertThat(element(document, "property", 3).getAttribute("name"))
        .isEqualTo("quality.auc@slice(a=\"b\")");
  }

  @Test
  void mistakesOfAFileAreFailures() throws Exception {
    Problem problem = new Problem("a.yaml", 3, 7, StandardError.UNKNOWN_COLUMN, "no column '<x>'");

    Document document = parsed(JunitXml.of("a.yaml", List.of(problem), TIME));

    assertThat(element(document, "testcase", 0).getAttribute("name"))
        .isEqualTo("a.yaml:3:7 UNKNOWN_COLUMN");
    assertThat(element(document, "failure", 0).getAttribute("message"))
        .isEqualTo("no column '<x>'");
    assertThat(counts(element(parsed(JunitXml.of("a.yaml", List.of(), TIME)), "testsuite", 0)))
        .isEqualTo("1 tests, 0 failures, 0 errors, 0 skipped");
  }

  private static String counts(Element suite) {
    return "%s tests, %s failures, %s errors, %s skipped"
        .formatted(
            suite.getAttribute("tests"),
            suite.getAttribute("failures"),
            suite.getAttribute("errors"),
            suite.getAttribute("skipped"));
  }

  private static Element element(Document document, String name, int index) {
    return (Element) document.getElementsByTagName(name).item(index);
  }

  /** Valid against what the strictest of the common schemas asks for, said in a schema of ours. */
  private static Document parsed(String xml) throws Exception {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(new StreamSource(JunitXmlTest.class.getResourceAsStream("junit-report.xsd")))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
