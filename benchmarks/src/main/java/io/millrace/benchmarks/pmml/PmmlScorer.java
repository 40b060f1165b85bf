package io.millrace.benchmarks.pmml;

import static java.util.Objects.requireNonNull;

import jakarta.xml.bind.JAXBException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.ParserConfigurationException;
import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;
import org.xml.sax.SAXException;

/** A document of {@link PmmlText}, run as JPMML-Evaluator's own introduction does it. */
public final class PmmlScorer {
  private final Evaluator evaluator;
  private final List<InputField> inputs;

  private PmmlScorer(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.inputs = evaluator.getInputFields();
  }

  /** Loads a document, with the optimisations that loading makes by default. */
  public static PmmlScorer of(String document) {
    try {
      Evaluator evaluator =
          new LoadingModelEvaluatorBuilder()
              .load(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)))
              .build();
      evaluator.verify();
      return new PmmlScorer(evaluator);
    } catch (JAXBException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException("the document can't be read", e);
    }
  }

  /** The probability of class 1 for a row's values by column. */
  public double probability(Map<String, ?> row) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (InputField input : inputs) {
      arguments.put(input.getName(), input.prepare(row.get(input.getName())));
    }
    return requireNonNull((Double) evaluator.evaluate(arguments).get("probability"));
  }
}
