package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.Tracking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ModelRegistry} keeps to. */
public abstract class ModelRegistryContract {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123456789Z");

  private final TrackingHandles handles = new TrackingHandles(this::open);
  private ModelRegistry registry;

  @TempDir private Path directory;

  /** For subclasses. */
  protected ModelRegistryContract() {}

  /**
   * A new handle on the store of this test, which is empty at its first handle; all handles of a
   * test keep packages in one artifact store.
   */
  protected abstract Tracking open();

  @BeforeEach
  void openRegistry() {
    registry = handles.open().models();
  }

  @AfterEach
  void closeHandles() {
    handles.close();
  }

  private Path modelPackage(String content) {
    try {
      Path made = Files.createTempDirectory(directory, "package");
      Files.createDirectories(made.resolve("state/imputed"));
      Files.writeString(made.resolve("model.json"), content);
      Files.write(made.resolve("state/imputed/data.bin"), new byte[] {0, 1, -1});
      return made;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static EffectKey key(String run) {
    return new EffectKey(run, "publish", "f-" + run);
  }

  private ModelVersion register(ModelRegistry target, String model, String run) {
    return target.register(
        model,
        modelPackage(run),
        "hash of " + run,
        Map.of("quality.auc", 0.9),
        Map.of("note", "naïve"),
        key(run),
        TIME);
  }

  @Test
  void aRegisteredVersionIsRememberedWithACopyOfItsPackage() throws IOException {
    Path source = modelPackage("content");
    ModelVersion registered =
        registry.register(
            "churn", source, "hash", Map.of("quality.auc", 0.9), Map.of("a", "b"), key("r1"), TIME);
    Files.writeString(source.resolve("model.json"), "changed afterwards");

    ModelRegistry other = handles.open().models();
    ModelVersion version = other.version("churn", 1).orElseThrow();

    assertThat(version)
        .isEqualTo(registered)
        .isEqualTo(
            new ModelVersion(
                "churn",
                1,
                "models/churn/1",
                "hash",
                "r1",
                TIME,
                Map.of("quality.auc", 0.9),
                Map.of("a", "b")));
    Path copy = other.open(version);
    assertThat(copy.resolve("model.json")).hasContent("content");
    assertThat(copy.resolve("state/imputed/data.bin")).hasBinaryContent(new byte[] {0, 1, -1});
  }

  @Test
  void aRepeatWithTheSameKeyGivesTheFirstVersion() {
    ModelVersion first = register(registry, "churn", "r1");

    assertThat(register(handles.open().models(), "churn", "r1")).isEqualTo(first);
    assertThat(register(registry, "churn", "r2").version()).isEqualTo(2);
    assertThat(register(registry, "churn", "r1")).isEqualTo(first);
    assertThat(registry.versions("churn")).hasSize(2);
  }

  @Test
  void eachModelCountsForItself() {
    register(registry, "churn", "r1");
    register(registry, "adult", "r2");
    register(registry, "churn", "r3");

    assertThat(registry.models()).containsExactly("adult", "churn");
    assertThat(registry.versions("churn")).extracting(ModelVersion::version).containsExactly(2, 1);
    assertThat(registry.versions("adult")).extracting(ModelVersion::version).containsExactly(1);
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(registry.models()).isEmpty();
    assertThat(registry.versions("churn")).isEmpty();
    assertThat(registry.version("churn", 1)).isEmpty();
    assertThat(registry.alias("churn", "champion")).isEmpty();
    assertThat(registry.aliases("churn")).isEmpty();
    assertThat(registry.moves("churn")).isEmpty();
  }

  @Test
  void anAliasMovesAndItsHistoryStays() {
    register(registry, "churn", "r1");
    register(registry, "churn", "r2");

    AliasMove first =
        registry.moveAlias(AliasChange.move("churn", "champion", 1, "ada", "first", TIME));
    AliasMove second =
        registry.moveAlias(
            AliasChange.move("churn", "champion", 2, "grace", "better", TIME.plusNanos(1)));
    AliasMove back =
        registry.moveAlias(
            AliasChange.move("churn", "champion", 1, "ada", "rolled back", TIME.minusSeconds(9)));

    assertThat(first).isEqualTo(new AliasMove("churn", "champion", 0, 1, "ada", TIME, "first"));
    assertThat(first.previous()).isEmpty();
    assertThat(second.from()).isEqualTo(1);
    // The order is that of the moves, whatever the clocks said.
    assertThat(handles.open().models().moves("churn")).containsExactly(back, second, first);
    assertThat(registry.alias("churn", "champion").map(ModelVersion::version)).contains(1);
  }

  @Test
  void movingAnAliasToWhereItIsLeavesNoNote() {
    register(registry, "churn", "r1");
    registry.moveAlias(AliasChange.move("churn", "champion", 1, "ada", "first", TIME));

    AliasMove repeated =
        registry.moveAlias(AliasChange.move("churn", "champion", 1, "ada", "again", TIME));

    assertThat(repeated.from()).isEqualTo(1);
    assertThat(repeated.to()).isEqualTo(1);
    assertThat(registry.moves("churn")).hasSize(1);
  }

  @Test
  void aRemovedAliasNamesNothingAndItsHistoryStays() {
    register(registry, "churn", "r1");
    registry.moveAlias(AliasChange.move("churn", "champion", 1, "ada", "first", TIME));

    AliasMove gone =
        registry.moveAlias(AliasChange.removal("churn", "champion", "grace", "retired", TIME));
    registry.moveAlias(AliasChange.removal("churn", "champion", "grace", "again", TIME));

    assertThat(gone).isEqualTo(new AliasMove("churn", "champion", 1, 0, "grace", TIME, "retired"));
    assertThat(registry.alias("churn", "champion")).isEmpty();
    assertThat(registry.aliases("churn")).isEmpty();
    assertThat(registry.moves("churn")).hasSize(2).first().isEqualTo(gone);
  }

  @Test
  void anAliasThatMovedMeanwhileStaysWhereItIs() {
    register(registry, "churn", "r1");
    register(registry, "churn", "r2");
    AliasChange toSecond = AliasChange.move("churn", "champion", 2, "ada", "", TIME);
    assertMoved(
        toSecond.expecting(1),
        "champion of churn names no version, not version 1 as was expected: someone moved it");
    registry.moveAlias(AliasChange.move("churn", "champion", 1, "ada", "", TIME).expecting(0));
    assertMoved(
        toSecond.expecting(0),
        "champion of churn names version 1, not no version as was expected: someone moved it");
    assertThat(registry.aliases("churn")).containsExactly(Map.entry("champion", 1));

    registry.moveAlias(toSecond.expecting(1));

    assertThat(registry.aliases("churn")).containsExactly(Map.entry("champion", 2));
    assertThat(registry.moves("churn")).hasSize(2);
  }

  private void assertMoved(AliasChange change, String message) {
    assertThatThrownBy(() -> registry.moveAlias(change))
        .hasMessage(message)
        .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
        .extracting(MillraceException::code)
        .isEqualTo(StandardError.ALIAS_MOVED);
  }

  @Test
  void namesThatRegistriesGiveAMeaningAreNoAliases() {
    register(registry, "churn", "r1");
    assertNoAlias(
        "latest",
        "'latest' can't be an alias: registries mean the newest version by it; take another name, as champion");
    assertNoAlias(
        "v1",
        "'v1' can't be an alias: registries mean the version 1 by it; take another name, as champion");
    assertNoAlias(
        "<b>Best</b>",
        "'<b>Best</b>' can't be an alias; use a small letter, then small letters, digits, '_' and '-'");
  }

  private void assertNoAlias(String alias, String message) {
    assertThatThrownBy(
            () -> registry.moveAlias(AliasChange.move("churn", alias, 1, "ada", "", TIME)))
        .isInstanceOf(MillraceException.class)
        .hasMessage(message);
  }

  @Test
  void aliasesAreSortedByName() {
    register(registry, "churn", "r1");
    register(registry, "churn", "r2");
    registry.moveAlias(AliasChange.move("churn", "champion", 2, "ada", "", TIME));
    registry.moveAlias(AliasChange.move("churn", "challenger", 1, "ada", "", TIME));

    assertThat(registry.aliases("churn"))
        .containsExactly(Map.entry("challenger", 1), Map.entry("champion", 2));
  }

  @Test
  void anAliasCanNameNothingThatIsNotThere() {
    assertNotFound("churn", 1, "there is no model 'churn'");
    register(registry, "churn", "r1");
    register(registry, "churn", "r2");
    assertNotFound("churn", 3, "model 'churn' has no version 3; it has versions 1 to 2");
    assertNotFound("churn", 0, "model 'churn' has no version 0; versions count from 1");
    assertThat(registry.moves("churn")).isEmpty();
  }

  private void assertNotFound(String model, int version, String message) {
    assertThatThrownBy(
            () -> registry.moveAlias(AliasChange.move(model, "champion", version, "ada", "", TIME)))
        .hasMessage(message)
        .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
        .extracting(MillraceException::code)
        .isEqualTo(StandardError.NOT_FOUND);
  }

  @Test
  void aNameThatCouldLeadElsewhereIsRefused() {
    for (String name : List.of("", "..", "../churn", "a/b", "a b", ".hidden")) {
      assertThatThrownBy(() -> register(registry, name, "r1"))
          .isInstanceOf(MillraceException.class)
          .hasMessage("'" + name + "' can't name a model; use letters, digits, '.', '_' and '-'");
    }
    assertThat(registry.models()).isEmpty();
  }

  @Test
  void numbersHaveNoGapsWhenManyRegisterAtOnce() {
    List<Tracking> several = handles.open(4);

    List<ModelVersion> made =
        Crowd.of(20, i -> register(several.get(i % 4).models(), "churn", "r" + i));

    assertThat(made)
        .extracting(ModelVersion::version)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    // Each version's package is its own.
    assertThat(made)
        .allSatisfy(v -> assertThat(registry.open(v).resolve("model.json")).hasContent(v.run()));
  }

  @Test
  void oneEffectMakesOneVersionHoweverManyRepeatIt() {
    List<Tracking> several = handles.open(4);

    List<ModelVersion> made =
        Crowd.of(8, i -> register(several.get(i % 4).models(), "churn", "r1"));

    assertThat(made).containsOnly(made.get(0));
    assertThat(registry.versions("churn")).hasSize(1);
  }

  @Test
  void historyHasNoGapWhenManyMoveOneAlias() {
    List<Tracking> several = handles.open(4);
    IntStream.rangeClosed(1, 5).forEach(i -> register(registry, "churn", "r" + i));

    Crowd.of(
        20,
        i ->
            several
                .get(i % 4)
                .models()
                .moveAlias(AliasChange.move("churn", "champion", i % 5 + 1, "user" + i, "", TIME)));

    List<AliasMove> oldestFirst = new ArrayList<>(registry.moves("churn"));
    Collections.reverse(oldestFirst);
    int at = 0;
    for (AliasMove move : oldestFirst) {
      assertThat(move.from()).as("where %s starts", move).isEqualTo(at);
      assertThat(move.to()).isNotEqualTo(at);
      at = move.to();
    }
    assertThat(registry.aliases("churn")).containsExactly(Map.entry("champion", at));
  }
}
