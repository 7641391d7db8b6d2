package org.partitioners.jobs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensorGeneratorTest {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final long START = SensorGenerator.START.toEpochMilli();
  private static final Lateness LATENESS = new Lateness(DAY, 60_000);

  @Test
  void aRowDependsOnItsIndexAlone() throws Exception {
    SensorGenerator one = generator(20_000, 0.2);
    SensorGenerator other = copy(generator(20_000, 0.2));

    List<Row> backwards = new ArrayList<>();
    for (int i = 19_999; i >= 0; i--) {
      backwards.add(0, other.row(i));
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(one.row(i)).isEqualTo(backwards.get(i));
    }
    assertThat(rows(new SensorGenerator(20_000, 500, 0.5, 14, 0.2, 8, LATENESS)))
        .isNotEqualTo(backwards);
  }

  @Test
  void withoutLateDataTimeNeverFalls() {
    long before = START;
    for (Row row : rows(generator(50_000, 0))) {
      long time = ((Event) row).timestamp();
      assertThat(time).isBetween(before, START + 14 * DAY - 1);
      before = time;
    }
    assertThat(before).isGreaterThan(START + 13 * DAY + 23 * HOUR);
  }

  @Test
  void followsTheDayAndTheWeek() {
    int events = 400_000;
    long[] byHour = new long[24];
    long[] byDay = new long[7];
    // Ten weeks, so that bursts even out.
    for (Row row : rows(new SensorGenerator(events, 100, 0, 70, 0, 3, LATENESS))) {
      long since = ((Event) row).timestamp() - START;
      byHour[(int) (since % DAY / HOUR)]++;
      byDay[(int) (since / DAY % 7)]++;
    }

    // 3.9 on average over the hours, were there no bursts; they weigh a fifth more or less.
    assertThat((double) byHour[15] / byHour[3]).isBetween(2.8, 5.2);
    assertThat((double) (byDay[0] + byDay[1] + byDay[2] + byDay[3] + byDay[4]) / 5 / byDay[6])
        .isBetween(1.7, 2.3);
    assertThat(byDay[5]).isGreaterThan(byDay[6]);
  }

  @Test
  void hasBursts() {
    int steps = 14 * 144;
    long[] byStep = new long[steps];
    for (Row row : rows(generator(400_000, 0))) {
      byStep[(int) ((((Event) row).timestamp() - START) / TimeProfile.STEP_MILLIS)]++;
    }

    int bursts = 0;
    for (int step = 1; step < steps - 2; step++) {
      // A neighbour's rate differs by little, but for the start of a burst.
      if (byStep[step] > 3 * byStep[step - 1] && byStep[step + 2] * 3 < byStep[step]) {
        bursts++;
      }
    }
    // 336 hours with one chance in 24: 14 with a standard deviation of 3.7.
    assertThat(bursts).isBetween(2, 30);
  }

  @Test
  void somewhatLateRowsFindTheirWindowOpenAndOthersDoNot() {
    List<Row> rows = rows(generator(200_000, 0.1));
    long highWater = Lateness.NONE;
    long outOfOrder = 0;
    long late = 0;
    for (Row row : rows) {
      long watermark = LATENESS.watermark(highWater);
      if (row instanceof Row.Late missed) {
        assertThat(LATENESS.isLate(missed.timestamp(), watermark)).isTrue();
        assertThat(missed.watermark()).isEqualTo(watermark);
        assertThat(missed.file()).isEqualTo("generated");
        late++;
      } else if (row instanceof Event event) {
        assertThat(LATENESS.isLate(event.timestamp(), watermark)).isFalse();
        outOfOrder += event.timestamp() < highWater ? 1 : 0;
        highWater = Math.max(highWater, event.timestamp());
      }
    }

    // A tenth of 200000, with a standard deviation of 134, less the late and the shortly delayed.
    assertThat(outOfOrder + late).isBetween(18_500L, 20_700L);
    assertThat(late).isBetween(10L, 2_000L);
  }

  @Test
  void sensorsFollowTheirDistribution() {
    int events = 200_000;
    long first = 0;
    for (Row row : rows(new SensorGenerator(events, 4, 1, 2, 0, 1, LATENESS))) {
      first += ((Event) row).key().equals("sensor-000001") ? 1 : 0;
    }
    // 0.48 of all, 1 / (1 + 1/2 + 1/3 + 1/4), within five standard deviations.
    assertThat(first / (double) events).isBetween(0.4744, 0.4856);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SensorGenerator(1, 1, 0, 0, 0, 1, LATENESS))
        .withMessage("days: 0 not in [1..366]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SensorGenerator(1, 1, 0, 1, 0.6, 1, LATENESS))
        .withMessage("lateShare: 0.6 not in [0..0.5]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SensorGenerator(1, 0, 0, 1, 0, 1, LATENESS))
        .withMessage("keys: 0 not in [1..1000000000]");
  }

  private static SensorGenerator generator(long events, double lateShare) {
    return new SensorGenerator(events, 500, 0.5, 14, lateShare, 7, LATENESS);
  }

  private static List<Row> rows(RowGenerator generator) {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < generator.events(); i++) {
      rows.add(generator.row(i));
    }
    return rows;
  }

  private static SensorGenerator copy(SensorGenerator generator) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(generator);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (SensorGenerator) in.readObject();
    }
  }
}
