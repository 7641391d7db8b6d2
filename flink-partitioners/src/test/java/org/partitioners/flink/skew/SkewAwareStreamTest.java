package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AbstractRichFunction;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.triggers.ContinuousEventTimeTrigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, types, and the graph that they make; nothing is run. */
class SkewAwareStreamTest {
  private static final int PARALLELISM = 4;

  private final StreamExecutionEnvironment environment =
      StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(PARALLELISM);

  private final DataStream<Click> clicks =
      environment.fromSource(
          new DataGeneratorSource<>(
              i -> new Click("user-" + i, i, i), 10, TypeInformation.of(Click.class)),
          WatermarkStrategy.forMonotonousTimestamps(),
          "clicks");

  private final SkewAwareStream<Click, String> keyed = SkewAware.keyBy(clicks, Click::getUser);
  private final TumblingEventTimeWindows minutes =
      TumblingEventTimeWindows.of(Duration.ofMinutes(1));

  private List<String> vertices(SingleOutputStreamOperator<?> result) {
    result.sinkTo(new DiscardingSink<>());
    return StreamSupport.stream(
            environment.getStreamGraph().getJobGraph().getVertices().spliterator(), false)
        .map(JobVertex::getName)
        .toList();
  }

  @Test
  void optionsHaveDefaults() {
    SkewAwareStream.Options<String> options = keyed.options();

    assertThat(options.relief()).isEqualTo(Relief.adaptive());
    assertThat(options.rule()).isNull();
    assertThat(options.maxParts()).isEqualTo(65_536);
    assertThat(options.maxDelay()).isEqualTo(Duration.ofMillis(100));
    assertThat(options.parallelism()).isEqualTo(PARALLELISM);
    assertThat(options.uid()).isNull();
  }

  @Test
  void eachOptionIsANewStream() {
    SkewAwareStream<Click, String> changed =
        keyed
            .relief(Relief.combine())
            .hotKeys(HotKeyRule.top(3))
            .maxParts(7)
            .maxDelay(Duration.ofMillis(8))
            .parallelism(2)
            .uid("u");

    assertThat(keyed.options().relief()).isEqualTo(Relief.adaptive());
    assertThat(changed.options())
        .isEqualTo(
            new SkewAwareStream.Options<>(
                Relief.combine(), HotKeyRule.top(3), null, 7, Duration.ofMillis(8), 2, "u", null));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 16_777_217})
  void refusesMaxPartsOutOfRange(int maxParts) {
    assertThatThrownBy(() -> keyed.maxParts(maxParts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxParts: " + maxParts + " not in [1..16777216]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 32_769})
  void refusesAParallelismOutOfRange(int parallelism) {
    assertThatThrownBy(() -> keyed.parallelism(parallelism))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallelism: " + parallelism + " not in [1..32768]");
  }

  @Test
  void takesTheEndsOfRanges() {
    assertThat(keyed.maxParts(1).maxParts(16_777_216).options().maxParts()).isEqualTo(1 << 24);
    assertThat(keyed.parallelism(1).parallelism(32_768).options().parallelism()).isEqualTo(1 << 15);
    assertThat(keyed.maxDelay(Duration.ofMillis(1)).options().maxDelay().toMillis()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999S"})
  void refusesDurationsBelowAMillisecond(Duration duration) {
    assertThatThrownBy(() -> keyed.maxDelay(duration))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxDelay: " + duration + " is shorter than PT0.001S, the least");
    assertThatThrownBy(() -> keyed.running(duration))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval: " + duration + " is shorter than PT0.001S, the least");
  }

  @Test
  void refusesNegativeLateness() {
    assertThatThrownBy(() -> keyed.window(minutes).allowedLateness(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lateness: PT-0.001S is negative");
  }

  @Test
  void namesWhatIsNull() {
    assertThatThrownBy(() -> SkewAware.keyBy(clicks, Click::getUser, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("keyType");
    assertThatThrownBy(() -> keyed.relief(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("relief");
    assertThatThrownBy(() -> keyed.hotKeys(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("rule");
    assertThatThrownBy(() -> keyed.hotKeysFrom(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("hotKeys");
    assertThatThrownBy(() -> keyed.window(minutes).aggregate(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("function");
  }

  private static final class Rich extends AbstractRichFunction
      implements AggregateFunction<Click, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Click click, Long sum) {
      return sum + click.value;
    }

    @Override
    public Long getResult(Long sum) {
      return sum;
    }

    @Override
    public Long merge(Long one, Long other) {
      return one + other;
    }
  }

  @Test
  void refusesARichFunction() {
    String message =
        "function: org.partitioners.flink.skew.SkewAwareStreamTest$Rich is a RichFunction, which is"
            + " not opened here: use a plain one";

    assertThatThrownBy(() -> keyed.window(minutes).aggregate(new Rich()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(
            () ->
                keyed
                    .running(Duration.ofSeconds(1))
                    .aggregate(new Rich(), (key, sum, out) -> out.collect(sum), Types.LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void findsTypes() {
    assertThat(keyed.keyType()).isEqualTo(Types.STRING);
    assertThat(keyed.window(minutes).aggregate(new Summary()).getType())
        .isEqualTo(Types.TUPLE(Types.LONG, Types.LONG, Types.LONG));
    assertThat(
            keyed
                .window(minutes)
                .aggregate(
                    new Summary(),
                    new ProcessWindowFunction<
                        Tuple3<Long, Long, Long>, Tuple2<String, Integer>, String, TimeWindow>() {
                      @Override
                      public void process(
                          String user,
                          Context context,
                          Iterable<Tuple3<Long, Long, Long>> sums,
                          Collector<Tuple2<String, Integer>> out) {}
                    })
                .getType())
        .isEqualTo(Types.TUPLE(Types.STRING, Types.INT));
    assertThat(
            keyed
                .window(minutes)
                .aggregate(
                    new Summary(),
                    new WindowFunction<Tuple3<Long, Long, Long>, Double, String, TimeWindow>() {
                      @Override
                      public void apply(
                          String user,
                          TimeWindow window,
                          Iterable<Tuple3<Long, Long, Long>> sums,
                          Collector<Double> out) {}
                    })
                .getType())
        .isEqualTo(Types.DOUBLE);
    assertThat(
            keyed
                .running(Duration.ofSeconds(1))
                .aggregate(new Summary(), (user, sum, out) -> out.collect(user), Types.STRING)
                .getType())
        .isEqualTo(Types.STRING);
  }

  @Test
  void asksForAKeyTypeThatItCannotFind() {
    assertThatThrownBy(() -> SkewAware.keyBy(clicks, click -> Tuple2.of(click.user, click.value)))
        .isInstanceOf(InvalidTypesException.class)
        .hasMessageContaining("generic type parameters of 'Tuple2' are missing");
    assertThat(
            SkewAware.keyBy(
                    clicks,
                    click -> Tuple2.of(click.user, click.value),
                    Types.TUPLE(Types.STRING, Types.LONG))
                .keyType())
        .isEqualTo(Types.TUPLE(Types.STRING, Types.LONG));
  }

  @Test
  void operatorsGetUidsFromThatOfTheAggregation() {
    keyed.uid("per-user").window(minutes).aggregate(new Summary()).sinkTo(new DiscardingSink<>());
    keyed
        .uid("running")
        .running(Duration.ofSeconds(1))
        .aggregate(new Summary(), (user, sum, out) -> out.collect(user), Types.STRING)
        .sinkTo(new DiscardingSink<>());

    assertThat(
            environment.getStreamGraph().getStreamNodes().stream()
                .map(StreamNode::getTransformationUID)
                .filter(Objects::nonNull))
        .containsExactlyInAnyOrder(
            "per-user",
            "per-user-send",
            "per-user-place",
            "running",
            "running-send",
            "running-place");
  }

  @Test
  void theSenderIsInOneTaskWithTheSource() {
    assertThat(vertices(keyed.relief(Relief.combine()).window(minutes).aggregate(new Summary())))
        .containsExactlyInAnyOrder(
            "Source: clicks -> send", "skew-aware " + minutes + " -> Sink: Writer");
  }

  @Test
  void placesStandBetweenSendersAndHome() {
    SingleOutputStreamOperator<?> result = keyed.window(minutes).aggregate(new Summary());

    assertThat(vertices(result))
        .containsExactlyInAnyOrder(
            "Source: clicks -> send", "place", "skew-aware " + minutes + " -> Sink: Writer");
  }

  /** There a part of another way than the records' would not be exact. */
  @Test
  void thereAreNoPlacesForSessionsNorForContinuousTriggersNorForOneSubtask() {
    keyed
        .window(EventTimeSessionWindows.withGap(Duration.ofMinutes(1)))
        .aggregate(new Summary())
        .sinkTo(new DiscardingSink<>());
    keyed
        .window(minutes)
        .trigger(ContinuousEventTimeTrigger.of(Duration.ofSeconds(1)))
        .aggregate(new Summary())
        .sinkTo(new DiscardingSink<>());

    assertThat(vertices(keyed.parallelism(1).window(minutes).aggregate(new Summary())))
        .isNotEmpty()
        .noneMatch(vertex -> vertex.contains("place"));
  }

  @Test
  void sendersThatAreToldHotKeysAreATaskOfTheirOwn() {
    DataStream<List<String>> hotKeys =
        environment.fromData(Types.LIST(Types.STRING), List.of("user-1"));

    assertThat(
            vertices(
                keyed
                    .relief(Relief.combine())
                    .hotKeysFrom(hotKeys)
                    .window(minutes)
                    .aggregate(new Summary())))
        .contains("Source: clicks", "send");
  }

  @Test
  void parallelismIsThatOfPlacesAndHome() {
    keyed
        .parallelism(3)
        .window(minutes)
        .sideOutputLateData(new OutputTag<>("late") {})
        .aggregate(new Summary())
        .sinkTo(new DiscardingSink<>());

    assertThat(environment.getStreamGraph().getStreamNodes())
        .filteredOn(node -> !node.getOperatorName().contains("Sink"))
        .extracting(node -> node.getOperatorName() + " " + node.getParallelism())
        .containsExactlyInAnyOrder(
            "Source: clicks 4", "send 4", "place 3", "skew-aware " + minutes + " 3");
  }
}
