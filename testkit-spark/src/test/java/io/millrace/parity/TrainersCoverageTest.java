package io.millrace.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrainersCoverageTest {
  /** Trainers whose models have no portable form at all; each says so in a plan. */
  private static final Set<String> WITHOUT = Set.of();

  @Test
  void everyTrainerIsHeldToWhatSparkPredicts() {
    Set<String> compared =
        Stream.of(ModelCases.all(), RecommendCases.all())
            .flatMap(List::stream)
            .map(ParityCase::subject)
            .collect(Collectors.toCollection(TreeSet::new));
    compared.addAll(WITHOUT);

    assertThat(compared).containsExactlyElementsOf(trainers());
  }

  private static Set<String> trainers() {
    Stream<StageFactory<?, ?>> listed =
        ServiceLoader.load(StageFactory.class).stream().map(p -> (StageFactory<?, ?>) p.get());
    Stream<StageFactory<?, ?>> families =
        ServiceLoader.load(StageFamily.class).stream()
            .flatMap(p -> ((StageFamily<?>) p.get()).stages().stream());
    return Stream.concat(listed, families)
        .filter(factory -> factory.getClass().getName().startsWith("io.millrace.stages."))
        .map(StageFactory::name)
        .filter(name -> name.startsWith("train/"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
