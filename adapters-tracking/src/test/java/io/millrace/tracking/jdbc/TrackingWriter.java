package io.millrace.tracking.jdbc;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.Tracking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The main class of processes that write to one home; says on standard output what is written. */
final class TrackingWriter {
  private TrackingWriter() {}

  /** A process that writes to the embedded database. */
  static Process start(Path home, String name, int count) throws IOException {
    return start(TestHome.embedded(home), home, name, count);
  }

  /** A process that writes {@code count} runs, and as many models and moves of one alias. */
  static Process start(String address, Path home, String name, int count) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(TrackingWriter.class.getName(), address, home.toString(), name, "" + count));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Writes. */
  public static void main(String[] arguments) throws IOException {
    Path home = Path.of(arguments[1]);
    Path modelPackage = Files.createTempDirectory(home, "package");
    Files.writeString(modelPackage.resolve("model.json"), arguments[2]);
    try (Tracking tracking = TestHome.tracking(arguments[0], home)) {
      for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
        write(tracking, arguments[2] + "-" + i, modelPackage);
      }
    }
  }

  private static void write(Tracking tracking, String run, Path modelPackage) {
    Instant now = Instant.now();
    tracking.runs().start(new RunStart(run, "churn", now, Map.of(), Map.of(), Map.of()));
    tracking.runs().metrics(run, Map.of("quality.auc", 0.5), 0);
    EffectKey key = new EffectKey(run, "publish", "f");
    int version =
        tracking
            .models()
            .register("churn", modelPackage, "hash", Map.of(), Map.of(), key, now)
            .version();
    tracking.models().moveAlias(AliasChange.move("churn", "champion", version, run, "", now));
    tracking.runs().finish(run, RunStatus.DONE, now, "");
    System.out.println(run);
    System.out.flush();
  }
}
