package io.millrace.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.AppliesTo;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageKind;
import io.millrace.api.Transformer;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.plugin.StageDiscovery;
import io.millrace.spark.api.Schemas;
import io.millrace.stages.ExampleCustomers;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.StageHarness;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every transformer that works row by row, by the example that it shows, on customers that are made
 * up: it has a portable form that gives what Spark gives.
 */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScoringCoverageTest {
  private StageHarness harness;
  private Dataset<Row> customers;

  @BeforeAll
  void prepare(StageHarness own) {
    harness = own;
    customers = ExampleCustomers.of(own);
  }

  static Stream<String> transformers() {
    return StageDiscovery.onClassPath(ScoringCoverageTest.class.getClassLoader())
        .catalog()
        .all()
        .stream()
        .filter(stage -> stage.factory().kind() == StageKind.TRANSFORMER)
        .map(OfferedStage::name);
  }

  @ParameterizedTest
  @MethodSource("transformers")
  void servesWhatItLearns(String name) {
    HarnessedStage stage = ExampleCustomers.example(harness, name);
    Transformer<Dataset<Row>> transformer = stage.transformer();
    if (!transformer.isRowWise() || transformer.appliesTo() == AppliesTo.TRAINING) {
      return;
    }
    FittedTransformer<Dataset<Row>> fitted = stage.fit(customers);

    assertThat(transformer).isInstanceOf(Exportable.class);
    Exportable exportable = (Exportable) transformer;
    assertThat(exportable.exportForms()).contains(ExportForm.SCORING);
    assertThat(exportable.obstacle(ExportForm.SCORING, Schemas.fromSpark(customers.schema())))
        .isEmpty();
    assertThat(fitted).isInstanceOf(ScoringExport.class);
    Parity.of(fitted, customers).assertEqualBits();
  }
}
