package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Deployer;
import io.millrace.api.StageContext;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link Deployer} keeps to, shown on one stage and a package. */
public abstract class DeployerContract<D> {
  /** For subclasses. */
  protected DeployerContract() {}

  /** The stage. It deploys to one place in all calls of a test. */
  protected abstract Deployer<D> stage();

  /** A finished package, the same in all calls of a test. */
  protected abstract Path modelPackage();

  /** What the stage gets around it for an effect. */
  protected abstract StageContext<D> context(EffectKey effect);

  private Receipt deploy(String run) {
    return stage().deploy(modelPackage(), context(new EffectKey(run, "publish", "f-" + run)));
  }

  @Test
  void aRepeatedDeploymentGivesTheFirstReceipt() {
    Receipt first = deploy("run-1");

    assertThat(deploy("run-1")).isEqualTo(first);
  }

  @Test
  void anotherEffectIsAnotherDeployment() {
    Receipt first = deploy("run-1");

    assertThat(deploy("run-2")).isNotEqualTo(first);
    assertThat(deploy("run-1")).isEqualTo(first);
  }

  @Test
  void thePackageIsOnlyRead() throws IOException {
    Map<String, Long> before = files();
    deploy("run-1");

    assertThat(files()).isEqualTo(before);
  }

  private Map<String, Long> files() throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(modelPackage())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sizes.put(file.toString(), Files.size(file));
      }
    }
    return sizes;
  }

  @Test
  void theReceiptNamesTheModelThatTheTargetNames() {
    assertThat(stage().target().model()).isNotEmpty();
    assertThat(deploy("run-1").facts()).containsEntry("model", stage().target().model());
  }
}
