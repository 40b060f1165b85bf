package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.score.ModelName;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServedModelsTest {
  private static List<ModelName> in(String... words) {
    return ServedModels.in(ServedModels.apart(List.of(words)));
  }

  @Test
  void modelsAndRoutesNameWhatAnswers() {
    assertThat(in("--model", "churn@champion", "--port", "0", "--model=fraud:3"))
        .containsExactly(ModelName.parse("churn@champion"), ModelName.parse("fraud:3"));
    assertThat(in("--route", "churn:champion=90,7=10", "--shadow", "churn:challenger"))
        .containsExactly(
            ModelName.parse("churn@champion"),
            ModelName.parse("churn:7"),
            ModelName.parse("churn@challenger"));
    assertThat(in("--canary", "churn:8,weight=5,promote=false"))
        .containsExactly(ModelName.parse("churn:8"));
  }

  @Test
  void whatIsNoNameIsTheServersToSay() {
    assertThat(in("--model", "-", "--route", "churn", "--shadow", "churn:", "--model")).isEmpty();
  }
}
