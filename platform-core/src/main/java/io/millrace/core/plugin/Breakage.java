package io.millrace.core.plugin;

import java.lang.reflect.InvocationTargetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in words why a provider could not be loaded, and what its author can do. */
final class Breakage {
  private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");

  /** Class files of Java N carry version N + 44 (JVM specification, table 4.1-A). */
  private static final int CLASS_FILE_OFFSET = 44;

  private Breakage() {}

  /** One sentence without its full stop. */
  static String reason(Throwable failure) {
    Throwable cause = unwrap(failure);
    if (cause instanceof UnsupportedClassVersionError) {
      return classVersion(cause);
    }
    if (namesMissingClass(cause)) {
      return "it needs the class "
          + String.valueOf(cause.getMessage()).replace('/', '.')
          + ", which neither its jar nor Millrace holds; build the library into the jar";
    }
    if (cause instanceof LinkageError) {
      return "it does not fit the classes at hand ("
          + describe(cause)
          + "); build it against this Millrace";
    }
    return "it failed when it was made: " + describe(cause);
  }

  private static String classVersion(Throwable failure) {
    int here = Runtime.version().feature();
    Matcher version = CLASS_FILE_VERSION.matcher(String.valueOf(failure.getMessage()));
    String built =
        version.find()
            ? "Java " + (Integer.parseInt(version.group(1)) - CLASS_FILE_OFFSET)
            : "a newer Java";
    return "it was built for " + built + ", and this is Java " + here + "; build it for 17";
  }

  /** A class whose initialiser failed before gives a NoClassDefFoundError too, with a sentence. */
  private static boolean namesMissingClass(Throwable failure) {
    return failure instanceof ClassNotFoundException
        || (failure instanceof NoClassDefFoundError
            && !String.valueOf(failure.getMessage()).contains(" "));
  }

  private static String describe(Throwable failure) {
    String message = failure.getMessage();
    String name = failure.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable current = failure;
    while (current.getCause() != null
        && (current instanceof InvocationTargetException
            || current instanceof ExceptionInInitializerError)) {
      current = current.getCause();
    }
    return current;
  }
}
