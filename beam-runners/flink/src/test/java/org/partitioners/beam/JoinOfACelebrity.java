package org.partitioners.beam;

import java.util.SplittableRandom;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Joins rows of which one key has 30 % with a table of the keys, on the embedded Flink runner, to
 * see what fits into little memory. Run by hand, with the module's test class path:
 *
 * <pre>{@code
 * java -Xmx448m ... org.partitioners.beam.JoinOfACelebrity skewed|missed|group|group-again ROWS BYTES
 * }</pre>
 *
 * <p>{@code missed} is a join that does not know its hot key.
 */
final class JoinOfACelebrity {
  private static final TupleTag<byte[]> LEFT = new TupleTag<>("left") {};
  private static final TupleTag<Long> RIGHT = new TupleTag<>("right") {};
  private static final int KEYS = 100_000;

  private JoinOfACelebrity() {}

  public static void main(String[] args) {
    long rows = Long.parseLong(args[1]);
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster("[local]");
    options.setParallelism(2);
    options.setReIterableGroupByKeyResult(args[0].equals("group-again"));
    Pipeline pipeline = Pipeline.create(options);
    PCollection<KV<Integer, byte[]>> left =
        pipeline
            .apply("Rows", GenerateSequence.from(0).to(rows))
            .apply("Left", ParDo.of(new RowFn(Integer.parseInt(args[2]))))
            .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
    PCollection<KV<Integer, Long>> right =
        pipeline
            .apply("Table", GenerateSequence.from(0).to(KEYS))
            .apply("Right", ParDo.of(new KeyFn()))
            .setCoder(KvCoder.of(VarIntCoder.of(), VarLongCoder.of()));
    if (args[0].equals("skewed") || args[0].equals("missed")) {
      var join = SkewedJoin.<Integer, byte[], Long>leftOuter(right).withPlaces(2);
      left.apply(args[0].equals("skewed") ? join : join.withHotKey(-1, 2, 2))
          .apply("Count", ParDo.of(new CountFn<>()));
    } else {
      KeyedPCollectionTuple.of(LEFT, left)
          .and(RIGHT, right)
          .apply(CoGroupByKey.create())
          .apply("Pair", ParDo.of(new PairFn()))
          .setCoder(
              KvCoder.of(VarIntCoder.of(), KvCoder.of(ByteArrayCoder.of(), VarLongCoder.of())))
          .apply("Count", ParDo.of(new CountFn<>()));
    }
    long start = System.nanoTime();
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    System.out.printf("%s: %d s%n", args[0], (System.nanoTime() - start) / 1_000_000_000);
    var metrics = result.metrics().allMetrics();
    metrics.getCounters().forEach(System.out::println);
    metrics.getDistributions().forEach(System.out::println);
    metrics.getStringSets().forEach(System.out::println);
  }

  private static final class RowFn extends DoFn<Long, KV<Integer, byte[]>> {
    private final int bytes;

    RowFn(int bytes) {
      this.bytes = bytes;
    }

    @ProcessElement
    public void row(@Element Long number, OutputReceiver<KV<Integer, byte[]>> out) {
      SplittableRandom random = new SplittableRandom(number);
      byte[] row = new byte[bytes];
      random.nextBytes(row);
      out.output(KV.of(random.nextInt(10) < 3 ? 0 : random.nextInt(KEYS), row));
    }
  }

  private static final class KeyFn extends DoFn<Long, KV<Integer, Long>> {
    @ProcessElement
    public void key(@Element Long number, OutputReceiver<KV<Integer, Long>> out) {
      out.output(KV.of(number.intValue(), number));
    }
  }

  private static final class PairFn
      extends DoFn<KV<Integer, CoGbkResult>, KV<Integer, KV<byte[], Long>>> {
    @ProcessElement
    public void pair(
        @Element KV<Integer, CoGbkResult> group,
        OutputReceiver<KV<Integer, KV<byte[], Long>>> out) {
      for (byte[] left : group.getValue().getAll(LEFT)) {
        for (long right : group.getValue().getAll(RIGHT)) {
          out.output(KV.of(group.getKey(), KV.of(left, right)));
        }
      }
    }
  }

  private static final class CountFn<T> extends DoFn<T, Void> {
    private final Counter rows = Metrics.counter(JoinOfACelebrity.class, "rows");

    @ProcessElement
    public void count() {
      rows.inc();
    }
  }
}
