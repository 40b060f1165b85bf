package io.millrace.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.Publication;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.TrialRecord;
import io.millrace.core.Platform;
import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.RunListener;
import io.millrace.model.ModelPackage;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** What a team might have recorded in some weeks, and what somebody evil might. */
final class ConsoleSeed {
  /** A name that runs, where it is taken for HTML. */
  static final String EVIL = "</script><script>alert('x')</script><img src=x onerror=alert(1)>";

  /** The same for an id, which is a segment of addresses. */
  static final String EVIL_ID = "<img src=x onerror=alert(1)>";

  static final String MODEL = "telco-churn";
  static final int RUNS = 120;

  private static final Instant FIRST = Instant.parse("2026-03-01T08:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String[]> STAGES =
      List.of(
          new String[] {"raw", "ingest/csv", "ingestor", ""},
          new String[] {"customers", "sink/publish-features", "sink", "raw"},
          new String[] {"parts", "split/random", "splitter", "customers"},
          new String[] {"imputed", "transform/impute", "transformer", "parts"},
          new String[] {"model", "train/gbt", "trainer", "imputed"},
          new String[] {"quality", "evaluate/binary", "evaluator", "model"},
          new String[] {"publish", "deploy/registry", "deployer", "quality"});

  private final ConsoleHome home;
  private final RunTracker runs;
  private final Random random = new Random(42);

  private ConsoleSeed(ConsoleHome home) {
    this.home = home;
    this.runs = home.records().runs();
  }

  static void fill(ConsoleHome home) {
    ConsoleSeed seed = new ConsoleSeed(home);
    Path modelPackage = seed.modelPackage();
    for (int i = 1; i <= RUNS; i++) {
      seed.run(i);
    }
    seed.tables();
    for (int version = 1; version <= 4; version++) {
      seed.version(version, modelPackage);
    }
    seed.move("champion", 1, "the first one");
    seed.move("champion", 2, "better on new customers");
    seed.move("challenger", 4, "to be looked at by the marketing team");
    seed.scoring();
    seed.evil();
  }

  /** The id of a seeded run, from 1. */
  static String id(int number) {
    return "20260301-%06d".formatted(number);
  }

  /** A real one, made by a real run. */
  private Path modelPackage() {
    try (Platform<Table> platform = home.open()) {
      platform
          .run(RunCall.of(FileRequest.of(Houses.PIPELINE, "houses.yaml")))
          .execute(RunListener.NONE);
    }
    return home.records().models().open(home.records().models().version("houses", 1).orElseThrow());
  }

  private void run(int number) {
    String id = id(number);
    Instant start = FIRST.plus(number * 7L, ChronoUnit.HOURS);
    Map<String, String> params = new LinkedHashMap<>();
    params.put("depth", String.valueOf(3 + number % 5));
    params.put("region", number % 3 == 0 ? "north" : "south");
    String user = number % 4 == 0 ? "grace" : "ada";
    runs.start(
        new RunStart(
            id,
            number % 25 == 20 ? "customers" : number % 10 == 0 ? "fraud" : MODEL,
            start,
            params,
            Map.of("user", user, "file", "churn.yaml"),
            Map.of("graph", graph(), "resolved", "pipeline: telco-churn\nseed: 42\n")));
    boolean failed = number % 17 == 0;
    boolean refused = !failed && number % 13 == 0;
    int ran = failed ? 4 : refused ? 6 : STAGES.size();
    for (int i = 0; i < STAGES.size(); i++) {
      runs.stage(id, stage(i, i < ran, failed && i == ran));
    }
    if (!failed) {
      figures(id, number);
    }
    runs.finish(
        id,
        failed ? RunStatus.FAILED : refused ? RunStatus.REFUSED : RunStatus.DONE,
        start.plusSeconds(40 + random.nextInt(90)),
        failed
            ? "stage 'model': the label 'Churn' has one value only"
            : refused ? "auc >= 0.84: auc is 0.8312" : "");
  }

  private static StageRecord stage(int position, boolean ran, boolean failed) {
    String[] stage = STAGES.get(position);
    StageRecord.Status status =
        failed
            ? StageRecord.Status.FAILED
            : ran
                ? position < 3 ? StageRecord.Status.REUSED : StageRecord.Status.RAN
                : StageRecord.Status.SKIPPED;
    return new StageRecord(
        position,
        stage[0],
        stage[1],
        status,
        "fingerprint",
        position == 0 ? "2026-02-28" : "",
        position < 3 ? 0 : 1.5 * position,
        position == 0 ? new StageFigures(7043, 977_501, 0, 0, 0, 0, 1, 4) : StageFigures.NONE,
        Map.of(),
        failed ? "the label 'Churn' has one value only" : "");
  }

  private void figures(String id, int number) {
    double trend = 0.80 + 0.0004 * number;
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("quality.auc", trend + 0.01 * random.nextGaussian());
    metrics.put("quality.pr_auc", trend - 0.16 + 0.01 * random.nextGaussian());
    metrics.put("quality.log_loss", 0.45 - 0.0003 * number + 0.01 * random.nextGaussian());
    metrics.put("quality.brier", 0.14 + 0.003 * random.nextGaussian());
    for (String region : List.of("north", "south")) {
      metrics.put("quality.auc@slice(region=" + region + ")", trend + 0.02 * random.nextGaussian());
    }
    runs.metrics(id, metrics, 0);
    if (number % 6 == 0) {
      runs.trials(
          id,
          IntStream.rangeClosed(1, 20)
              .mapToObj(
                  trial -> {
                    Map<String, String> options = new LinkedHashMap<>();
                    options.put("model.maxDepth", String.valueOf(2 + trial % 6));
                    options.put("model.stepSize", "0." + (1 + trial % 4));
                    return new TrialRecord(
                        "model", trial, options, 1, Map.of("auc", 0.78 + trial / 400.0));
                  })
              .toList());
    }
  }

  private void version(int version, Path modelPackage) {
    int number = trainer(version);
    String id = id(number);
    home.records()
        .models()
        .register(
            MODEL,
            modelPackage,
            ModelPackage.read(modelPackage).packageHash(),
            Map.of(
                "quality.auc", 0.80 + 0.01 * version, "quality.log_loss", 0.45 - 0.008 * version),
            Map.of("stage", "publish"),
            new EffectKey(id, "publish", "fingerprint-" + version),
            FIRST.plus(number * 7L, ChronoUnit.HOURS));
    runs.links(
        id,
        List.of(
            RunLink.reads(Asset.features("customers", Math.min(version, 3) - 1L)),
            RunLink.writes(Asset.model(MODEL, version))));
  }

  /** The number of the run that made a version of the model. */
  private static int trainer(int version) {
    return version * 25 - 1;
  }

  private void move(String alias, int to, String why) {
    home.records()
        .models()
        .moveAlias(
            AliasChange.move(
                MODEL, alias, to, "grace", why, FIRST.plus(to * 175L + 2, ChronoUnit.HOURS)));
  }

  /** Three versions, the last with a column more and some rows changed. */
  private void tables() {
    for (int version = 0; version < 3; version++) {
      List<Column> columns = new ArrayList<>();
      columns.add(Column.required("id", LogicalType.Simple.STRING));
      columns.add(Column.required("tenure", LogicalType.Simple.INT));
      columns.add(Column.required("charges", LogicalType.Simple.DOUBLE));
      if (version == 2) {
        columns.add(Column.required("support_calls", LogicalType.Simple.INT));
      }
      List<List<Object>> rows = new ArrayList<>();
      for (int row = 0; row < 20 + 5 * version; row++) {
        List<Object> values = new ArrayList<>(List.of("c" + row, row, 20.5 + row + version));
        if (version == 2) {
          values.add(row % 4);
        }
        rows.add(values);
      }
      home.features()
          .publish(
              Table.of(Schema.of(columns), rows),
              new Publication("customers", Publication.Mode.OVERWRITE, List.of("id"), true),
              new EffectKey(id(maker(version)), "customers", "fingerprint-" + version));
      runs.links(
          id(maker(version)),
          List.of(
              RunLink.reads(
                  new Asset(
                      Asset.Kind.DATA,
                      "file:/data/lake/telco/churn.csv",
                      "2026-03-0" + (version + 1))),
              RunLink.writes(Asset.features("customers", version))));
    }
  }

  /** The number of the run that made a version of the table. */
  private static int maker(int version) {
    return 25 * version + 20;
  }

  /** What was made of the champion. */
  private void scoring() {
    for (int i = 1; i <= 2; i++) {
      String id = "20260420-00000" + i;
      runs.start(
          new RunStart(
              id,
              RunKind.SCORE,
              MODEL,
              FIRST.plus(60 + i, ChronoUnit.DAYS),
              Map.of(),
              Map.of("user", "grace"),
              Map.of()));
      runs.links(
          id,
          List.of(
              RunLink.reads(Asset.model(MODEL, 2)),
              RunLink.reads(
                  new Asset(Asset.Kind.DATA, "file:/data/lake/telco/new-" + i + ".parquet", "")),
              RunLink.writes(
                  new Asset(
                      Asset.Kind.DATA, "file:/data/out/churn-scores-" + i + ".parquet", ""))));
      runs.finish(id, RunStatus.DONE, FIRST.plus(60 + i, ChronoUnit.DAYS).plusSeconds(30), "");
    }
  }

  private void evil() {
    runs.start(
        new RunStart(
            EVIL_ID,
            EVIL,
            FIRST,
            Map.of("data", EVIL),
            Map.of("user", EVIL, "note", "evil"),
            Map.of("resolved", EVIL)));
    runs.stage(
        EVIL_ID,
        new StageRecord(
            0,
            EVIL,
            EVIL,
            StageRecord.Status.FAILED,
            "f",
            EVIL,
            1,
            StageFigures.NONE,
            Map.of("table:x", "[[\"" + EVIL + "\"],[\"" + EVIL + "\"]]"),
            EVIL));
    runs.metrics(EVIL_ID, Map.of("quality." + EVIL, 1.0), 0);
    runs.links(EVIL_ID, List.of(RunLink.writes(new Asset(Asset.Kind.DATA, EVIL, EVIL))));
    runs.finish(EVIL_ID, RunStatus.FAILED, FIRST.plusSeconds(9), EVIL);
  }

  private static String graph() {
    try {
      List<Map<String, Object>> nodes = new ArrayList<>();
      for (String[] stage : STAGES) {
        nodes.add(
            Map.of(
                "id", stage[0],
                "use", stage[1],
                "kind", stage[2],
                "from", stage[3].isEmpty() ? List.of() : List.of(stage[3])));
      }
      return JSON.writeValueAsString(nodes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
