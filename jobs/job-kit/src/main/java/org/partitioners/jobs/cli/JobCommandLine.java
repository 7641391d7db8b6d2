package org.partitioners.jobs.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.partitioners.jobs.events.InputException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a picocli command under the jobs' conventions for errors and exit codes. */
public final class JobCommandLine {
  private JobCommandLine() {}

  /**
   * Parses and runs {@code command}; the result is the exit code: 0 success, 1 failure, 2 bad
   * usage.
   */
  public static int execute(Object command, String... args) {
    CommandLine commandLine = configure(new CommandLine(command));
    try {
      return commandLine.execute(args);
    } catch (OutOfMemoryError error) {
      commandLine.getErr().println(error + "; JAVA_OPTS=-Xmx… gives the job more memory");
      return commandLine.getCommandSpec().exitCodeOnExecutionException();
    }
  }

  private static CommandLine configure(CommandLine commandLine) {
    return commandLine
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .registerConverter(Duration.class, Durations::parse)
        .setParameterExceptionHandler((error, arguments) -> usage(error))
        .setExecutionExceptionHandler((error, failed, parsed) -> failure(error, failed));
  }

  private static int usage(ParameterException error) {
    CommandLine commandLine = error.getCommandLine();
    String help = " (see " + commandLine.getCommandSpec().qualifiedName() + " --help)";
    commandLine.getErr().println(JobFailure.oneLine(message(error)) + help);
    return commandLine.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String message(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      // The first one: what follows it is often only its value.
      String argument = unmatched.getUnmatched().get(0);
      CommandSpec command = error.getCommandLine().getCommandSpec();
      return argument.startsWith("-")
          ? "unknown option '"
              + argument
              + "'"
              + Suggestion.of(argument, command.optionsMap().keySet())
          : "unknown argument '"
              + argument
              + "'"
              + Suggestion.of(argument, command.subcommands().keySet());
    }
    return String.valueOf(error.getMessage());
  }

  private static int failure(Exception error, CommandLine commandLine) {
    boolean usage = error instanceof UsageError || error instanceof InputException;
    String message =
        usage || error instanceof JobFailure
            ? String.valueOf(error.getMessage())
            : String.valueOf(JobFailure.because("failed", error).getMessage());
    commandLine.getErr().println(JobFailure.oneLine(message));
    return usage
        ? commandLine.getCommandSpec().exitCodeOnInvalidInput()
        : commandLine.getCommandSpec().exitCodeOnExecutionException();
  }
}
