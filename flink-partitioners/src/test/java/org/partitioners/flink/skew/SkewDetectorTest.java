package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.flink.report.ReportTypeInfo;

class SkewDetectorTest {
  private final SkewDetector<String, Integer> detector = SkewDetector.of(String::length);

  private static DataStream<String> words(int maxParallelism) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(3);
    if (maxParallelism > 0) {
      env.setMaxParallelism(maxParallelism);
    }
    return env.fromData("a", "bb").map(word -> word).returns(Types.STRING).setParallelism(2);
  }

  @Test
  void findsTheTypeOfKey() {
    assertThat(detector.detect(words(16)).reports().getType())
        .isEqualTo(new ReportTypeInfo<>(new IntervalReportFormat<>(), Types.INT));
    assertThat(
            SkewDetector.of(String::length, Types.INT).detect(words(16)).subtaskReports().getType())
        .isEqualTo(new ReportTypeInfo<>(new IntervalReportFormat<>(), Types.INT));
  }

  @Test
  void keepsTypeAndParallelismOfTheStream() {
    var detected = detector.detect(words(16));

    assertThat(detected.records().getType()).isEqualTo(Types.STRING);
    assertThat(detected.records().getParallelism()).isEqualTo(2);
    assertThat(detected.reports().getParallelism()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -5, 86_400_000_000_001L})
  void refusesABadInterval(long millis) {
    Duration interval = Duration.ofMillis(millis);
    assertThatThrownBy(() -> detector.every(interval))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval: " + interval + " not in [PT0.001S..PT24000000H]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32_769})
  void refusesABadParallelism(int parallelism) {
    assertThatThrownBy(() -> detector.parallelism(parallelism))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallelism: " + parallelism + " not in [1..32768]");
  }

  @Test
  void refusesMoreSubtasksThanKeyGroups() {
    DataStream<String> words = words(16);
    SkewDetector<String, Integer> wide = detector.parallelism(17);
    assertThatThrownBy(() -> wide.detect(words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallelism: 17 not in [1..16], the job's maximum parallelism");
    // Flink would derive 256 key groups from 200 subtasks, not 128.
    assertThat(detector.parallelism(200).detect(words(0)).reports()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.5, 1e-7})
  void refusesABadShare(double share) {
    assertThatThrownBy(() -> detector.share(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share: " + share + " not in [4.76837158203125E-7..1]");
  }

  @Test
  void refusesArraysAsKeys() {
    DataStream<String> words = words(16);
    SkewDetector<String, String[]> byLetters = SkewDetector.of(word -> word.split("", -1));
    assertThatThrownBy(() -> byLetters.detect(words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "keyType: BasicArrayTypeInfo<String> is no type of key, since arrays equal only"
                + " themselves: let the selector return a string or a list, say");
  }

  @Test
  void refusesNulls() {
    assertThatThrownBy(() -> SkewDetector.of(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("selector");
    assertThatThrownBy(() -> SkewDetector.of(String::length, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("keyType");
  }
}
