package io.millrace.core.home;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the runs are recorded whose outputs a home keeps. A home has outputs of runs that its own
 * database does not know: those that a team's database or server remembers.
 */
public final class RunPlaces {
  private static final String NAME = "tracking";

  private final Path runs;
  private final String own;

  /** Of a home. */
  public RunPlaces(Home home) {
    this.runs = home.runs();
    this.own = home.tracking().toString();
  }

  /**
   * Notes where a run is recorded, if that is not the home's own database.
   *
   * @param address without user and password
   */
  public void note(String run, String address) {
    if (address.equals(own)) {
      return;
    }
    Path file = runs.resolve(run).resolve(NAME);
    try {
      Files.createDirectories(runs.resolve(run));
      Files.writeString(file, address);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "%s can't be written: %s".formatted(file, e), e);
    }
  }

  /** The address, without user and password, where a run of this home is recorded. */
  public String of(String run) {
    Path file = runs.resolve(run).resolve(NAME);
    try {
      return Files.exists(file) ? Files.readString(file).strip() : own;
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "%s can't be read: %s".formatted(file, e), e);
    }
  }

  /** Whether a run of this home is recorded elsewhere than in its own database. */
  public boolean isElsewhere(String run) {
    return !of(run).equals(own);
  }
}
