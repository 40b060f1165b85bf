package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.store.FeatureVersion;
import io.millrace.app.view.FeaturesView;
import io.millrace.core.Platform;
import io.millrace.core.catalog.NearNames;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a version of a feature table. */
@CommandLine.Command(
    description = "Shows the columns of a feature table, and who made a version of it.",
    footer = {"  millrace features show telco", "  millrace features show telco --version 3"})
public final class FeaturesShowCommand implements Command {
  @Parameters(paramLabel = "TABLE", description = "the table's name")
  private String table = "";

  @Option(names = "--version", paramLabel = "N", description = "this version; else the newest")
  private @Nullable Long version;

  @Override
  public int run(CommandContext context) {
    try (Platform<?> platform = Platform.open(context.settings())) {
      FeatureStore<?> features = platform.features();
      FeatureVersion found = find(features);
      FeaturesView.Details details =
          new FeaturesView.Details(
              found, features.schema(table, found.version()), features.location(table));
      if (context.json()) {
        JsonOutput.print(context.console(), FeaturesView.json(details));
      } else {
        context.console().print(FeaturesView.show(details, context.style()));
      }
    }
    return 0;
  }

  private FeatureVersion find(FeatureStore<?> features) {
    List<FeatureVersion> history = history(table, features);
    if (version == null) {
      return history.get(0);
    }
    return features
        .version(table, version)
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.NOT_FOUND,
                    "table '%s' has no version %d; its newest is %d"
                        .formatted(table, version, history.get(0).version())));
  }

  /** The versions of a table that must be there. */
  static List<FeatureVersion> history(String table, FeatureStore<?> features) {
    List<FeatureVersion> history = features.history(table);
    if (history.isEmpty()) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "there is no feature table '"
              + table
              + "'"
              + NearNames.hintOrList(table, features.tables(), "tables are"));
    }
    return history;
  }
}
