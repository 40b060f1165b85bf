package io.millrace.console.web;

import io.millrace.api.store.FeatureStore;
import io.millrace.api.tracking.Tracking;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** What the pages look at. Thread-safe. */
public interface Workspace {
  /** Runs and models; empty as long as nothing was ever recorded. Looking makes no database. */
  Optional<Tracking> tracking();

  /** Feature tables. */
  FeatureStore<?> features();

  /** The directory in which runs of this machine leave what happens in them. */
  Path runs();

  /** Who is noted to have done what is done in the console. */
  String user();

  /** What time it is. */
  Clock clock();
}
