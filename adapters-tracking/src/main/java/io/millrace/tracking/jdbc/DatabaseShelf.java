package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps directories in the database itself, so that whoever reaches the database has all of a
 * model: as chunks of files, written in the transaction of what refers to them, read as a stream,
 * and checked by their hashes. What was read stays in a cache, under the hash of its content.
 */
final class DatabaseShelf implements Shelf {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Database database;
  private final DirectoryCache cache;

  /**
   * A shelf.
   *
   * @param cache what was read lies below it
   */
  DatabaseShelf(Database database, Path cache) {
    this.database = database;
    this.cache = new DirectoryCache(cache);
  }

  @Override
  public String keep(SqlSession session, String model, int version, Path modelPackage)
      throws SQLException {
    String artifact = "models/" + model + "/" + version;
    try (Stream<Path> walk = Files.walk(modelPackage)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        String path = modelPackage.relativize(file).toString().replace('\\', '/');
        write(session, artifact, path, file);
      }
      return artifact;
    } catch (IOException e) {
      throw unreadable(modelPackage, e);
    }
  }

  /** Keeps a file alone, under a name that nothing is kept under. */
  void keepFile(SqlSession session, String artifact, String path, Path file) throws SQLException {
    try {
      write(session, artifact, path, file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static MillraceException unreadable(Path path, IOException failure) {
    return new MillraceException(StandardError.STORAGE_FAILED, "can't read " + path, failure);
  }

  private static void write(SqlSession session, String artifact, String path, Path file)
      throws IOException, SQLException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[CHUNK_BYTES];
    long size = 0;
    int number = 0;
    try (InputStream content = Files.newInputStream(file)) {
      for (int read = content.readNBytes(buffer, 0, CHUNK_BYTES);
          read > 0;
          read = content.readNBytes(buffer, 0, CHUNK_BYTES)) {
        byte[] chunk = read == CHUNK_BYTES ? buffer : Arrays.copyOf(buffer, read);
        digest.update(chunk);
        session.update(
            "INSERT INTO stored_chunk (artifact, path, number, content) VALUES (?, ?, ?, ?)",
            artifact,
            path,
            number++,
            chunk);
        size += read;
      }
    }
    session.update(
        "INSERT INTO stored_file (artifact, path, size, hash) VALUES (?, ?, ?, ?)",
        artifact,
        path,
        size,
        HexFormat.of().formatHex(digest.digest()));
  }

  /** Forgets what is kept under a name. */
  static void delete(SqlSession session, String artifact) throws SQLException {
    session.update("DELETE FROM stored_chunk WHERE artifact = ?", artifact);
    session.update("DELETE FROM stored_file WHERE artifact = ?", artifact);
  }

  @Override
  public Path open(String artifact) {
    List<StoredFile> files =
        database.read(
            session ->
                session.list(
                    "SELECT path, size, hash FROM stored_file WHERE artifact = ? ORDER BY path",
                    row -> new StoredFile(row.getString(1), row.getLong(2), row.getString(3)),
                    artifact));
    if (files.isEmpty()) {
      throw new MillraceException(
          StandardError.NOT_FOUND, "the tracking database holds no '" + artifact + "'");
    }
    return cache.directory(files, (file, target) -> read(artifact, file, target));
  }

  private void read(String artifact, StoredFile file, Path target) {
    String hash =
        database.read(
            session -> {
              // All of it in here: it is done again if the connection is lost.
              MessageDigest digest = sha256();
              try (OutputStream content = Files.newOutputStream(target)) {
                session.each(
                    "SELECT content FROM stored_chunk WHERE artifact = ? AND path = ? ORDER BY number",
                    row -> {
                      byte[] chunk = row.getBytes(1);
                      digest.update(chunk);
                      content.write(chunk);
                    },
                    artifact,
                    file.path());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return HexFormat.of().formatHex(digest.digest());
            });
    if (!hash.equals(file.hash())) {
      throw new MillraceException(
          StandardError.PACKAGE_CORRUPT,
          "'%s' of '%s' is damaged in the tracking database: its hash is another one"
              .formatted(file.path(), artifact));
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
