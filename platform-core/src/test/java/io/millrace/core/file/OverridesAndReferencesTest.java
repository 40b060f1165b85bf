package io.millrace.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.secret.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OverridesAndReferencesTest {
  private static final Path NO_FILE = Path.of("there-is-no-such-file.yaml");

  @Test
  void anEnvironmentReplacesValues() {
    assertThat(option(ValidFile.request().in("prod"), "raw", "path")).isEqualTo("prod.csv");
  }

  @Test
  void theCallWinsOverTheEnvironment() {
    FileRequest request =
        ValidFile.request().in("prod").withSets(Map.of("raw.with.path", "mine.csv"));
    assertThat(option(request, "raw", "path")).isEqualTo("mine.csv");
  }

  @Test
  void aSetAddsOptionsEntersListsAndSetsKeysOfTheStage() {
    FileRequest request =
        ValidFile.request()
            .withSets(
                Map.of(
                    "model.with.regParam", "0.5",
                    "imputed.with.columns.1", "age",
                    "raw.with.columns.\"a.b\"", "long",
                    "raw.persist", "DISK_ONLY",
                    "seed", "11",
                    "spark.spark.sql.shuffle.partitions", "4"));
    String columnsFile =
        ValidFile.with("header: true", "columns: {age: int, plan: string, churn: string}");
    Pipeline<List<String>> pipeline =
        Fixtures.read(
                ValidFile.request(columnsFile.replace("[age, income]", "[age, age]"))
                    .withSets(request.sets()))
            .require();
    assertThat(pipeline.stage("model").options()).containsEntry("regParam", 0.5);
    assertThat(pipeline.stage("raw").options().get("columns"))
        .hasToString("{age=int, plan=string, churn=string, a.b=long}");
    assertThat(pipeline.stage("raw").settings().persist()).contains("DISK_ONLY");
    assertThat(pipeline.seed()).isEqualTo(11);
    assertThat(pipeline.engineSettings()).isEqualTo(Map.of("spark.sql.shuffle.partitions", "4"));
  }

  @Test
  void aParamOfTheCallTakesItsDeclaredType() {
    FileRequest request = ValidFile.request().withParams(Map.of("share", "0.5"));
    assertThat(option(request, "parts", "train")).isEqualTo(0.5);
  }

  @Test
  void referencesStandInsideLongerTextsToo() {
    String text = ValidFile.with("\"${param:data}\"", "\"/in/${env:ROWS}/${param:share}/$${x}\"");
    assertThat(option(ValidFile.request(text), "raw", "path")).isEqualTo("/in/prod.csv/0.8/${x}");
  }

  @Test
  void aSecretReachesTheStageAndNothingElse() {
    String text =
        ValidFile.with("header: true", "password: \"${secret:DB_PW}\", skip: 1")
            .replace("seed: 7", "seed: 7\ntracking: jdbc:x?password=${secret:DB_PW}");
    Secrets secrets =
        Secrets.of(
            name -> Optional.of("hunter2").filter(v -> name.equals("MILLRACE_SECRET_DB_PW")),
            NO_FILE);
    Pipeline<List<String>> pipeline =
        Fixtures.read(ValidFile.request(text).resolving(secrets)).require();
    assertThat(pipeline.tracking()).contains("jdbc:x?password=hunter2");
    assertThat(pipeline.stage("raw").options()).containsEntry("password", "${secret:DB_PW}");
    assertThat(pipeline.resolved()).doesNotContain("hunter2");
    assertThat(pipeline.resolved()).contains("jdbc:x?password=${secret:DB_PW}");
    assertThat(pipeline.stage("raw").options().toString()).doesNotContain("hunter2");
  }

  @Test
  void aSecretIsMaskedInTheMessagesOfStages() {
    Secrets secrets = Secrets.of(name -> Optional.of("missing-hunter2"), NO_FILE);
    String text = ValidFile.with("\"${param:data}\"", "\"${secret:PATH}\"");
    assertThat(ValidFile.problems(ValidFile.request(text).resolving(secrets)))
        .containsExactly("churn.yaml:8:10: [MISSING_FILE] there is no file '***'");
  }

  @Test
  void aSecretThatIsNowhereIsAProblemOnlyWhenItIsNeeded() {
    String text = ValidFile.with("header: true", "password: \"${secret:DB_PW}\"");
    assertThat(ValidFile.problems(text)).isEmpty();
    Secrets secrets = Secrets.of(name -> Optional.empty(), NO_FILE);
    assertThat(ValidFile.problems(ValidFile.request(text).resolving(secrets)))
        .containsExactly(
            "churn.yaml:9:46: [UNRESOLVED_REFERENCE] there is no secret 'DB_PW'; set the variable"
                + " MILLRACE_SECRET_DB_PW or add it to secrets.yaml");
  }

  @Test
  void aPipelineBuiltOfMapsEqualsItsFile() {
    Map<String, Object> tree =
        Map.of(
            "pipeline",
            "small",
            "stages",
            List.of(
                Map.of("id", "raw", "use", "ingest/rows", "with", Map.of("path", "5")),
                Map.of(
                    "id",
                    "kept",
                    "use",
                    "sink/table",
                    "from",
                    "raw",
                    "with",
                    Map.of("table", "t"))));
    String text =
        """
        pipeline: small
        stages:
          - { id: raw, use: ingest/rows, with: { path: "5" } }
          - { id: kept, use: sink/table, from: raw, with: { table: t } }
        """;
    Pipeline<List<String>> built = Fixtures.read(FileRequest.of(tree, "built")).require();
    Pipeline<List<String>> read = Fixtures.read(FileRequest.of(text, "small.yaml")).require();
    assertThat(built.stages())
        .extracting("options")
        .isEqualTo(read.stages().stream().map(stage -> stage.options()).toList());
    assertThat(Fixtures.read(FileRequest.of(Map.of("pipeline", "x"), "built")).problems())
        .extracting(problem -> problem.text())
        .containsExactly(
            "built: [MISSING_OPTION] a pipeline file needs 'stages', the list of stages");
  }

  private static @Nullable Object option(FileRequest request, String stage, String option) {
    return Fixtures.read(request).require().stage(stage).options().get(option);
  }
}
