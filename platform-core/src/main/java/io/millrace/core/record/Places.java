package io.millrace.core.record;

import static java.util.Objects.requireNonNull;

import io.millrace.api.NamedSource;
import io.millrace.api.Stage;
import io.millrace.api.output.Output;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.millrace.core.wiring.World;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What runs read and write, as the lineage calls it: without secrets, and a feature table by its
 * name, however it was reached.
 */
public final class Places<D> {
  private static final System.Logger LOG = System.getLogger(Places.class.getName());

  private final World<D> world;
  private final Supplier<FeatureStore<D>> features;
  private final UnaryOperator<String> mask;

  /**
   * Of one home.
   *
   * @param mask hides secrets in a text
   */
  public Places(World<D> world, Supplier<FeatureStore<D>> features, UnaryOperator<String> mask) {
    this.world = requireNonNull(world, "world is null");
    this.features = requireNonNull(features, "features is null");
    this.mask = requireNonNull(mask, "mask is null");
  }

  /**
   * What an ingestor reads; none if it does not tell.
   *
   * @param version what it said of its data; empty if nothing
   */
  public List<Asset> read(Stage<D> ingestor, Optional<String> version) {
    return ingestor instanceof NamedSource named
        ? told(() -> named.sources(version.filter(text -> !text.isEmpty())))
        : List.of();
  }

  /**
   * What rows were written to.
   *
   * @param version that the place has with them; empty if that is not known
   */
  public List<Asset> written(Output output, String version) {
    return told(() -> List.of(Asset.data(world.writer(output).placeName(output), version)));
  }

  /** The assets as they are recorded; whoever can't name its place loses no more than that. */
  public List<Asset> told(Supplier<List<Asset>> assets) {
    try {
      return assets.get().stream().map(this::recorded).toList();
    } catch (RuntimeException e) { // A stage may come from a plugin.
      LOG.log(System.Logger.Level.WARNING, "a place has no name in the lineage: " + e);
      return List.of();
    }
  }

  private Asset recorded(Asset asset) {
    Asset masked = new Asset(asset.kind(), mask.apply(asset.name()), asset.version());
    return masked.kind() == Asset.Kind.DATA ? table(masked).orElse(masked) : masked;
  }

  private Optional<Asset> table(Asset data) {
    String table = data.name().substring(data.name().lastIndexOf('/') + 1);
    boolean lies =
        table.matches("[A-Za-z0-9_-]+")
            && DataPlace.path(features.get().location(table)).equals(data.name());
    return lies
        ? Optional.of(new Asset(Asset.Kind.FEATURES, table, data.version()))
        : Optional.empty();
  }
}
