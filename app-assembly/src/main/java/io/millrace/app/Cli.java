package io.millrace.app;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.app.command.Command;
import io.millrace.app.command.CommandContext;
import io.millrace.app.command.Console;
import io.millrace.app.command.GlobalOptions;
import io.millrace.app.command.GlobalOptions.LogLevel;
import io.millrace.app.command.OutputFormat;
import io.millrace.app.command.Version;
import io.millrace.core.catalog.NearNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the verb, reads its options, runs it, and tells what went wrong. */
final class Cli {
  /** Read by the logging configuration. */
  static final String LOG_LEVEL = "millrace.log.level";

  /**
   * The same for Spark's reports of failed tasks: a user's mistake in the data is told in one
   * sentence, and their stack traces would bury it.
   */
  static final String TASK_LOG_LEVEL = "millrace.log.tasks";

  private final Console console;
  private final Map<String, String> environment;

  Cli(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = environment;
  }

  /** Runs a call and returns its exit code; never throws. */
  int run(String... words) {
    FailureReport failures = new FailureReport(console);
    try {
      return call(CommandWords.of(List.of(words)), failures);
    } catch (Throwable failure) { // Whatever it is: the user gets a sentence and an exit code.
      return failures.report(failure);
    } finally {
      console.out().flush();
      console.err().flush();
    }
  }

  private int call(CommandWords words, FailureReport failures) {
    if (words.first().isEmpty()) {
      return withoutVerb(words);
    }
    if (words.first().equals("help")) {
      return HelpText.about(words.second(), console);
    }
    if (words.second().isEmpty() && !Verbs.secondWords(words.first()).isEmpty()) {
      HelpText.secondWords(words.first(), console);
      return words.rest().isEmpty() ? StandardError.INVALID_CALL.blame().exitCode() : 0;
    }
    Verb verb = Verbs.of(words.first(), words.second());
    return execute(verb, words.arguments(verb), failures);
  }

  private int withoutVerb(CommandWords words) {
    if (words.asks("--version") || words.asks("-V")) {
      console.print(Version.text());
      return 0;
    }
    if (words.options().isEmpty() || words.asks("--help") || words.asks("-h")) {
      HelpText.overview(console);
      return 0;
    }
    throw invalid("a verb is missing; 'millrace --help' lists them");
  }

  private int execute(Verb verb, List<String> arguments, FailureReport failures) {
    GlobalOptions options = new GlobalOptions();
    Command command = verb.command().get();
    CommandLine line = HelpText.commandLine(verb, command, options);
    parse(verb, line, arguments, failures);
    if (options.help()) {
      HelpText.verb(line, console);
      return 0;
    }
    if (options.output() == OutputFormat.MARKDOWN && !verb.name().equals("plan")) {
      throw invalid("only 'millrace plan FILE --against OTHER' prints Markdown");
    }
    var home = options.home(console, environment.get(GlobalOptions.HOME_VARIABLE));
    failures.reached(home, options.output(), options.logLevel());
    setLogLevel(options.logLevel());
    return command.run(
        new CommandContext(
            console,
            home,
            options.output(),
            options.logLevel(),
            options.quiet(environment.get(GlobalOptions.QUIET_VARIABLE)),
            options.tracking().address(environment),
            verb.recordsRuns()
                ? options.openLineage().target(environment, console.directory())
                : null,
            environment,
            Cli.class.getClassLoader()));
  }

  private static void parse(
      Verb verb, CommandLine line, List<String> arguments, FailureReport failures) {
    try {
      line.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      if (arguments.contains("json") && arguments.contains("--output")
          || arguments.contains("--output=json")) {
        failures.output(OutputFormat.JSON);
      }
      throw invalid(explain(verb, line, e));
    }
  }

  private static String explain(Verb verb, CommandLine line, ParameterException failure) {
    String see = "; see 'millrace " + verb.name() + " --help'";
    if (failure instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      List<String> names = List.copyOf(line.getCommandSpec().optionsMap().keySet());
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      String hint = word.startsWith("-") ? NearNames.hint(name, names) : "";
      String what = word.startsWith("-") ? "there is no option '" + name : "unexpected '" + word;
      return what + "'" + (hint.isEmpty() ? see : hint);
    }
    if (failure instanceof MutuallyExclusiveArgsException) {
      return failure.getMessage() + see;
    }
    return lowerFirst(failure.getMessage()) + see;
  }

  private static String lowerFirst(@Nullable String message) {
    return message == null || message.isEmpty()
        ? "the call can't be read"
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static void setLogLevel(LogLevel level) {
    String name = level.name().toLowerCase(Locale.ROOT);
    System.setProperty(LOG_LEVEL, name);
    System.setProperty(
        TASK_LOG_LEVEL, level == LogLevel.ERROR || level == LogLevel.WARN ? "off" : name);
    JavaLogging.install();
    if (System.getProperty("log4j2.configurationFile") == null) {
      System.setProperty("log4j2.configurationFile", "classpath:io/millrace/app/log4j2.properties");
    }
  }

  private static MillraceException invalid(String message) {
    return new MillraceException(StandardError.INVALID_CALL, message);
  }
}
