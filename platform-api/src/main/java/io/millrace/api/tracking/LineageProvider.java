package io.millrace.api.tracking;

import java.util.Optional;
import java.util.function.Function;

/** Offers to tell others of runs while they are recorded; a ServiceLoader entry. */
public interface LineageProvider {
  /**
   * Looks whether a target can be told anything, as far as this machine knows: its address can be
   * read, a file of it be written to.
   *
   * @throws io.millrace.api.error.MillraceException INVALID_CALL, with what is wrong
   */
  void require(LineageTarget target, Function<String, Optional<String>> variables);

  /**
   * The same memory, which also tells of the runs that are noted in it: that one starts, and how it
   * ends. Nobody who can't be told makes a call of it fail, or take long; what was not told is
   * counted, and said in the log. Closing it closes what it was given, too.
   *
   * @param variables the variables of the process's environment
   * @throws io.millrace.api.error.MillraceException INVALID_CALL, if nothing can be told to such an
   *     address
   */
  Tracking telling(
      Tracking memory, LineageTarget target, Function<String, Optional<String>> variables);
}
