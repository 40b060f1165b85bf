package io.millrace.core.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.zip.ZipException;

/**
 * Reads the directory at the end of a jar for the entries under some roots. {@link
 * java.util.zip.ZipFile} makes objects for all 118,000 entries of a fat jar on the way, which takes
 * 100 ms of every command's start; this takes a tenth. Offsets are those of PKWARE's APPNOTE.TXT,
 * sections 4.3.12 to 4.3.16.
 */
final class ZipDirectory {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int LOCATOR64_SIGNATURE = 0x07064b50;
  private static final int LOCATOR64_SIZE = 20;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int END64_SIZE = 56;
  private static final int ENTRY_SIZE = 46;
  private static final long IN_ZIP64 = 0xFFFFFFFFL;

  private ZipDirectory() {}

  /**
   * An entry.
   *
   * @param name its path in the jar
   * @param size bytes before compression
   * @param crc32 the check sum of those bytes
   */
  record Entry(String name, long size, long crc32) {}

  /** Takes entries as they are found. */
  interface Visitor {
    /** Called once for each entry that is wanted, in the order of the jar. */
    void visit(Entry entry);
  }

  /**
   * Visits the entries whose names start with one of the roots; all entries for an empty root.
   *
   * @throws ZipException if the file is no jar
   */
  static void read(Path jar, Collection<String> roots, Visitor visitor) throws IOException {
    byte[][] prefixes =
        roots.stream().map(r -> r.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    // Plain arrays and loops: at a command's start this runs interpreted.
    byte[] directory = directory(jar).array();
    int at = 0;
    while (at + ENTRY_SIZE <= directory.length) {
      if (directory[at] != 'P' || directory[at + 1] != 'K') {
        throw new ZipException("the directory of " + jar + " is damaged");
      }
      int nameLength = unsigned(directory, at + 28);
      if (startsWithAny(directory, at + ENTRY_SIZE, nameLength, prefixes)) {
        visitor.visit(entry(directory, at, nameLength));
      }
      int rest = unsigned(directory, at + 30) + unsigned(directory, at + 32);
      at += ENTRY_SIZE + nameLength + rest;
    }
  }

  /** Sizes above 4 GB read as 4 GB: the check sum still tells contents apart. */
  private static Entry entry(byte[] directory, int at, int nameLength) {
    ByteBuffer fields = ByteBuffer.wrap(directory).order(ByteOrder.LITTLE_ENDIAN);
    String name = new String(directory, at + ENTRY_SIZE, nameLength, StandardCharsets.UTF_8);
    long crc = Integer.toUnsignedLong(fields.getInt(at + 16));
    long size = Integer.toUnsignedLong(fields.getInt(at + 24));
    return new Entry(name, size, crc);
  }

  private static boolean startsWithAny(byte[] bytes, int at, int length, byte[][] prefixes) {
    for (byte[] prefix : prefixes) {
      if (length >= prefix.length
          && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length)) {
        return true;
      }
    }
    return false;
  }

  private static ByteBuffer directory(Path jar) throws IOException {
    try (FileChannel file = FileChannel.open(jar)) {
      int tailSize = (int) Math.min(file.size(), END_SIZE + LOCATOR64_SIZE + LONGEST_COMMENT);
      long tailStart = file.size() - tailSize;
      ByteBuffer tail = read(file, tailStart, tailSize);
      int end = tailSize - END_SIZE;
      while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
        end--;
      }
      if (end < 0) {
        throw new ZipException(jar + " is no jar");
      }
      long size = Integer.toUnsignedLong(tail.getInt(end + 12));
      long start = Integer.toUnsignedLong(tail.getInt(end + 16));
      boolean zip64 =
          Short.toUnsignedInt(tail.getShort(end + 10)) == 0xFFFF
              || size == IN_ZIP64
              || start == IN_ZIP64;
      int locator = end - LOCATOR64_SIZE;
      if (zip64 && locator >= 0 && tail.getInt(locator) == LOCATOR64_SIGNATURE) {
        ByteBuffer end64 = read(file, tail.getLong(locator + 8), END64_SIZE);
        if (end64.getInt(0) == END64_SIGNATURE) {
          size = end64.getLong(40);
          start = end64.getLong(48);
        }
      }
      return read(file, start, Math.toIntExact(size));
    }
  }

  private static ByteBuffer read(FileChannel file, long start, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, start + buffer.position()) < 0) {
        throw new ZipException("the jar was cut short");
      }
    }
    return buffer.flip();
  }

  private static int unsigned(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
  }
}
