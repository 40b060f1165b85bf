package io.millrace.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Stage;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.DatasetType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StageCatalogTest {
  private static final StageOrigin WINSOR = StageOrigin.ofJar(Path.of("plugins", "winsor-1.jar"));

  private final StageCatalog catalog =
      StageCatalog.of(
          List.of(
              offered("transform/impute", StageOrigin.BUILT_IN),
              offered("ingest/csv", StageOrigin.BUILT_IN),
              offered("transform/scale", StageOrigin.BUILT_IN),
              offered("transform/scale", WINSOR)),
          List.of());

  @Test
  void findsAStageByItsName() {
    assertThat(catalog.require("ingest/csv").origin()).isEqualTo(StageOrigin.BUILT_IN);
  }

  @Test
  void listsUsableStagesSorted() {
    assertThat(catalog.all())
        .extracting(OfferedStage::name)
        .containsExactly("ingest/csv", "transform/impute");
    assertThat(catalog.ambiguous()).containsOnlyKeys("transform/scale");
  }

  @Test
  void offersNearNamesForAnUnknownStage() {
    assertThat(catalog.find("transform/imptue"))
        .isEqualTo(
            new StageLookup.Refused(
                StandardError.UNKNOWN_STAGE,
                "there is no stage 'transform/imptue'; did you mean 'transform/impute'?"));
  }

  @Test
  void listsTheStagesOfTheKindWhereNoNameIsNear() {
    assertThat(catalog.find("transform/zzzzzzzzzzzzzzzzzz"))
        .isEqualTo(
            new StageLookup.Refused(
                StandardError.UNKNOWN_STAGE,
                "there is no stage 'transform/zzzzzzzzzzzzzzzzzz'; stages that transform are"
                    + " transform/impute, transform/scale"));
  }

  @Test
  void listsAllStagesWhereTheKindIsUnknownToo() {
    assertThat(catalog.find("q"))
        .isEqualTo(
            new StageLookup.Refused(
                StandardError.UNKNOWN_STAGE,
                "there is no stage 'q'; stages are ingest/csv, transform/impute,"
                    + " transform/scale"));
  }

  @Test
  void refusesANameThatTwoOriginsOfferNamingBoth() {
    assertThatThrownBy(() -> catalog.require("transform/scale"))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "stage 'transform/scale' is offered by built in and winsor-1.jar; remove one of them");
  }

  @Test
  void namesTheJarAndTheReasonOfABrokenProviderWhoseNameIsAskedFor() {
    StageCatalog withBroken =
        StageCatalog.of(
            List.of(), List.of(new BrokenProvider("transform/winsor", WINSOR, "no constructor")));
    assertThat(withBroken.find("transform/winsor"))
        .isEqualTo(
            new StageLookup.Refused(
                StandardError.PLUGIN_BROKEN,
                "stage 'transform/winsor' in winsor-1.jar is broken: no constructor"));
  }

  @Test
  void namesBrokenProvidersThatMayHaveOfferedAnUnknownName() {
    StageCatalog withBroken =
        StageCatalog.of(
            List.of(offered("ingest/csv", StageOrigin.BUILT_IN)),
            List.of(new BrokenProvider("org.acme.Winsor", WINSOR, "class org.acme.Q is missing")));
    assertThat(withBroken.find("ingest/csx"))
        .isEqualTo(
            new StageLookup.Refused(
                StandardError.UNKNOWN_STAGE,
                "there is no stage 'ingest/csx'; did you mean 'ingest/csv'? (provider"
                    + " org.acme.Winsor in winsor-1.jar is broken: class org.acme.Q is missing)"));
    assertThat(withBroken.broken()).hasSize(1);
  }

  @Test
  void nearNamesCountASwapOfNeighboursAsOneMistake() {
    assertThat(NearNames.of("auc", List.of("acu", "accuracy", "ks"))).containsExactly("acu");
    assertThat(NearNames.hint("headr", List.of("header", "path")))
        .isEqualTo("; did you mean 'header'?");
    assertThat(NearNames.hint("x", List.of("header"))).isEmpty();
  }

  private static OfferedStage offered(String name, StageOrigin origin) {
    return new OfferedStage(new Named(name), origin, "hash");
  }

  private record NoOptions() {}

  private record Named(String name) implements StageFactory<String, NoOptions> {
    @Override
    public StageKind kind() {
      return StageKind.TRANSFORMER;
    }

    @Override
    public DatasetType<String> datasetType() {
      return new DatasetType<>("text", String.class);
    }

    @Override
    public Class<NoOptions> optionsType() {
      return NoOptions.class;
    }

    @Override
    public String help() {
      return "does nothing";
    }

    @Override
    public String example() {
      return "";
    }

    @Override
    public Stage<String> create(NoOptions options) {
      throw new IllegalArgumentException("makes nothing");
    }
  }
}
