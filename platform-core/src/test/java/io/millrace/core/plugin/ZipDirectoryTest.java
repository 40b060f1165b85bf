package io.millrace.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipDirectoryTest {
  @TempDir Path directory;

  @Test
  void entriesAreThoseThatTheJdkReads() throws IOException {
    Path jar = zip(300, "");

    assertThat(read(jar, "")).hasSize(300).isEqualTo(byJdk(jar, ""));
    assertThat(read(jar, "dir7/")).hasSize(30).isEqualTo(byJdk(jar, "dir7/"));
    assertThat(read(jar, "nothing/")).isEmpty();
  }

  @Test
  void aJarOfMoreEntriesThanTheOldFormatCountsIsRead() throws IOException {
    Path jar = zip(70_000, "");

    assertThat(read(jar, "dir3/")).hasSize(7_000).isEqualTo(byJdk(jar, "dir3/"));
  }

  @Test
  void aCommentAtTheEndIsSkipped() throws IOException {
    Path jar = zip(20, "made by hand".repeat(1000));

    assertThat(read(jar, "")).hasSize(20).isEqualTo(byJdk(jar, ""));
  }

  @Test
  void whatIsNoJarIsRefused() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jar"), "words ".repeat(100));
    Path empty = Files.createFile(directory.resolve("empty.jar"));

    for (Path file : List.of(text, empty)) {
      assertThatThrownBy(() -> read(file, ""))
          .isInstanceOf(ZipException.class)
          .hasMessage(file + " is no jar");
    }
  }

  private Path zip(int entries, String comment) throws IOException {
    Path jar = directory.resolve("a.jar");
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)))) {
      zip.setComment(comment);
      for (int i = 0; i < entries; i++) {
        ZipEntry entry = new ZipEntry("dir" + i % 10 + "/größe-" + i);
        // Many entries are about their number: empty ones are quick to write.
        byte[] content = (i < 1000 ? "text " + i : "").getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    return jar;
  }

  private static List<ZipDirectory.Entry> read(Path jar, String root) throws IOException {
    List<ZipDirectory.Entry> entries = new ArrayList<>();
    ZipDirectory.read(jar, List.of(root), entries::add);
    return entries;
  }

  private static List<ZipDirectory.Entry> byJdk(Path jar, String root) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .filter(entry -> entry.getName().startsWith(root))
          .map(entry -> new ZipDirectory.Entry(entry.getName(), entry.getSize(), entry.getCrc()))
          .toList();
    }
  }
}
