package org.partitioners.jobs.cluster;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A job client as {@code submit} expects one: {@code sum N --jobmanager HOST:PORT} prints the sum
 * of 1 to N as the cluster computed it; anything else is bad usage.
 */
final class TinyJob {
  private TinyJob() {}

  public static void main(String[] args) throws Exception {
    if (!args[0].equals("sum")) {
      System.err.println("no such job: " + List.of(args));
      System.exit(2);
    }
    String[] address = args[3].split(":", 2);
    Path jar = Path.of(TinyJob.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            address[0], Integer.parseInt(address[1]), 4, jar.toString());
    environment
        .fromSequence(1, Long.parseLong(args[1]))
        .keyBy(n -> n % 10)
        .map(new Adding())
        .sinkTo(new DiscardingSink<>());
    long sum = environment.execute("tiny").getAccumulatorResult("sum");
    System.out.println("sum " + sum);
  }

  /** Adds up its input in an accumulator. */
  static final class Adding extends RichMapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;
    private final LongCounter sum = new LongCounter();

    @Override
    public void open(OpenContext context) {
      getRuntimeContext().addAccumulator("sum", sum);
    }

    @Override
    public Long map(Long value) {
      sum.add(value);
      return value;
    }
  }
}
