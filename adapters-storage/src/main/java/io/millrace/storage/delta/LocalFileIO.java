package io.millrace.storage.delta;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads local files for Delta's kernel without Hadoop, whose configuration alone takes longer to
 * load than all the metadata that an unchanged run needs. It never writes.
 */
final class LocalFileIO implements FileIO {
  @Override
  public CloseableIterator<FileStatus> listFrom(String filePath) throws IOException {
    Path from = local(filePath);
    String first = String.valueOf(from.getFileName());
    List<FileStatus> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(from.resolveSibling(""))) {
      for (Path entry : entries.sorted().toList()) {
        if (entry.getFileName().toString().compareTo(first) >= 0) {
          addStatus(entry, found);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw notFound(filePath, e);
    }
    return Utils.toCloseableIterator(found.iterator());
  }

  private static void addStatus(Path entry, List<FileStatus> found) throws IOException {
    try {
      found.add(status(entry));
    } catch (NoSuchFileException e) {
      // Renamed or deleted since it was listed, as temporary files of a writer are.
      return;
    }
  }

  private static FileStatus status(Path path) throws IOException {
    return FileStatus.of(
        "file:" + path, Files.size(path), Files.getLastModifiedTime(path).toMillis());
  }

  private static FileNotFoundException notFound(String path, IOException cause) {
    FileNotFoundException e = new FileNotFoundException("no such file: " + path);
    e.initCause(cause);
    return e;
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    try {
      return status(local(path));
    } catch (NoSuchFileException e) {
      throw notFound(path, e);
    }
  }

  @Override
  public String resolvePath(String path) {
    return "file:" + local(path);
  }

  /** Kernel hands on what it was given, {@code file:/x} or {@code file:///x}, never URL-encoded. */
  private static Path local(String path) {
    String plain = path.startsWith("file:") ? path.substring("file:".length()) : path;
    return Path.of(plain.replaceFirst("^/+", "/")).toAbsolutePath();
  }

  @Override
  public InputFile newInputFile(String path, long fileSize) {
    return new LocalInput(local(path));
  }

  @Override
  public Optional<String> getConf(String confKey) {
    return Optional.empty();
  }

  @Override
  public boolean mkdirs(String path) {
    throw readOnly();
  }

  @Override
  public OutputFile newOutputFile(String path) {
    throw readOnly();
  }

  @Override
  public boolean delete(String path) {
    throw readOnly();
  }

  @Override
  public void copyFileAtomically(String source, String target, boolean overwrite) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("kernel only reads metadata here");
  }

  private record LocalInput(Path file) implements InputFile {
    @Override
    public long length() throws IOException {
      return Files.size(file);
    }

    @Override
    public String path() {
      return file.toString();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      return new LocalStream(new RandomAccessFile(file.toFile(), "r"));
    }
  }

  private static final class LocalStream extends SeekableInputStream {
    private final RandomAccessFile file;

    LocalStream(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public long getPos() throws IOException {
      return file.getFilePointer();
    }

    @Override
    public void seek(long position) throws IOException {
      file.seek(position);
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws IOException {
      file.readFully(bytes, offset, length);
    }

    @Override
    public int read() throws IOException {
      return file.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return file.read(bytes, offset, length);
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = Math.max(0, Math.min(count, file.length() - file.getFilePointer()));
      file.seek(file.getFilePointer() + skipped);
      return skipped;
    }

    @Override
    public void skipNBytes(long count) throws IOException {
      if (skip(count) < count) {
        throw new EOFException();
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
