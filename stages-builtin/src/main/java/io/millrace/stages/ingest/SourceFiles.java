package io.millrace.stages.ingest;

import io.millrace.api.PlanSettings;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.millrace.spark.api.FilePlace;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The files that a path stands for: a file, those below a directory, or those that a glob matches;
 * sorted, without hidden ones. Read without a session; where there is one, with its settings.
 */
final class SourceFiles {
  private static final Pattern GLOB_CHARACTERS = Pattern.compile("[*?\\[\\]{}\\\\]");

  /**
   * A version's text of several files ends with their hash, of which the lineage takes the start.
   */
  private static final Pattern SEVERAL =
      Pattern.compile(".* files ([0-9a-f]{16})[0-9a-f]{48}", Pattern.DOTALL);

  private static final int LOOKS_AT_ONCE = 8;

  /** How Spark's settings name Hadoop's. */
  private static final String HADOOP = "spark.hadoop.";

  private final String path;
  private final Configuration configuration;
  private final List<FileStatus> files;

  private SourceFiles(String path, Configuration configuration, List<FileStatus> files) {
    this.path = path;
    this.configuration = configuration;
    this.files = files;
  }

  /**
   * The files there are now, at least one.
   *
   * @throws MillraceException MISSING_FILE if there are none, UNREADABLE_FILE if they can't be
   *     listed
   */
  static SourceFiles at(String path) {
    Configuration configuration = configuration();
    try {
      Path given = new Path(path);
      FileSystem system = given.getFileSystem(configuration);
      List<FileStatus> files = new ArrayList<>();
      for (FileStatus root : roots(system, given)) {
        files.addAll(FilePlace.below(system, root));
      }
      files.sort(Comparator.comparing(file -> file.getPath().toString()));
      if (files.isEmpty()) {
        throw missing(path, system.exists(given) || isGlob(path));
      }
      return new SourceFiles(path, configuration, List.copyOf(files));
    } catch (IOException e) {
      throw unreadable(path, e);
    } catch (IllegalArgumentException e) {
      throw new MillraceException(
          StandardError.MISSING_FILE, "'" + path + "' is no path: " + e.getMessage() + ".", e);
    } catch (RuntimeException e) { // Hadoop's way to say that a file system's class is missing.
      throw StoreFailures.missingSystem(path, e).orElseThrow(() -> e);
    }
  }

  /** The files there are now; empty if there are none yet. */
  static Optional<SourceFiles> ifAny(String path) {
    try {
      return Optional.of(at(path));
    } catch (MillraceException e) {
      if (e.code() == StandardError.MISSING_FILE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Configuration configuration() {
    scala.Option<SparkSession> session =
        SparkSession.getActiveSession().orElse(SparkSession::getDefaultSession);
    if (session.isDefined()) {
      return session.get().sparkContext().hadoopConfiguration();
    }
    Configuration configuration = new Configuration();
    PlanSettings.current()
        .forEach(
            (name, value) -> {
              if (name.startsWith(HADOOP)) {
                configuration.set(name.substring(HADOOP.length()), value);
              }
            });
    if (PlanSettings.isSealed()) {
      // What is opened without its secrets must not be handed to a run that has them.
      configuration.setBoolean("fs.s3a.impl.disable.cache", true);
    }
    return configuration;
  }

  private static List<FileStatus> roots(FileSystem system, Path given) throws IOException {
    // A name that is there is meant, even if it could be read as a glob.
    if (system.exists(given)) {
      return List.of(system.getFileStatus(given));
    }
    FileStatus[] matches =
        isGlob(given.toString()) ? system.globStatus(given, FilePlace.VISIBLE) : null;
    return matches == null ? List.of() : List.of(matches);
  }

  private static boolean isGlob(String path) {
    return GLOB_CHARACTERS.matcher(path).find();
  }

  private static MillraceException missing(String path, boolean exists) {
    return new MillraceException(
        StandardError.MISSING_FILE,
        exists
            ? "There are no files at '" + path + "'; put some there, or correct the path."
            : "There is no file or directory '" + path + "'; correct the path.");
  }

  static MillraceException unreadable(String path, IOException cause) {
    Optional<MillraceException> known = StoreFailures.known(path, cause);
    if (known.isPresent()) {
      return known.get();
    }
    return new MillraceException(
        StandardError.UNREADABLE_FILE,
        "'" + path + "' can't be read: " + cause.getMessage() + ".",
        cause);
  }

  /** The path as the user gave it. */
  String path() {
    return path;
  }

  /** The files' paths, sorted. */
  List<Path> paths() {
    return files.stream().map(FileStatus::getPath).toList();
  }

  /** Some of these files. */
  SourceFiles only(List<Path> some) {
    Set<Path> wanted = Set.copyOf(some);
    return new SourceFiles(
        path, configuration, files.stream().filter(f -> wanted.contains(f.getPath())).toList());
  }

  /**
   * What a look at each file gives, in their order. Several are looked at at once: far away, each
   * look is a wait.
   */
  <T> List<T> each(Function<Path, T> look) {
    if (files.size() == 1) {
      return List.of(look.apply(files.get(0).getPath()));
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(files.size(), LOOKS_AT_ONCE));
    try {
      List<Future<T>> looks =
          paths().stream().map(file -> threads.submit(() -> look.apply(file))).toList();
      List<T> found = new ArrayList<>();
      for (Future<T> one : looks) {
        found.add(one.get());
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MillraceException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** The paths as Spark's readers take them: as globs, so that a bracket in a name needs escape. */
  String[] names() {
    return paths().stream()
        .map(file -> GLOB_CHARACTERS.matcher(file.toString()).replaceAll("\\\\$0"))
        .toArray(String[]::new);
  }

  /**
   * For formats that no file without bytes is of.
   *
   * @throws MillraceException EMPTY_INPUT naming the first empty file
   */
  void requireContent() {
    for (FileStatus file : files) {
      if (file.getLen() == 0) {
        throw new MillraceException(
            StandardError.EMPTY_INPUT, "'" + shown(file.getPath()) + "' is empty.");
      }
    }
  }

  /** How messages name a file: local ones plainly, others by their URI. */
  static String shown(Path file) {
    return "file".equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
  }

  /** The same of a column that holds URIs as Spark writes them. */
  static Column shownPath(Column uri) {
    UDF1<String, String> shown = text -> shown(new Path(URI.create(text)));
    return functions.udf(shown, DataTypes.StringType).apply(uri);
  }

  /** The files with their sizes, sorted by path. */
  List<FileStatus> all() {
    return files;
  }

  /** Path, size and time of each file; hashed where there are several. */
  String version() {
    String all = FilePlace.listed(files);
    return files.size() == 1 ? all : path + " " + files.size() + " files " + sha256(all);
  }

  /** The files in the lineage; of a version's text what stands for all files counts. */
  static List<Asset> named(String path, Optional<String> version) {
    String listed = version.orElse("");
    Matcher several = SEVERAL.matcher(listed);
    String known =
        several.matches() ? several.group(1) : listed.isEmpty() ? "" : DataPlace.hashed(listed);
    return List.of(Asset.data(FilePlace.name(path), known));
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has it.
    }
  }

  /** The configuration that the files were found with. */
  Configuration hadoop() {
    return configuration;
  }

  /** The first bytes of a file, uncompressed by its name's ending as Spark does it. */
  byte[] start(Path file, int length) throws IOException {
    try (InputStream input = open(file)) {
      return input.readNBytes(length);
    } catch (FSError e) {
      throw cause(e);
    }
  }

  /** What happened on a local disk: Hadoop hands its failures on as errors. */
  static IOException cause(FSError error) {
    return error.getCause() instanceof IOException cause ? cause : new IOException(error);
  }

  /** Opens a file as it is. */
  InputStream raw(Path file) throws IOException {
    return file.getFileSystem(configuration).open(file);
  }

  /** Opens a file, uncompressed by its name's ending as Spark does it. */
  InputStream open(Path file) throws IOException {
    InputStream raw = raw(file);
    CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(file);
    return codec == null ? raw : codec.createInputStream(raw);
  }
}
