package io.millrace.testkit.memory.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Evaluation;
import io.millrace.api.Model;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Predictions;
import io.millrace.api.StageFactory;
import io.millrace.api.TrainingData;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.TableText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryStagesTest {
  private static final Schema HOUSES =
      Schema.of(
          Column.nullable("city", Simple.STRING),
          Column.nullable("area", Simple.DOUBLE),
          Column.nullable("price", Simple.DOUBLE));

  private final CallLog log = new CallLog();

  private static TestStageContext<Table> context(String stage) {
    return TestStageContext.of(stage);
  }

  private static Table houses(String... rows) {
    return TableText.parse(HOUSES, List.of(rows));
  }

  private FillMean fillMean(double offset) {
    return new FillMean(
        new FillMean.Options(List.of("area"), offset), new Calls(log, "transform/fill-mean"));
  }

  private MeanBy meanBy(boolean classification, double smoothing) {
    String label = classification ? "city" : "price";
    String by = classification ? "area" : "city";
    return new MeanBy(
        new MeanBy.Options(label, by, classification, smoothing, null, 1, false),
        new Calls(log, "train/mean-by"));
  }

  @Test
  void everyNameStartsWithItsKind() {
    assertThat(MemoryStages.all())
        .isNotEmpty()
        .allSatisfy(
            factory -> assertThat(factory.name()).startsWith(factory.kind().prefix() + "/"));
    assertThat(MemoryStages.all()).extracting(StageFactory::name).doesNotHaveDuplicates();
  }

  @Test
  void rowsOfTheOptionsAreReadWithTheTypesOfTheSchema() {
    Map<String, io.millrace.api.schema.LogicalType> schema = new LinkedHashMap<>();
    schema.put("id", Simple.LONG);
    schema.put("city", Simple.STRING);
    RowsIngestor rows =
        new RowsIngestor(
            new RowsIngestor.Options(schema, List.of("1,Ulm", "2,"), "v1", null),
            new Calls(log, "ingest/rows"));

    Table read = rows.read(Optional.of("v1"), context("raw"));

    assertThat(read.rows()).containsExactly(List.of(1L, "Ulm"), java.util.Arrays.asList(2L, null));
    assertThat(read.schema()).isEqualTo(rows.schema(TestPlanContext.bare()));
    assertThat(rows.version(TestPlanContext.bare())).contains("v1");
    assertThat(log.calls()).containsExactly("read raw");
  }

  @Test
  void aRowThatDoesNotFitIsNamed() {
    RowsIngestor rows =
        new RowsIngestor(
            new RowsIngestor.Options(Map.of("id", Simple.LONG), List.of("1", "two"), null, null),
            new Calls(log, "ingest/rows"));

    assertThatThrownBy(() -> rows.read(Optional.empty(), context("raw")))
        .hasMessage("stage 'raw': row 'two': 'two' in column 'id' is no long");
  }

  @Test
  void fillMeanLearnsFromTheTrainingRowsAndAddsItsOffset() {
    var fitted =
        fillMean(1).fit(houses("Ulm,10,1", "Ulm,20,1", "Ulm,,1"), context("filled")).fitted();

    assertThat(fitted.apply(houses("Bonn,,5", "Bonn,3,5")).column("area"))
        .containsExactly(16.0, 3.0);
    assertThat(log.calls()).containsExactly("fit filled", "apply filled");
  }

  @Test
  void meanByPredictsTheSmoothedMeanOfTheGroup() {
    Model<Table> model =
        meanBy(false, 1)
            .train(TrainingData.of(houses("Ulm,1,10", "Ulm,1,20", "Bonn,1,60")), context("model"));

    // Overall mean 30; Ulm (10 + 20 + 30) / 3, Bonn (60 + 30) / 2, others 30.
    assertThat(model.predict(houses("Ulm,1,", "Bonn,1,", "Kiel,1,")).column(Model.PREDICTION))
        .containsExactly(20.0, 45.0, 30.0);
    assertThat(model.classes()).isEmpty();
  }

  @Test
  void meanByGivesTheSharesOfSortedClasses() {
    Model<Table> model =
        meanBy(true, 0)
            .train(
                TrainingData.of(houses("Ulm,1,0", "Ulm,1,0", "Bonn,1,0", "Bonn,2,0")),
                context("model"));

    Table predicted = model.predict(houses("x,1,0", "x,2,0", "x,3,0"));

    assertThat(model.classes()).containsExactly("Bonn", "Ulm");
    assertThat(predicted.column(Model.PREDICTION)).containsExactly("Ulm", "Bonn", "Bonn");
    assertThat(predicted.column(Model.PROBABILITY))
        .containsExactly(List.of(1 / 3.0, 2 / 3.0), List.of(1.0, 0.0), List.of(0.5, 0.5));
  }

  @Test
  void aLabelWithOneClassIsRefused() {
    assertThatThrownBy(
            () -> meanBy(true, 0).train(TrainingData.of(houses("Ulm,1,0")), context("model")))
        .hasMessage("label 'city' has one class only: Ulm");
  }

  @Test
  void sharesOfTheHashSplitAreAboutThoseAskedFor() {
    Table rows =
        houses(IntStream.range(0, 1000).mapToObj(i -> "c" + i + ",1,1").toArray(String[]::new));
    HashSplitter splitter =
        new HashSplitter(
            new HashSplitter.Options(0.6, 0.2, 0.2, List.of()), new Calls(log, "split/hash"));

    Parts<Table> parts = splitter.split(Map.of("input", rows), context("parts")).get(0);

    // Three standard deviations of a binomial share of 1,000 rows are 46 and 38.
    assertThat(parts.train().size()).isBetween(554, 646);
    assertThat(parts.require(Part.VALIDATION).size()).isBetween(162, 238);
    assertThat(parts.require(Part.TEST).size()).isBetween(162, 238);
  }

  @Test
  void errorsAreThoseOfTheFormulas() {
    Table frame =
        Table.of(
            HOUSES.with(Column.required(Model.PREDICTION, Simple.DOUBLE)),
            new Object[] {"Ulm", 1.0, 10.0, 13.0},
            new Object[] {"Ulm", 1.0, 20.0, 16.0});

    Evaluation evaluation =
        new ErrorEvaluator(
                new Calls(log, "evaluate/error"),
                new ErrorEvaluator.Options(List.of(), false, false))
            .evaluate(new Predictions<>(frame, "price", null, List.of()), context("quality"));

    assertThat(evaluation.metrics())
        .containsEntry("rmse", Math.sqrt((9 + 16) / 2.0))
        .containsEntry("mae", 3.5);
  }

  @Test
  void deployRegistersThePackageAndMovesTheAlias(@TempDir Path directory) throws Exception {
    Path modelPackage = Files.createDirectory(directory.resolve("package"));
    Files.writeString(modelPackage.resolve("model.json"), "{}");
    MemoryTracking tracking =
        MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(directory.resolve("home")));
    NoteDeployer deployer =
        new NoteDeployer(
            new NoteDeployer.Options(
                "houses", "champion", "raw", io.millrace.api.DeploymentTarget.Form.ENGINE),
            new Calls(log, "deploy/note"));
    TestStageContext<Table> context =
        TestStageContext.<Table>builder("publish").models(tracking.models()).build();

    assertThat(deployer.deploy(modelPackage, context).facts())
        .isEqualTo(Map.of("model", "houses", "version", "1", "aliases", "champion"));
    assertThat(deployer.deploy(modelPackage, context).facts()).containsEntry("version", "1");
    assertThat(tracking.models().alias("houses", "champion")).isPresent();
    assertThat(context.facts()).containsEntry("model", "houses version 1");
    assertThat(deployer.target().input()).contains("raw");
  }

  @Test
  void aCallFailsAsOftenAsItWasToldTo() {
    log.failNext("fit", "filled", new IllegalStateException("first"));
    log.failNext("fit", "filled", new IllegalStateException("second"));

    assertThatThrownBy(() -> fillMean(0).fit(houses("Ulm,1,1"), context("filled")))
        .hasMessage("first");
    assertThatThrownBy(() -> fillMean(0).fit(houses("Ulm,1,1"), context("filled")))
        .hasMessage("second");
    fillMean(0).fit(houses("Ulm,1,1"), context("filled"));
    assertThat(log.count("fit", "filled")).isEqualTo(3);
    assertThat(log.count("fit", "other")).isZero();
  }

  @Test
  void aHeldCallGoesOnWhenReleasedAndStopsWhenCancelled() {
    Hold hold = log.hold("fit", "filled");
    TestStageContext<Table> context = context("filled");
    CompletableFuture<Void> fit =
        CompletableFuture.runAsync(() -> fillMean(0).fit(houses("Ulm,1,1"), context));
    hold.awaitEntered();
    assertThat(fit).isNotDone();

    context.cancel();

    assertThatThrownBy(fit::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(CancellationException.class);
    hold.release();
    fillMean(0).fit(houses("Ulm,1,1"), context);
  }
}
