package io.millrace.serving;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that tells others where a server answers; there, and whole, only when it does. */
record AddressFile(Path path) {
  /** Writes the address. */
  void tell(String address) {
    Path target = path.toAbsolutePath();
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    try {
      Files.writeString(fresh, address + "\n");
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "The address can't be written to '%s': %s.".formatted(path, e.getMessage()),
          e);
    }
  }
}
