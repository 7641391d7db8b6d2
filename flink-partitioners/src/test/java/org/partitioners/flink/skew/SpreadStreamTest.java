package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

/** What is made of a stream, before a job runs. */
class SpreadStreamTest {

  @Test
  void anUnsetMaxParallelismIsRefused() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Sale> sales = sales(env);
    assertThatThrownBy(() -> SpreadStream.of(sales, Sale::shop))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "maxParallelism of the environment: unset: parts of keys are numbered by key group, so"
                + " call env.setMaxParallelism with a value in [1..32768], such as 128, and keep"
                + " it");
  }

  @Test
  void typesAreInferredOrAskedFor() {
    DataStream<Sale> sales = sales(environment());
    assertThat(
            SpreadStream.of(sales, Sale::shop)
                .process(new SumPerMinute<KeyPart<String>>())
                .merge(new TotalAtTheEnd())
                .getType())
        .isEqualTo(Types.POJO(Sum.class));

    KeySelector<Sale, Tuple2<String, Long>> generic = sale -> Tuple2.of(sale.shop(), sale.time());
    assertThatThrownBy(() -> SpreadStream.of(sales, generic))
        .isInstanceOf(InvalidTypesException.class);
    assertThat(
            SpreadStream.of(sales, generic, Types.TUPLE(Types.STRING, Types.LONG))
                .process(new SumPerMinute<KeyPart<Tuple2<String, Long>>>(), Types.POJO(Sum.class))
                .fold(Sum::plus)
                .getType())
        .isEqualTo(Types.POJO(Sum.class));
  }

  /** Anonymous classes hold on to this test, which cannot be serialized, unless cleaned. */
  @Test
  @SuppressWarnings({"Convert2Lambda", "UnnecessaryAnonymousClass"})
  void closuresAreCleaned() {
    KeySelector<Sale, String> selector =
        new KeySelector<>() {
          @Override
          public String getKey(Sale sale) {
            return sale.shop();
          }
        };
    KeyedProcessFunction<KeyPart<String>, Sale, Sum> function =
        new KeyedProcessFunction<>() {
          @Override
          public void processElement(Sale sale, Context context, Collector<Sum> out) {
            out.collect(new Sum(sale.shop(), sale.time(), sale.value()));
          }
        };
    ReduceFunction<Sum> reduce =
        new ReduceFunction<>() {
          @Override
          public Sum reduce(Sum a, Sum b) {
            return a.plus(b);
          }
        };

    KeyedProcessFunction<String, Sum, Sum> merge =
        new KeyedProcessFunction<>() {
          @Override
          public void processElement(Sum sum, Context context, Collector<Sum> out) {
            out.collect(sum);
          }
        };

    StreamExecutionEnvironment env = environment();
    PartStream<String, Sum> parts =
        SpreadStream.of(sales(env), selector).process(function, Types.POJO(Sum.class));
    parts.fold(reduce).sinkTo(new DiscardingSink<>());
    parts.merge(merge, Types.POJO(Sum.class)).sinkTo(new DiscardingSink<>());
    assertThat(env.getStreamGraph().getJobGraph().getVertices()).hasSize(4);
  }

  @Test
  void theRouterRunsInTheSenders() {
    StreamExecutionEnvironment env = environment();
    SpreadStream.of(sales(env).map(sale -> sale).returns(Sale.class).setParallelism(2), Sale::shop)
        .process(new SumPerMinute<KeyPart<String>>())
        .uid("parts of sums")
        .name("sums")
        .fold(Sum::plus)
        .sinkTo(new DiscardingSink<>());

    List<String> vertices = new ArrayList<>();
    for (JobVertex vertex : env.getStreamGraph().getJobGraph().getVertices()) {
      vertices.add(vertex.getName() + " " + vertex.getParallelism());
    }
    assertThat(vertices)
        .containsExactlyInAnyOrder(
            "Source: Collection Source 1", "Map -> route 2", "sums 4", "fold -> Sink: Writer 4");
  }

  @Test
  void aJobWithoutGeneratedUidsCanBeMade() {
    StreamExecutionEnvironment env = environment();
    env.configure(new Configuration().set(PipelineOptions.AUTO_GENERATE_UIDS, false));
    SingleOutputStreamOperator<Sale> sales =
        env.fromData(new Sale("a", 1, 1)).uid("sales").setParallelism(1);
    SpreadStream.of(sales, Sale::shop)
        .process(new SumPerMinute<KeyPart<String>>())
        .uid("parts")
        .fold(Sum::plus)
        .uid("home")
        .sinkTo(new DiscardingSink<>())
        .uid("sink");

    assertThat(env.getStreamGraph().getJobGraph().getVertices()).hasSize(3);
  }

  @Test
  void partsAndHomeHaveTheMaxParallelismThatPartsAreNumberedBy() {
    StreamExecutionEnvironment env = environment();
    PartStream<String, Sum> parts =
        SpreadStream.of(sales(env), Sale::shop).process(new SumPerMinute<KeyPart<String>>());
    env.setMaxParallelism(64);
    SingleOutputStreamOperator<Sum> sums = parts.fold(Sum::plus);
    assertThat(sums.getTransformation().getMaxParallelism()).isEqualTo(128);
    sums.sinkTo(new DiscardingSink<>());
    assertThat(env.getStreamGraph().getJobGraph().getVertices())
        .filteredOn(vertex -> vertex.getName().equals("parts"))
        .singleElement()
        .returns(128, JobVertex::getMaxParallelism);
  }

  private static StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(4);
    env.setMaxParallelism(128);
    return env;
  }

  private static DataStream<Sale> sales(StreamExecutionEnvironment env) {
    return env.fromData(new Sale("a", 1, 1), new Sale("b", 2, 2));
  }
}
