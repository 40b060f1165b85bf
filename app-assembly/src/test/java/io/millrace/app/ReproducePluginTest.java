package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.FileHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose package holds a plugin, made anew where the home has another build, or none. */
@Tag("full")
final class ReproducePluginTest {
  private static final String FILE =
      """
      pipeline: leavers
      stages:
        - { id: raw, use: ingest/generate, with: { dataset: churn, rows: 300 } }
        - { id: parts, use: split/random, from: raw, with: { train: 0.8, test: 0.2 } }
        - { id: clipped, use: transform/winsorize, from: parts, with: { columns: [MonthlyCharges] } }
        - { id: vector, use: transform/assemble, from: clipped, with: { columns: [tenure, MonthlyCharges] } }
        - { id: model, use: train/logistic-regression, from: vector, with: { label: Churn, regParam: 0.01 } }
        - { id: quality, use: evaluate/binary, from: model }
        - { id: publish, use: deploy/registry, from: quality, with: { model: leavers } }
      """;

  @TempDir private Path directory;

  private Call reproduce(String... more) {
    String[] words = new String[3 + more.length];
    System.arraycopy(new String[] {"runs", "reproduce", "leavers:1"}, 0, words, 0, 3);
    System.arraycopy(more, 0, words, 3, more.length);
    return Call.in(directory, words);
  }

  private String hint(String hash, String here) {
    return "transform/winsorize came from winsorize-1.0.0.jar (SHA-256 "
        + hash.substring(0, 12)
        + "…), which the package of leavers version 1 holds, and here "
        + here
        + ": --trust-package-plugins runs the package's own, --plugins DIR another copy of it\n";
  }

  @Test
  void theModelIsMadeByThePackagesPluginOnlyWhereThatIsTrusted() throws IOException {
    Path plugins = directory.resolve(".millrace/plugins");
    Path own = WinsorizeJar.build(plugins.resolve("winsorize-1.0.0.jar"));
    String hash = FileHashes.of(own);
    Files.writeString(directory.resolve("leavers.yaml"), FILE);
    Call run = Call.in(directory, "run", "leavers.yaml");
    assertThat(run.exitCode()).as(run.err()).isZero();
    Files.delete(own);

    Call lacking = reproduce();
    assertThat(lacking.exitCode()).isEqualTo(2);
    assertThat(lacking.out())
        .contains("[UNKNOWN_STAGE] there is no stage 'transform/winsorize'")
        .endsWith("; " + hint(hash, "it is lacking"));

    WinsorizeJar.another(plugins.resolve("winsorize-1.1.0.jar"));
    Call another = reproduce();
    assertThat(another.exitCode()).as(another.err()).isEqualTo(2);
    assertThat(another.out())
        .contains(": not equal\n", "the code of stage 'clipped' (transform/winsorize): ")
        .endsWith("\nWhat can be done\n  " + hint(hash, "is another build of it"));

    Call trusted = reproduce("--trust-package-plugins");
    assertThat(trusted.exitCode()).as(trusted.err() + trusted.out()).isZero();
    assertThat(trusted.out())
        .contains(": equal\n")
        .doesNotContain("What is another than then", "What can be done");
  }
}
