package io.millrace.tracking.mlflow.client;

import static io.millrace.tracking.mlflow.client.StandInServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.tracking.mlflow.client.Artifacts.Entry;
import io.millrace.tracking.mlflow.client.LoggedModels.LoggedModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowClientTest {
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(2),
          Duration.ofMillis(700),
          3,
          Duration.ofMillis(1),
          Duration.ofMillis(50));

  private final StandInServer server = new StandInServer();
  private final MlflowClient client = client(server.address(), Credentials.NONE);

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    server.close();
  }

  private static MlflowClient client(URI address, Credentials credentials) {
    return new MlflowClient(new ServerAddress(address, credentials), SHORT, 1000, 400);
  }

  private static Credentials from(Map<String, String> environment) {
    return Credentials.from(name -> Optional.ofNullable(environment.get(name)));
  }

  private String run() {
    return client.runs().create("0", "r1", 5, Map.of("a", "b")).id();
  }

  private void assertFails(ThrowingCallable call, MlflowError code, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(MillraceException.class)
        .hasMessage(message.replace("SERVER", "The MLflow server at " + server.address()))
        .extracting(e -> ((MillraceException) e).code())
        .isEqualTo(code);
  }

  @Test
  void aRunIsReadAsItWasWritten() {
    String run = run();
    Batch batch =
        new Batch()
            .param("p", "naïve \"x\" <b>")
            .tag("t", "v")
            .metric(new Metric("auc", 0.1 + 0.2, 7, 0))
            .metric(new Metric("auc", Double.NaN, 8, 3))
            .metric(new Metric("loss", Double.MIN_VALUE, 8, 0));
    client.runs().log(run, batch);
    Dataset dataset = new Dataset("raw", "7", "delta_table", "{\"path\":\"/x\"}", "training");
    client.runs().logInputs(run, List.of(dataset));
    client.runs().update(run, new RunStateChange("FINISHED", OptionalLong.of(9)));

    RunInfo read = client.runs().get(run).orElseThrow();

    assertThat(read.status()).isEqualTo("FINISHED");
    assertThat(read.params()).isEqualTo(Map.of("p", "naïve \"x\" <b>"));
    assertThat(read.tags()).containsEntry("a", "b").containsEntry("t", "v");
    assertThat(read.metrics())
        .containsExactlyInAnyOrder(
            new Metric("auc", Double.NaN, 8, 3), new Metric("loss", Double.MIN_VALUE, 8, 0));
    assertThat(client.runs().history(run, "auc"))
        .containsExactly(new Metric("auc", 0.1 + 0.2, 7, 0), new Metric("auc", Double.NaN, 8, 3));
    assertThat(read.datasets()).containsExactly(dataset);
    assertThat(client.runs().get("0123")).isEmpty();
  }

  @Test
  void batchesKeepToTheServersLimits() {
    Batch batch = new Batch();
    for (int i = 0; i < 2500; i++) {
      batch.metric(new Metric("m" + i, i, 1, 0));
    }
    for (int i = 0; i < 250; i++) {
      batch.param("p" + i, "x".repeat(6000)).tag("t" + i, "y");
    }
    String run = run();
    client.runs().log(run, batch);

    RunInfo read = client.runs().get(run).orElseThrow();
    assertThat(read.metrics()).hasSize(2500);
    assertThat(read.params()).hasSize(250);
    assertThat(read.tags()).hasSizeGreaterThan(250);
  }

  @Test
  void filesGoUpAndComeDownAndAreListedWithNestedDirectories() throws IOException {
    Artifacts artifacts = client.artifacts("mlflow-artifacts:/0/abc/artifacts");
    Path file = Files.write(directory.resolve("a.bin"), new byte[] {0, 1, -1});
    Path empty = Files.write(directory.resolve("empty"), new byte[0]);
    artifacts.upload(file, "deep/er/ä b#?%.bin");
    artifacts.upload(file, "top");
    artifacts.upload(empty, "deep/empty");

    assertThat(artifacts.list(""))
        .containsExactly(new Entry("top", false, 3), new Entry("deep", true, 0));
    assertThat(artifacts.files(""))
        .extracting(Entry::path)
        .containsExactlyInAnyOrder("top", "deep/empty", "deep/er/ä b#?%.bin");
    Path down = directory.resolve("down");
    artifacts.download("deep/er/ä b#?%.bin", down);
    assertThat(down).hasBinaryContent(new byte[] {0, 1, -1});
    artifacts.download("deep/empty", down);
    assertThat(down).isEmptyFile();
    assertFails(
        () -> artifacts.download("nope", down),
        MlflowError.MLFLOW_NOT_FOUND,
        "SERVER refused downloading the artifact 'nope' (404: No such artifact: '0/abc/artifacts/nope').");
  }

  @Test
  void aLargeFileGoesInPartsWhereTheServerOffersThat() throws IOException {
    server.withMultipart();
    byte[] large = new byte[1050];
    large[1049] = 7;
    Path file = Files.write(directory.resolve("large"), large);
    Artifacts artifacts = client.artifacts("mlflow-artifacts:/0/abc/artifacts");

    artifacts.upload(file, "in/large");

    assertThat(server.seen("PUT /part/")).hasSize(3);
    assertThat(server.seen("PUT /api")).isEmpty();
    Path down = directory.resolve("down");
    artifacts.download("in/large", down);
    assertThat(down).hasBinaryContent(large);
  }

  @Test
  void aLargeFileGoesWholeWhereTheServerOffersNoParts() throws IOException {
    Path file = Files.write(directory.resolve("large"), new byte[1050]);
    Artifacts artifacts = client.artifacts("mlflow-artifacts:/0/abc/artifacts");

    artifacts.upload(file, "one");
    artifacts.upload(file, "two");

    assertThat(server.seen("/mpu/create")).hasSize(1);
    assertThat(server.seen("PUT /api")).hasSize(2);
  }

  @Test
  void partsThatTheStoreRefusesAreGivenUpForTheWholeFile() throws IOException {
    server.withMultipart().failing("/part/2", status(403, ""));
    Path file = Files.write(directory.resolve("large"), new byte[1050]);

    client.artifacts("mlflow-artifacts:/0/abc/artifacts").upload(file, "large");

    assertThat(server.seen("/mpu/abort")).hasSize(1);
    assertThat(server.seen("PUT /api")).hasSize(1);
  }

  @Test
  void filesOnThisMachineAreWrittenWhereTheServerLooks() throws IOException {
    Path root = Files.createDirectories(directory.resolve("mlruns"));
    Path file = Files.writeString(directory.resolve("a"), "content");
    Artifacts artifacts = client.artifacts(root.resolve("1/abc/artifacts").toString());
    artifacts.upload(file, "deep/a");

    assertThat(root.resolve("1/abc/artifacts/deep/a")).hasContent("content");
    assertThat(artifacts.files("")).containsExactly(new Entry("deep/a", false, 7));
    assertThatThrownBy(() -> artifacts.upload(file, "../../../../a"))
        .hasMessage("'../../../../a' leads out of MLflow's artifacts.");
  }

  @Test
  void filesThatCanNotBeReachedAreToldWithWhatToDo() {
    String rest =
        "; start it with --artifacts-destination in place of --default-artifact-root, so that it hands them through.";
    assertFails(
        () -> client.artifacts("s3://bucket/1/abc/artifacts"),
        MlflowError.MLFLOW_UNFIT,
        "SERVER keeps its files at s3://bucket/1/abc/artifacts, which Millrace does not reach"
            + rest);
    assertFails(
        () -> client.artifacts("file:///no/such/place/of/a/server/1/abc/artifacts"),
        MlflowError.MLFLOW_UNFIT,
        "SERVER keeps its files in /no/such/place/of/a/server/1/abc/artifacts, which is not on this machine"
            + rest);
  }

  @Test
  void modelsHaveVersionsAliasesAndTags() {
    LoggedModel logged = client.loggedModels().create("0", "c.x", "", Map.of()).orElseThrow();
    client.loggedModels().ready(logged.id());
    RegisteredModels models = client.registeredModels();
    models.create("churn", Map.of("a", "b"));
    models.createVersion("churn", "models:/" + logged.id(), "", logged.id(), Map.of("t", "1"));
    models.alias("churn", "champion", 1);
    models.tag("churn", "c", "d");

    assertThat(models.get("churn"))
        .contains(
            new RegisteredModels.RegisteredModel(
                "churn", Map.of("a", "b", "c", "d"), Map.of("champion", 1)));
    assertThat(models.versions("churn"))
        .isEqualTo(List.of(models.version("churn", 1).orElseThrow()));
    assertThat(models.downloadUri("churn", 1)).isEqualTo(logged.artifactUri());
    models.removeAlias("churn", "champion");
    assertThat(models.get("churn").orElseThrow().aliases()).isEmpty();
    assertThat(models.get("nope")).isEmpty();
    assertThat(models.version("churn", 2)).isEmpty();
    assertFails(
        () -> models.create("churn", Map.of()),
        MlflowError.MLFLOW_EXISTS,
        "SERVER has one of that name when creating the model 'churn'.");
  }

  @Test
  void credentialsAreSentAndNeverPrinted() {
    Credentials basic =
        from(Map.of("MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "s3cret"));
    Credentials token = from(Map.of("MLFLOW_TRACKING_TOKEN", "t0ken"));
    client(server.address(), basic).check();
    client(server.address(), token).check();

    assertThat(server.seen("/experiments/search"))
        .extracting(StandInServer.Seen::authorization)
        .containsExactly(
            "Basic " + Base64.getEncoder().encodeToString("ada:s3cret".getBytes()), "Bearer t0ken");
    assertThat(basic + " " + new ServerAddress(server.address(), token))
        .doesNotContain("s3cret", "t0ken");
    server.alwaysFailing("/experiments", status(401, "You are not authenticated."));
    assertFails(
        () -> client(server.address(), token).check(),
        MlflowError.MLFLOW_DENIED,
        "SERVER does not let you in (401); correct MLFLOW_TRACKING_TOKEN: the token may have expired.");
    assertFails(
        () -> client(server.address(), basic).check(),
        MlflowError.MLFLOW_DENIED,
        "SERVER does not let you in (401); correct MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.");
    assertFails(
        client::check,
        MlflowError.MLFLOW_DENIED,
        "SERVER does not let you in (401); set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.");
  }

  @Test
  void anOverloadedServerIsAskedAgainWhenItSays() {
    server.failing("/experiments", status(429, "", "Retry-After", "0"));
    server.failing("/experiments", status(503, ""));
    client.check();
    assertThat(server.seen("/experiments")).hasSize(3);

    server.alwaysFailing("/experiments", status(429, "", "Retry-After", "1"));
    assertFails(
        client::check,
        MlflowError.MLFLOW_UNREACHABLE,
        "SERVER has too many requests (429) when listing experiments; try again later.");
    assertThat(server.seen("/experiments")).hasSize(6);
  }

  @Test
  void aRunIsNotMadeTwiceByAskingAgain() {
    server.failing("/runs/create", server.lost());
    assertThatThrownBy(this::run)
        .hasMessageStartingWith(
            "The MLflow server at " + server.address() + " broke off when creating the run 'r1' (");
    server.failing("/runs/create", status(500, "{\"message\": \"database is locked\"}"));
    assertFails(
        this::run,
        MlflowError.MLFLOW_UNREACHABLE,
        "SERVER failed (500: database is locked) when creating the run 'r1'; look at its log, or try again later.");

    assertThat(server.seen("/runs/create")).hasSize(2);
  }

  @Test
  void whatMayBeRepeatedIsSentAgainAfterAnyFailure() {
    String run = run();
    server.failing("/log-batch", status(500, "")).failing("/log-batch", server.lost());

    client.runs().log(run, new Batch().tag("t", "v"));

    assertThat(client.runs().get(run).orElseThrow().tags()).containsEntry("t", "v");
  }

  @Test
  void anAnswerThatDoesNotComeOrBreaksOffIsTold() {
    server.alwaysFailing("/experiments", StandInServer.silence());
    MlflowClient hasty = new MlflowClient(client.server(), SHORT.once());
    assertThatThrownBy(hasty::check)
        .hasMessage(
            "The MLflow server at %s gave no answer within 0 s when listing experiments; look at its log, or try again later."
                .formatted(server.address()));
    server.heal();
    server.alwaysFailing("/experiments", StandInServer.cutOff());
    assertThatThrownBy(client::check)
        .hasMessageStartingWith(
            "The MLflow server at " + server.address() + " broke off when listing experiments (");
    server.heal();
    server.failing("/experiments", status(200, "{\"experiments\": ["));
    assertFails(
        client::check,
        MlflowError.MLFLOW_UNFIT,
        "What answers at "
            + server.address()
            + " when listing experiments gives no JSON, or cut-off JSON; correct the tracking address, or look at its log.");
  }

  @Test
  void whatIsNoMlflowIsTold() {
    server.alwaysFailing("/experiments", status(404, "<html>"));
    assertFails(
        client::check,
        MlflowError.MLFLOW_UNFIT,
        "There is no MLflow at "
            + server.address()
            + ": it knows no /api/2.0/mlflow/experiments/search (404); correct the tracking address, or use a newer server.");
    server.heal();
    server.failing("/experiments", status(302, "", "Location", "https://login"));
    assertFails(
        client::check,
        MlflowError.MLFLOW_UNFIT,
        "SERVER sends elsewhere (302) when listing experiments; write the address that it really has.");
    URI closed = server.address();
    server.stop();
    assertFails(
        () -> client(closed, Credentials.NONE).check(),
        MlflowError.MLFLOW_UNREACHABLE,
        "SERVER takes no connection; start it, or correct the tracking address.");
    assertThatThrownBy(
            () -> client(URI.create("http://no.such.host.invalid"), Credentials.NONE).check())
        .hasMessage(
            "The host of the MLflow server at http://no.such.host.invalid is not known; correct the tracking address.");
  }

  @Test
  void anOldServerIsTold() {
    try (StandInServer old = new StandInServer("2.8.1")) {
      assertThatThrownBy(() -> client(old.address(), Credentials.NONE).check())
          .hasMessage(
              "The MLflow server at %s has version 2.8.1, and Millrace needs 2.9 or newer; update the server."
                  .formatted(old.address()));
    }
    try (StandInServer second = new StandInServer("2.9.0")) {
      MlflowClient client = client(second.address(), Credentials.NONE);
      client.check();
      assertThat(client.loggedModels().create("0", "churn", "", Map.of())).isEmpty();
    }
  }
}
