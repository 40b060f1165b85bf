package io.millrace.tracking.jdbc;

import io.millrace.api.store.ArtifactStore;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingTraits;

/** Tracking in one database. */
final class JdbcTracking implements Tracking {
  private final Database database;
  private final RunTracker runs;
  private final ModelRegistry models;
  private final Journal journal;

  JdbcTracking(Database database, ArtifactStore artifacts) {
    this.database = database;
    this.runs = new JdbcRunTracker(database, new RunFiles(artifacts));
    this.models = new JdbcModelRegistry(database, new PackageShelf(artifacts));
    this.journal = new JdbcJournal(database);
  }

  @Override
  public RunTracker runs() {
    return runs;
  }

  @Override
  public ModelRegistry models() {
    return models;
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public TrackingTraits traits() {
    return TrackingTraits.FULL;
  }

  @Override
  public void close() {
    database.close();
  }
}
