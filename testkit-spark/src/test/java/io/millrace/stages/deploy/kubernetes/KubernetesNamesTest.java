package io.millrace.stages.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KubernetesNamesTest {
  @Test
  void whateverAModelIsCalledItsObjectsHaveNamesThatAServiceMayBear() {
    List<String> models =
        List.of(
            "telco-churn",
            "Telco-Churn",
            "telco_churn",
            "telco.churn",
            "3d",
            "9",
            "-",
            "ünïcode",
            "客户流失",
            "a".repeat(300),
            "a".repeat(40),
            "a".repeat(41),
            "A b/c",
            "x-",
            "--x",
            "");
    Set<String> names = new HashSet<>();
    for (String model : models) {
      String name = KubernetesNames.object(model);
      // RFC 1035, with room for a suffix.
      assertThat(name).as(model).matches("[a-z]([-a-z0-9]*[a-z0-9])?").hasSizeLessThanOrEqualTo(40);
      assertThat(names.add(name)).as("%s is nobody else's", name).isTrue();
    }
    assertThat(KubernetesNames.object("telco-churn")).isEqualTo("telco-churn");
    assertThat(KubernetesNames.object("a".repeat(40))).isEqualTo("a".repeat(40));
  }

  @Test
  void labelsHaveAtMost63Characters() {
    assertThat(KubernetesNames.isLabelValue("a".repeat(63))).isTrue();
    assertThat(KubernetesNames.isLabelValue("a".repeat(64))).isFalse();
    assertThat(KubernetesNames.isLabelValue("")).isTrue();
    assertThat(KubernetesNames.isLabelValue("-a")).isFalse();
    assertThat(KubernetesNames.isLabelKey("example.com/team")).isTrue();
    assertThat(KubernetesNames.isLabelKey("Example.com/team")).isFalse();
    assertThat(KubernetesNames.isLabelKey("example.com/")).isFalse();
    assertThat(KubernetesNames.isLabelKey("a/b/c")).isFalse();
  }
}
