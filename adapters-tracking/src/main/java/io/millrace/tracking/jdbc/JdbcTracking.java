package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingTraits;
import java.util.Map;
import java.util.function.Supplier;

/** Tracking in one database. */
final class JdbcTracking implements Tracking {
  private final Database database;
  private final RunTracker runs;
  private final ModelRegistry models;
  private final Journal journal;

  /**
   * Tracking.
   *
   * @param shelf keeps packages
   * @param files keeps runs' files
   * @param home its name among others that share the database
   */
  JdbcTracking(Database database, Shelf shelf, RunFiles files, Supplier<String> home) {
    this.database = database;
    this.runs = new JdbcRunTracker(database, files);
    this.models = new JdbcModelRegistry(database, shelf);
    this.journal = new JdbcJournal(database, home);
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
  public Map<String, String> state() {
    // A database of an older or newer schema is never open.
    return Map.of("schema", Integer.toString(Migrations.NEWEST));
  }

  @Override
  public void close() {
    database.close();
  }
}
