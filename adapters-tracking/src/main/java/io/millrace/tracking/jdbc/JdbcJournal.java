package io.millrace.tracking.jdbc;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.Lease;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Kept outputs, effects and leases in a database. */
final class JdbcJournal implements Journal {
  private static final String OUTPUTS =
      "SELECT fingerprint, stage, run, kept, artifact, facts FROM kept_output";
  private static final String HELD_BY =
      " WHERE run = ? AND host = ? AND pid = ? AND process_start = ?";

  private final Database database;
  private final Supplier<String> home;

  /**
   * The journal as one home sees it.
   *
   * @param home its name among others that share the database
   */
  JdbcJournal(Database database, Supplier<String> home) {
    this.database = database;
    this.home = home;
  }

  @Override
  public Optional<KeptOutput> kept(String fingerprint) {
    String here = home.get();
    return database.read(
        session ->
            session.first(
                OUTPUTS + " WHERE fingerprint = ? AND home = ?",
                JdbcJournal::output,
                fingerprint,
                here));
  }

  @Override
  public void keep(KeptOutput output) {
    String here = home.get();
    database.write(
        turn(output.run()),
        session ->
            session.update(
                """
                INSERT INTO kept_output (fingerprint, home, stage, run, kept, artifact, facts)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (fingerprint, home) DO NOTHING
                """,
                output.fingerprint(),
                here,
                output.stage(),
                output.run(),
                Columns.nanos(output.time()),
                output.artifact(),
                Columns.json(output.facts())));
  }

  @Override
  public List<KeptOutput> keptOutputs() {
    String here = home.get();
    return database.read(
        session ->
            session.list(
                OUTPUTS + " WHERE home = ? ORDER BY kept, fingerprint", JdbcJournal::output, here));
  }

  private static KeptOutput output(ResultSet row) throws SQLException {
    return new KeptOutput(
        row.getString("fingerprint"),
        row.getString("stage"),
        row.getString("run"),
        Columns.time(row.getLong("kept")),
        row.getString("artifact"),
        Columns.texts(row.getString("facts")));
  }

  @Override
  public void forget(String fingerprint) {
    String here = home.get();
    database.write(
        "output " + fingerprint,
        session ->
            session.update(
                "DELETE FROM kept_output WHERE fingerprint = ? AND home = ?", fingerprint, here));
  }

  @Override
  public void intend(EffectKey key) {
    String here = home.get();
    database.write(
        turn(key.run()),
        session ->
            session.update(
                """
                INSERT INTO effect (run, stage, fingerprint, home) VALUES (?, ?, ?, ?)
                ON CONFLICT (run, stage, fingerprint, home) DO NOTHING
                """,
                key.run(),
                key.stage(),
                key.fingerprint(),
                here));
  }

  @Override
  public void done(EffectKey key, Receipt receipt) {
    String here = home.get();
    database.write(
        turn(key.run()),
        session ->
            session.update(
                """
                INSERT INTO effect (run, stage, fingerprint, home, receipt) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (run, stage, fingerprint, home)
                DO UPDATE SET receipt = excluded.receipt
                """,
                key.run(),
                key.stage(),
                key.fingerprint(),
                here,
                Columns.json(receipt.facts())));
  }

  @Override
  public Optional<Receipt> effect(EffectKey key) {
    String here = home.get();
    return database.read(
        session ->
            session.first(
                """
                SELECT receipt FROM effect
                WHERE run = ? AND stage = ? AND fingerprint = ? AND home = ?
                  AND receipt IS NOT NULL
                """,
                row -> new Receipt(Columns.texts(row.getString(1))),
                key.run(),
                key.stage(),
                key.fingerprint(),
                here));
  }

  private static String turn(String run) {
    return "journal " + run;
  }

  @Override
  public Lease acquire(Lease wanted, Predicate<Lease> ended) {
    return database.write(
        turn(wanted.run()),
        session -> {
          Optional<Lease> held = lease(session, wanted.run());
          boolean free =
              held.map(lease -> lease.sameHolder(wanted) || ended.test(lease)).orElse(true);
          if (!free) {
            return held.get();
          }
          session.update(
              """
              INSERT INTO lease (run, host, pid, process_start, heartbeat) VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (run) DO UPDATE SET host = excluded.host, pid = excluded.pid,
                process_start = excluded.process_start, heartbeat = excluded.heartbeat
              """,
              wanted.run(),
              wanted.host(),
              wanted.pid(),
              Columns.nanos(wanted.processStart()),
              Columns.nanos(wanted.heartbeat()));
          return wanted;
        });
  }

  @Override
  public Optional<Lease> lease(String run) {
    return database.read(session -> lease(session, run));
  }

  private static Optional<Lease> lease(SqlSession session, String run) throws SQLException {
    return session.first(
        "SELECT host, pid, process_start, heartbeat FROM lease WHERE run = ?",
        row ->
            new Lease(
                run,
                row.getString(1),
                row.getLong(2),
                Columns.time(row.getLong(3)),
                Columns.time(row.getLong(4))),
        run);
  }

  @Override
  public boolean heartbeat(Lease lease) {
    return database.write(
            turn(lease.run()),
            session ->
                session.update(
                    "UPDATE lease SET heartbeat = ?" + HELD_BY,
                    Columns.nanos(lease.heartbeat()),
                    lease.run(),
                    lease.host(),
                    lease.pid(),
                    Columns.nanos(lease.processStart())))
        > 0;
  }

  @Override
  public void release(Lease lease) {
    database.write(
        turn(lease.run()),
        session ->
            session.update(
                "DELETE FROM lease" + HELD_BY,
                lease.run(),
                lease.host(),
                lease.pid(),
                Columns.nanos(lease.processStart())));
  }

  @Override
  public void deleteRun(String run) {
    database.write(
        turn(run),
        session ->
            session.update("DELETE FROM effect WHERE run = ?", run)
                + session.update("DELETE FROM lease WHERE run = ?", run));
  }
}
