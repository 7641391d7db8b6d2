package org.partitioners.benchmarks.jmh;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long each case is measured.
 *
 * @param forks JVMs per case, one after the other; 0: in this JVM
 * @param warmups iterations before it counts
 * @param warmupMillis each
 * @param iterations that count
 * @param millis each
 */
public record Effort(int forks, int warmups, int warmupMillis, int iterations, int millis) {

  /** Three seconds until code is compiled and settled, in two JVMs. */
  public static final Effort FULL = new Effort(2, 6, 500, 4, 500);

  /** For an impression. */
  public static final Effort QUICK = new Effort(1, 3, 250, 3, 100);

  /** To see that it works. */
  public static final Effort SMOKE = new Effort(0, 0, 1, 1, 1);

  /** What is compiled is not to depend on how busy the machine is: {@code -Xbatch} waits for it. */
  private static final String[] JVM_ARGUMENTS = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", "-Xbatch"};

  ChainedOptionsBuilder options() {
    return new OptionsBuilder()
        .forks(forks)
        .warmupIterations(warmups)
        .warmupTime(TimeValue.milliseconds(warmupMillis))
        .measurementIterations(iterations)
        .measurementTime(TimeValue.milliseconds(millis))
        .jvmArgs(JVM_ARGUMENTS)
        .shouldFailOnError(true);
  }

  @Override
  public String toString() {
    return String.format(
        "%d × (%d × %d ms of warm-up, %d × %d ms)",
        forks, warmups, warmupMillis, iterations, millis);
  }
}
