package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.reduce.LongSumReducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.hash.Nodes;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;

/** Core partitioners in MapReduce jobs of Hadoop's local runner. */
class MapReduceITCase {

  private static final int WORDS = 200;

  @TempDir java.nio.file.Path temporary;

  /** Each line is a word. */
  public static final class WordMapper extends Mapper<LongWritable, Text, Text, LongWritable> {
    private static final LongWritable ONE = new LongWritable(1);

    @Override
    protected void map(LongWritable offset, Text word, Context context)
        throws IOException, InterruptedException {
      context.write(word, ONE);
    }
  }

  private Job job() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set("mapreduce.framework.name", "local");
    configuration.set("hadoop.tmp.dir", temporary.resolve("tmp").toString());
    Job job = Job.getInstance(configuration);
    job.setMapperClass(WordMapper.class);
    job.setReducerClass(LongSumReducer.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(LongWritable.class);
    return job;
  }

  /** Each word's count, after checking that it is in the file of its partition. */
  private Map<String, Long> counts(Job job, KeyPartitioner<String> partitioner) throws Exception {
    java.nio.file.Path input = temporary.resolve("words.txt");
    List<String> words = IntStream.range(0, 10 * WORDS).mapToObj(i -> "word-" + i % WORDS).toList();
    Files.write(input, words);
    FileInputFormat.addInputPath(job, new Path(input.toString()));
    java.nio.file.Path output = temporary.resolve("out");
    FileOutputFormat.setOutputPath(job, new Path(output.toString()));
    assertThat(job.waitForCompletion(false)).isTrue();
    Map<String, Long> counts = new HashMap<>();
    for (int p = 0; p < partitioner.numPartitions(); p++) {
      for (String line : Files.readAllLines(output.resolve(String.format("part-r-%05d", p)))) {
        int tab = line.indexOf('\t');
        String word = line.substring(0, tab);
        assertThat(partitioner.partition(word)).as(word).isEqualTo(p);
        counts.put(word, Long.parseLong(line.substring(tab + 1)));
      }
    }
    return counts;
  }

  @Test
  void aHashPartitionerPlacesTheWords() throws Exception {
    KeyPartitioner<String> partitioner =
        HashPartitioners.rendezvous(Nodes.named("a", "${b}", "ä"), KeyHashers.strings(1));
    Job job = job();
    CorePartitioner.use(job, partitioner, WritableKeys.strings());
    assertThat(job.getNumReduceTasks()).isEqualTo(3);
    assertThat(counts(job, partitioner))
        .hasSize(WORDS)
        .allSatisfy((word, n) -> assertThat(n).isEqualTo(10));
  }

  @Test
  void aRangePartitionerPlacesTheWords() throws Exception {
    KeyPartitioner<String> partitioner =
        RangePartitioner.of(RangeBoundaries.of(List.of("word-12", "word-5")));
    Job job = job();
    CorePartitioner.use(job, partitioner, WritableKeys.strings());
    assertThat(counts(job, partitioner)).hasSize(WORDS);
  }

  @Test
  void aJobHasAsManyReduceTasksAsPartitions() throws IOException {
    Job job = job();
    KeyPartitioner<String> jump = HashPartitioners.jump(8, KeyHashers.strings());
    CorePartitioner.use(job, jump, WritableKeys.strings());
    assertThat(job.getNumReduceTasks()).isEqualTo(8);
    assertThat(job.getConfiguration().get(CorePartitioner.PARTITIONER)).contains("jump");
  }

  @Test
  void serializedKeysArePlacedByTheirBytes() throws IOException {
    KeyPartitioner<byte[]> partitioner = HashPartitioners.jump(16, KeyHashers.bytes());
    WritableKeys<byte[]> keys = WritableKeys.serialized(Text.class);
    Job job = job();
    CorePartitioner.use(job, partitioner, keys);
    CorePartitioner<Text, LongWritable> placing = new CorePartitioner<>();
    placing.setConf(job.getConfiguration());
    assertThat(placing.getConf()).isSameAs(job.getConfiguration());
    for (int i = 0; i < 100; i++) {
      Text word = new Text("word-" + i);
      assertThat(placing.getPartition(word, new LongWritable(), 16))
          .isEqualTo(partitioner.partition(keys.key(word)));
    }
    assertThatThrownBy(() -> placing.getPartition(new Text("w"), new LongWritable(), 15))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "numPartitions: 15 reduce tasks for a partitioner of 16 partitions; set as many");
  }

  @Test
  void refusesKeysAndPropertiesThatItDoesNotKnow() throws IOException {
    Job job = job();
    CorePartitioner.use(job, HashPartitioners.jump(2, KeyHashers.longs()), WritableKeys.longs());
    CorePartitioner<Object, LongWritable> placing = new CorePartitioner<>();
    placing.setConf(job.getConfiguration());
    assertThatThrownBy(() -> placing.getPartition(new Text("w"), new LongWritable(), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key: org.apache.hadoop.io.Text is not a org.apache.hadoop.io.LongWritable");

    Configuration changed = new Configuration(job.getConfiguration());
    changed.set(CorePartitioner.KEYS, "stone");
    assertThatThrownBy(() -> placing.setConf(changed)).hasMessage("keys: unknown type stone");
    changed.set(CorePartitioner.KEYS, "serialized:java.lang.String");
    assertThatThrownBy(() -> placing.setConf(changed))
        .hasMessage("keys: java.lang.String is no Writable that is there");
    changed.set(CorePartitioner.PARTITIONER, "{}");
    assertThatThrownBy(() -> placing.setConf(changed))
        .hasMessage("partitioners.mapreduce.partitioner: the first field of an object is not type");
    changed.unset(CorePartitioner.PARTITIONER);
    assertThatThrownBy(() -> placing.setConf(changed))
        .hasMessage("partitioners.mapreduce.partitioner: is not set; call CorePartitioner.use");
  }
}
