package io.millrace.tracking.jdbc;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RegisteredName;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models in a database; their packages lie on a shelf. */
final class JdbcModelRegistry implements ModelRegistry {
  private static final String VERSIONS =
      """
      SELECT v.model, v.version, v.artifact, v.package_hash, v.run, v.registered, v.metrics, v.tags
      FROM model_version v
      """;

  private final Database database;
  private final Shelf shelf;

  JdbcModelRegistry(Database database, Shelf shelf) {
    this.database = database;
    this.shelf = shelf;
  }

  /**
   * Copies inside the transaction: only so have numbers no gap, and does no version lack its
   * package. Other writers wait for as long as the copy takes.
   */
  @Override
  public ModelVersion register(
      String model,
      Path modelPackage,
      String packageHash,
      Map<String, Double> metrics,
      Map<String, String> tags,
      EffectKey key,
      Instant time) {
    RegisteredName.require(model);
    return database.write(
        turn(model),
        session -> {
          Optional<ModelVersion> first =
              session.first(
                  VERSIONS + "WHERE v.effect = ?", JdbcModelRegistry::version, key.token());
          if (first.isPresent()) {
            return first.get();
          }
          int number = newest(session, model) + 1;
          String artifact = shelf.keep(session, model, number, modelPackage);
          ModelVersion version =
              new ModelVersion(
                  model, number, artifact, packageHash, key.run(), time, metrics, tags);
          insert(session, version, key);
          return version;
        });
  }

  private static String turn(String model) {
    return "model " + model;
  }

  private static int newest(SqlSession session, String model) throws SQLException {
    return (int)
        session.number(
            "SELECT COALESCE(MAX(version), 0) FROM model_version WHERE model = ?", model);
  }

  private static void insert(SqlSession session, ModelVersion version, EffectKey key)
      throws SQLException {
    session.update(
        """
        INSERT INTO model_version
          (model, version, artifact, package_hash, run, registered, metrics, tags, effect)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        version.model(),
        version.version(),
        version.artifact(),
        version.packageHash(),
        version.run(),
        Columns.nanos(version.time()),
        Columns.json(version.metrics()),
        Columns.json(version.tags()),
        key.token());
  }

  private static ModelVersion version(ResultSet row) throws SQLException {
    return new ModelVersion(
        row.getString("model"),
        row.getInt("version"),
        row.getString("artifact"),
        row.getString("package_hash"),
        row.getString("run"),
        Columns.time(row.getLong("registered")),
        Columns.numbers(row.getString("metrics")),
        Columns.texts(row.getString("tags")));
  }

  @Override
  public List<String> models() {
    return database.read(
        session ->
            session.list(
                "SELECT DISTINCT model FROM model_version ORDER BY model",
                row -> row.getString(1)));
  }

  @Override
  public List<ModelVersion> versions(String model) {
    return database.read(
        session ->
            session.list(
                VERSIONS + "WHERE v.model = ? ORDER BY v.version DESC",
                JdbcModelRegistry::version,
                model));
  }

  @Override
  public Optional<ModelVersion> version(String model, int version) {
    return database.read(
        session ->
            session.first(
                VERSIONS + "WHERE v.model = ? AND v.version = ?",
                JdbcModelRegistry::version,
                model,
                version));
  }

  @Override
  public Optional<ModelVersion> alias(String model, String alias) {
    return database.read(
        session ->
            session.first(
                VERSIONS
                    + "JOIN model_alias a ON a.model = v.model AND a.version = v.version"
                    + " WHERE a.model = ? AND a.alias = ?",
                JdbcModelRegistry::version,
                model,
                alias));
  }

  @Override
  public Map<String, Integer> aliases(String model) {
    Map<String, Integer> aliases = new LinkedHashMap<>();
    return database.read(
        session -> {
          session.list(
              "SELECT alias, version FROM model_alias WHERE model = ? ORDER BY alias",
              row -> aliases.put(row.getString(1), row.getInt(2)),
              model);
          return aliases;
        });
  }

  @Override
  public AliasMove moveAlias(AliasChange change) {
    return database.write(
        turn(change.model()),
        session -> {
          if (change.to() != 0) {
            requireVersion(session, change.model(), change.to());
          }
          int from = named(session, change.model(), change.alias());
          if (session.isRepeat() && from == change.to()) {
            // The connection was lost while this very move was committed.
            return change.expected().isPresent()
                ? change.from(change.expected().getAsInt())
                : change.from(from);
          }
          AliasMove move = change.from(from);
          if (move.from() != move.to()) {
            write(session, move);
          }
          return move;
        });
  }

  /** The version that an alias names; 0 if none. */
  private static int named(SqlSession session, String model, String alias) throws SQLException {
    return session
        .first(
            "SELECT version FROM model_alias WHERE model = ? AND alias = ?",
            row -> row.getInt(1),
            model,
            alias)
        .orElse(0);
  }

  private static void requireVersion(SqlSession session, String model, int version)
      throws SQLException {
    int newest = newest(session, model);
    if (newest == 0) {
      throw new MillraceException(StandardError.NOT_FOUND, "there is no model '" + model + "'");
    }
    if (version < 1 || version > newest) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "model '%s' has no version %d; it has versions 1 to %d"
              .formatted(model, version, newest));
    }
  }

  private static void write(SqlSession session, AliasMove move) throws SQLException {
    if (move.to() == 0) {
      session.update(
          "DELETE FROM model_alias WHERE model = ? AND alias = ?", move.model(), move.alias());
    } else {
      point(session, move);
    }
    note(session, move);
  }

  private static void point(SqlSession session, AliasMove move) throws SQLException {
    session.update(
        """
        INSERT INTO model_alias (model, alias, version) VALUES (?, ?, ?)
        ON CONFLICT (model, alias) DO UPDATE SET version = excluded.version
        """,
        move.model(),
        move.alias(),
        move.to());
  }

  private static void note(SqlSession session, AliasMove move) throws SQLException {
    session.update(
        """
        INSERT INTO alias_move
          (model, number, alias, from_version, to_version, who, moved, why)
        SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ?, ?, ? FROM alias_move WHERE model = ?
        """,
        move.model(),
        move.alias(),
        move.from(),
        move.to(),
        move.who(),
        Columns.nanos(move.time()),
        move.why(),
        move.model());
  }

  @Override
  public List<AliasMove> moves(String model) {
    return database.read(
        session ->
            session.list(
                """
                SELECT alias, from_version, to_version, who, moved, why FROM alias_move
                WHERE model = ? ORDER BY number DESC
                """,
                row ->
                    new AliasMove(
                        model,
                        row.getString(1),
                        row.getInt(2),
                        row.getInt(3),
                        row.getString(4),
                        Columns.time(row.getLong(5)),
                        row.getString(6)),
                model));
  }

  @Override
  public Path open(ModelVersion version) {
    return shelf.open(version.artifact());
  }
}
