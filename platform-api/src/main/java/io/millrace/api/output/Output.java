package io.millrace.api.output;

import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.SecretOption;
import io.millrace.api.tracking.DataPlace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where rows go, and what happens to those that lie there. An options record: {@code deploy/batch}
 * and {@code millrace score} take the same.
 */
@Exclusive(
    value = {"path", "url"},
    oneRequired = true)
public record Output(
    @Help("the file, directory or Delta table that rows go to") @NotEmpty @Nullable String path,
    @Help("the database or broker that rows go to, as jdbc:postgresql://db.example/shop") @NotEmpty
        @Nullable String url,
    @Help("the table of the database") @NotEmpty @Nullable String table,
    @Help("the topic of the broker at url, as kafka://broker.example:9092") @NotEmpty
        @Nullable String topic,
    @Help("the user to connect as") @Nullable String user,
    @Help("the user's password: write ${secret:NAME}") @SecretOption @Nullable String password,
    @Help("the class of the JDBC driver; without it the one that knows the address") @NotEmpty
        @Nullable String driver,
    @Help("settings of the broker's client, as security.protocol; write secrets as ${secret:NAME}")
        @Default("{}")
        Map<String, String> settings,
    @Help("what is written at path; without it the ending tells, and none means delta")
        @Nullable Format format,
    @Help(
            "what happens to rows that lie there: create refuses to write where anything lies,"
                + " append adds, overwrite replaces all, merge replaces those with equal keys,"
                + " replace those that the condition of replace picks")
        @Default("create")
        Mode mode,
    @Help("the columns that identify a row, for merge; in a topic they are the message's key")
        @Default("[]")
        List<String> keys,
    @Help("which rows are replaced by the new ones, as day = '2026-11-20'; Delta only") @NotEmpty
        @Nullable String replace) {
  private static final Pattern TOPIC = Pattern.compile("(kafka://[^/]*)/([^/]+)");

  public Output {
    settings = Map.copyOf(settings);
    keys = List.copyOf(keys);
  }

  /** What is written at a path. */
  public enum Format {
    /** A Delta table. */
    DELTA,
    /** A directory of Parquet files. */
    PARQUET,
    /** A directory of CSV files. */
    CSV,
    /** A directory of files with a JSON object a line. */
    JSON;

    /** As users write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What happens to rows that lie there. */
  public enum Mode {
    /** Nothing may lie there. */
    CREATE,
    /** They stay. */
    APPEND,
    /** They go. */
    OVERWRITE,
    /** Those with the keys of a new row go. */
    MERGE,
    /** Those that a condition picks go; all new rows must fulfil it. */
    REPLACE;

    /** As users write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Rows to a path whose ending tells the format. */
  public static Output path(String path, Mode mode) {
    return new Output(
        path, null, null, null, null, null, null, Map.of(), null, mode, List.of(), null);
  }

  /** The same place, with rows replaced by their keys. */
  public Output mergedOn(List<String> columns) {
    return new Output(
        path,
        url,
        table,
        topic,
        user,
        password,
        driver,
        settings,
        format,
        Mode.MERGE,
        columns,
        replace);
  }

  /** The same place, with the rows of a condition replaced. */
  public Output replacing(String condition) {
    return new Output(
        path,
        url,
        table,
        topic,
        user,
        password,
        driver,
        settings,
        format,
        Mode.REPLACE,
        keys,
        condition);
  }

  /** A table of a database. */
  public static Output table(String url, String table, Mode mode) {
    return new Output(
        null, url, table, null, null, null, null, Map.of(), null, mode, List.of(), null);
  }

  /** A topic of a broker at an address as {@code kafka://broker:9092}. */
  public static Output topic(String url, String topic, Mode mode) {
    return new Output(
        null, url, null, topic, null, null, null, Map.of(), null, mode, List.of(), null);
  }

  /**
   * Rows to a place as a user writes it in one word: {@code kafka://broker:9092/topic}, or a path
   * whose ending tells the format.
   */
  public static Output to(String place, Mode mode) {
    Matcher topic = TOPIC.matcher(place);
    return topic.matches() ? topic(topic.group(1), topic.group(2), mode) : path(place, mode);
  }

  /** The same place, with settings of the broker's client. */
  public Output with(Map<String, String> other) {
    return new Output(
        path, url, table, topic, user, password, driver, other, format, mode, keys, replace);
  }

  /** The same place, with the columns that make a message's key. */
  public Output keyed(List<String> columns) {
    return new Output(
        path, url, table, topic, user, password, driver, settings, format, mode, columns, replace);
  }

  /** The same place, with another treatment of what lies there. */
  public Output in(Mode other) {
    return new Output(
        path, url, table, topic, user, password, driver, settings, format, other, keys, replace);
  }

  /** The kind of place: what a URL starts with, as {@code jdbc}, or the text of a format. */
  public String kind() {
    return url == null ? fileFormat().text() : url.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
  }

  /** The place as users see it, without what may be secret. */
  public String shown() {
    if (url == null) {
      return String.valueOf(path);
    }
    int parameters = url.indexOf('?') < 0 ? url.indexOf(';') : url.indexOf('?');
    String place = parameters < 0 ? url : url.substring(0, parameters);
    return (topic == null ? table : topic) + " of " + place.replaceFirst("//[^/@]*@", "//");
  }

  /** The place's name in the lineage; files as the local file system has them. */
  public String place() {
    return url == null
        ? DataPlace.path(String.valueOf(path))
        : topic != null ? DataPlace.topic(url, topic) : DataPlace.table(url, String.valueOf(table));
  }

  private Format fileFormat() {
    if (format != null) {
      return format;
    }
    String name = String.valueOf(path).toLowerCase(Locale.ROOT);
    for (Format known : Format.values()) {
      if (name.endsWith("." + known.text())) {
        return known;
      }
    }
    if (name.lastIndexOf('.') > name.lastIndexOf('/')) {
      throw new IllegalArgumentException(
          "'%s': the ending tells the format; use .parquet, .csv, .json or .delta, or say the format"
              .formatted(path));
    }
    return Format.DELTA;
  }

  private void requirePlace(String kind) {
    boolean database = kind.equals("jdbc");
    if (url == null) {
      requireAbsent("table", table, "a path has no tables; leave it out, or give url");
      requireAbsent("topic", topic, "a path has no topics; leave it out, or give url");
    } else if (database) {
      requireAbsent("topic", topic, "a database has tables; say table");
    } else {
      requireAbsent("table", table, "a broker has topics; say topic");
    }
    if (url != null && (database ? table : topic) == null) {
      throw new IllegalArgumentException(
          database
              ? "table: say to which table of the database the rows go"
              : "topic: say to which topic of the broker the rows go");
    }
    if (!settings.isEmpty() && topic == null) {
      throw new IllegalArgumentException("settings: only a topic's broker takes settings");
    }
  }

  private static void requireAbsent(String option, @Nullable String value, String reason) {
    if (value != null) {
      throw new IllegalArgumentException(option + ": " + reason);
    }
  }

  /**
   * Checks what annotations can't express.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public void requireConsistent() {
    String kind = kind();
    requirePlace(kind);
    boolean keyed = topic != null && mode != Mode.MERGE;
    if (!keyed && (mode == Mode.MERGE) == keys.isEmpty()) {
      throw new IllegalArgumentException(
          keys.isEmpty()
              ? "keys: merge needs the columns that identify a row"
              : "keys: only merge replaces rows by keys, not " + mode.text());
    }
    if ((mode == Mode.REPLACE) == (replace == null)) {
      throw new IllegalArgumentException(
          replace == null
              ? "replace: say which rows are replaced, as day = '2026-11-20'"
              : "replace: only the mode replace takes a condition, not " + mode.text());
    }
    boolean files = url == null && !kind.equals("delta");
    if (files && mode != Mode.CREATE && mode != Mode.OVERWRITE) {
      throw new IllegalArgumentException(
          "mode: %s is for tables; %s files take create or overwrite".formatted(mode.text(), kind));
    }
    if (topic != null && (mode == Mode.OVERWRITE || mode == Mode.REPLACE)) {
      throw new IllegalArgumentException(
          "mode: what lies in a topic stays; %s is none of append, create and merge"
              .formatted(mode.text()));
    }
    if (url != null && mode == Mode.REPLACE) {
      throw new IllegalArgumentException(
          "mode: a database has no rows replaced by a condition; use merge with keys");
    }
  }
}
