package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.partitioners.jobs.report.LoadOverTime.Sample;

class LoadRecorderTest {
  private final LoadRecorder recorder = new LoadRecorder("count");

  @Test
  void passesOverWhatSaysNothingNew() {
    recorder.read(250, 3, 4);
    recorder.read(500, 3, 4);
    recorder.read(750, 3, 5);
    recorder.read(1000, 3, 5);

    assertThat(recorder.record())
        .isEqualTo(
            new LoadOverTime(
                "count", List.of(Sample.of(0, 0, 0), Sample.of(250, 3, 4), Sample.of(750, 3, 5))));
  }

  @Test
  void theEndMayTurnOutToHaveBeenEarlier() {
    recorder.read(1000, 3, 4);
    recorder.read(2000, 5, 6);
    recorder.read(2250, 5, 7);
    recorder.read(1900, 6, 7);
    assertThat(recorder.record().samples())
        .containsExactly(Sample.of(0, 0, 0), Sample.of(1000, 3, 4), Sample.of(1900, 6, 7));

    recorder.read(1800, 6, 7);
    recorder.read(1800, 6, 8);
    assertThat(recorder.record().samples())
        .containsExactly(Sample.of(0, 0, 0), Sample.of(1000, 3, 4), Sample.of(1800, 6, 8));
  }

  @Test
  void takesCountsThatFollowCloselyForOne() {
    recorder.read(1000, 3, 4);
    recorder.read(1250, 4, 4);
    recorder.read(1499, 4, 5);
    recorder.read(2000, 7, 9);
    assertThat(recorder.record().samples())
        .containsExactly(Sample.of(0, 0, 0), Sample.of(1000, 3, 4), Sample.of(2000, 7, 9));

    recorder.read(2250, 8, 9);
    assertThat(recorder.record().samples())
        .as("the last says what the end was")
        .containsExactly(Sample.of(0, 0, 0), Sample.of(1000, 3, 4), Sample.of(2250, 8, 9));
  }

  @Test
  void beginsWithTheFirstRecord() {
    recorder.read(0, 0, 0);
    recorder.read(250, 0, 0);
    recorder.read(500, 0, 0);
    recorder.read(750, 0, 9);

    assertThat(recorder.record().samples())
        .containsExactly(Sample.of(500, 0, 0), Sample.of(750, 0, 9));
  }

  @Test
  void beginsAnewWithTheStage() {
    recorder.read(250, 3, 4);
    recorder.read(500, 6, 8);
    recorder.read(750, 0, 0);
    recorder.read(1000, 5, 2);
    assertThat(recorder.record().samples())
        .containsExactly(Sample.of(750, 0, 0), Sample.of(1000, 5, 2));

    recorder.read(1250, 6, 1);
    assertThat(recorder.record().samples())
        .containsExactly(Sample.of(0, 0, 0), Sample.of(1250, 6, 1));
  }

  @Property(tries = 100)
  void keepsAFewSamplesOfTheWholeRun(
      @ForAll @IntRange(min = 1, max = 5_000) int readings,
      @ForAll @Size(10) List<@IntRange(min = 1, max = 2_000) Integer> steps) {
    LoadRecorder recorder = new LoadRecorder("count");
    recorder.read(0, 0, 0);
    long millis = 0;
    for (int i = 1; i <= readings; i++) {
      millis += steps.get(i % steps.size());
      recorder.read(millis, i, 2L * i);
    }

    List<Sample> samples = recorder.record().samples();
    assertThat(samples).hasSizeLessThanOrEqualTo(LoadRecorder.MOST_SAMPLES);
    assertThat(samples).hasSizeGreaterThanOrEqualTo((int) Math.min(millis / 2_500, 40));
    assertThat(samples.get(0)).isEqualTo(Sample.of(0, 0, 0));
    assertThat(samples.get(samples.size() - 1))
        .isEqualTo(Sample.of(millis, readings, 2L * readings));
  }

  @Test
  void spacesTheSamplesOfALongRunEvenly() {
    for (int second = 0; second <= 10_000; second++) {
      recorder.read(1000L * second, second, second);
    }

    List<Sample> samples = recorder.record().samples();
    assertThat(samples).hasSizeBetween(100, 200);
    for (int i = 1; i < samples.size(); i++) {
      assertThat(samples.get(i).millis() - samples.get(i - 1).millis()).isLessThan(150_000);
    }
  }

  @Test
  void joinsIntervalsOfFewRecords() {
    LoadOverTime course =
        new LoadOverTime(
            "count",
            List.of(
                Sample.of(0, 0, 0),
                Sample.of(10, 20, 0),
                Sample.of(20, 60, 150),
                Sample.of(30, 260, 250),
                Sample.of(40, 270, 250)));

    assertThat(course.intervals())
        .extracting(interval -> interval.from() + ".." + interval.to() + " " + interval.load())
        .containsExactly("0..20 PartitionLoad[60, 150]", "20..40 PartitionLoad[210, 100]");
    assertThat(course.intervals().get(1).overMean(0)).isEqualTo(210 / 155.0);
    assertThat(new LoadOverTime("count", List.of()).intervals()).isEmpty();
    assertThat(new LoadOverTime("count", course.samples().subList(0, 2)).intervals()).isEmpty();
  }

  @Test
  void refusesSamplesThatCannotFollowEachOther() {
    Sample first = Sample.of(5, 1, 2);
    refuses("samples[1]: at 5 ms, not after 5", first, Sample.of(5, 1, 2));
    refuses("samples[1]: PartitionLoad[2, 1] after PartitionLoad[1, 2]", first, Sample.of(6, 2, 1));
    refuses("samples[1]: PartitionLoad[4] after PartitionLoad[1, 2]", first, Sample.of(6, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sample.of(-1, 1))
        .withMessage("millis: -1 is less than 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LoadRecorder(" "))
        .withMessage("stage: blank");
  }

  private static void refuses(String message, Sample... samples) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LoadOverTime("count", List.of(samples)))
        .withMessage(message);
  }
}
