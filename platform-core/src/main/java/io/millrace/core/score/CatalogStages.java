package io.millrace.core.score;

import io.millrace.api.Stage;
import io.millrace.api.StageFactory;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.DatasetType;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.model.StageResolver;
import io.millrace.core.options.BoundOptions;
import io.millrace.core.options.OptionsBinder;
import io.millrace.core.options.OptionsDescriptor;
import io.millrace.core.options.TextResolver;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.Problem;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes stages by name from options that were valid once, as in a model package. */
public final class CatalogStages<D> implements StageResolver<D> {
  private final StageCatalog catalog;
  private final DatasetType<D> datasets;

  private CatalogStages(StageCatalog catalog, DatasetType<D> datasets) {
    this.catalog = catalog;
    this.datasets = datasets;
  }

  /** From a catalog, for one type of dataset. */
  public static <D> CatalogStages<D> of(StageCatalog catalog, DatasetType<D> datasets) {
    return new CatalogStages<>(catalog, datasets);
  }

  @Override
  public Stage<D> stage(String use, Map<String, Object> options) {
    StageFactory<?, ?> factory = catalog.require(use).factory();
    if (!factory.datasetType().matches(datasets)) {
      throw new MillraceException(
          StandardError.WRONG_KIND,
          "stage '%s' works on %s datasets, the engine here on %s"
              .formatted(use, factory.datasetType().name(), datasets.name()));
    }
    return make(factory, options);
  }

  @SuppressWarnings("unchecked") // The dataset type was compared.
  private <O extends Record> Stage<D> make(
      StageFactory<?, O> factory, Map<String, Object> options) {
    return ((StageFactory<D, O>) factory)
        .create(factory.optionsType().cast(bind(factory, options)));
  }

  private static Record bind(StageFactory<?, ?> factory, Map<String, Object> options) {
    ProblemLog problems = new ProblemLog();
    Position at = Position.of(factory.name());
    YamlNode.Mapping given = (YamlNode.Mapping) YamlNode.of(options, at);
    return OptionsBinder.of(
            OptionsDescriptor.of(factory.optionsType()),
            factory.name(),
            problems,
            TextResolver.AS_WRITTEN)
        .bind(given, at)
        .map(BoundOptions::options)
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.PACKAGE_CORRUPT,
                    "options of '%s' do not fit the stage that is installed here: %s"
                        .formatted(
                            factory.name(),
                            problems.sorted(text -> text).stream()
                                .map(Problem::message)
                                .collect(Collectors.joining("; ")))));
  }
}
