package io.millrace.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The scorer of the portable form in plain Python, as a package carries it: a zip file that Python
 * imports from. Not a directory, as Python would write its compiled files into that, and the
 * package would hold files that nobody listed.
 */
public final class PythonScorer {
  /** The module that MLflow loads. */
  public static final String MODULE = "millrace_scoring";

  /** What the operator {@code stem} needs beside the standard library. */
  static final String STEMMER = "snowballstemmer==1.2.1";

  private static final String RESOURCES = "/io/millrace/python/";

  /** The earliest time that a zip file knows: the same sources give the same bytes. */
  private static final LocalDateTime STAMP = LocalDateTime.of(1980, 1, 1, 0, 0);

  private PythonScorer() {}

  /** Writes the zip file. */
  public static void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out, UTF_8)) {
      for (String source : sources()) {
        ZipEntry entry = new ZipEntry(source);
        entry.setTimeLocal(STAMP);
        zip.putNextEntry(entry);
        try (InputStream in = resource(source)) {
          in.transferTo(zip);
        }
        zip.closeEntry();
      }
    }
  }

  /** The sources, which a list names: a class path can't be searched for what it holds. */
  static List<String> sources() throws IOException {
    try (InputStream in = resource(MODULE + ".txt")) {
      return new String(in.readAllBytes(), UTF_8).lines().map(name -> MODULE + "/" + name).toList();
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = PythonScorer.class.getResourceAsStream(RESOURCES + name);
    if (in == null) {
      throw new IOException("the resource " + RESOURCES + name + " is missing");
    }
    return in;
  }
}
