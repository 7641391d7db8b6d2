package org.partitioners.jobs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventGeneratorTest {
  /**
   * Two-sided 1e-6 under the normal distribution, for each of some 500 comparisons: 5e-4 in all.
   */
  private static final double SIGMAS = 4.9;

  @Test
  void anEventDependsOnItsIndexAlone() throws Exception {
    EventGenerator one = new EventGenerator(10_000, 1_000_000, 1.2, 0.3, 7);
    EventGenerator other = copy(new EventGenerator(10_000, 1_000_000, 1.2, 0.3, 7));

    for (int i = 9_999; i >= 0; i--) {
      assertThat(other.event(i)).isEqualTo(one.event(i));
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(one.event(i)).isEqualTo(other.event(i));
      assertThat(one.event(i).timestamp()).isEqualTo(1_767_225_600_000L + i);
    }
  }

  @Test
  void keepsTheEventsOfEarlierVersions() throws IOException {
    Properties golden = new Properties();
    try (InputStream in = getClass().getResourceAsStream("event-generator.properties")) {
      golden.load(in);
    }

    assertThat(checksum(new EventGenerator(100_000, 1_000_000, 1.2, 0.3, 42)))
        .isEqualTo(golden.getProperty("zipf-1.2"));
    assertThat(checksum(new EventGenerator(100_000, 50_000_000, 0.8, 0, 1)))
        .isEqualTo(golden.getProperty("zipf-0.8"));
    assertThat(checksum(new EventGenerator(100_000, 10, 0, 0.01, -1)))
        .isEqualTo(golden.getProperty("uniform"));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0, 0.3",
    "1000, 0, 0",
    "1, 1.2, 0.5",
    "1000, 0.5, 0.1",
    "100000, 1, 0",
    "5000, 1.2, 0.3",
    "100000, 2, 0.01",
    "300, 10, 0.2",
    "20, 1.5, 1"
  })
  void followsItsDistribution(int keys, double zipf, double share) {
    int n = 1_000_000;
    EventGenerator generator = new EventGenerator(n, keys, zipf, share, 12345);
    InputSurvey survey = InputSurvey.of(generator, new Lateness(60_000, 0), ProgressListener.NONE);
    double total = 0;
    for (int rank = 1; rank <= keys; rank++) {
      total += Math.pow(rank, -zipf);
    }

    assertWithin(survey.count("celebrity"), n, share);
    long seen = survey.count("celebrity");
    for (int first = 1; first <= keys; first += Math.max(1, first / 10)) {
      // Single ranks at the head, then bands of ranks of a tenth.
      int end = Math.min(keys + 1, first + Math.max(1, first / 10));
      double probability = 0;
      long count = 0;
      for (int rank = first; rank < end; rank++) {
        probability += (1 - share) * Math.pow(rank, -zipf) / total;
        count += survey.count(String.format("key-%06d", rank));
      }
      assertWithin(count, n, probability);
      seen += count;
    }
    assertThat(seen).isEqualTo(n);
  }

  @Test
  void namesKeysByRankWithAsManyDigitsAsTheyNeed() {
    EventGenerator wide = new EventGenerator(1000, 1_000_000_000, 0, 0, 3);

    for (int i = 0; i < 1000; i++) {
      assertThat(wide.event(i).key()).matches("key-[0-9]{10}");
      assertThat(Long.parseLong(wide.event(i).key().substring(4))).isBetween(1L, 1_000_000_000L);
    }
    assertThat(new EventGenerator(1, 1, 0, 0, 3).event(0).key()).isEqualTo("key-000001");
  }

  @Test
  void anotherSeedGivesOtherEvents() {
    EventGenerator one = new EventGenerator(1000, 1_000_000, 0, 0, 1);
    EventGenerator two = new EventGenerator(1000, 1_000_000, 0, 0, 2);

    int same = 0;
    for (int i = 0; i < 1000; i++) {
      same += one.event(i).equals(two.event(i)) ? 1 : 0;
    }
    // Expected 0.001; five or more have a probability below 1e-17.
    assertThat(same).isLessThan(5);
  }

  @Test
  void theCelebrityChangesAtEqualDistances() throws Exception {
    EventGenerator one = new EventGenerator(10_001, 1000, 1, 0.5, 9);
    EventGenerator moving = one.withCelebrityChanges(3);
    EventGenerator sent = copy(moving);
    List<String> celebrities = List.of("celebrity", "celebrity-02", "celebrity-03", "celebrity-04");

    int[] turns = new int[4];
    for (int i = 0; i < 10_001; i++) {
      String expected = one.event(i).key();
      if (expected.equals("celebrity")) {
        int turn = i < 2501 ? 0 : i < 5001 ? 1 : i < 7501 ? 2 : 3;
        expected = celebrities.get(turn);
        turns[turn]++;
      }
      assertThat(moving.event(i)).isEqualTo(new Event(expected, one.event(i).timestamp()));
      assertThat(sent.event(i)).isEqualTo(moving.event(i));
    }
    for (int turn : turns) {
      assertWithin(turn, 2500, 0.5);
    }
    assertThat(sent.celebrityChanges()).isEqualTo(3);
  }

  @Test
  void withoutChangesTheEventsAreTheSame() {
    EventGenerator generator = new EventGenerator(100_000, 1_000_000, 1.2, 0.3, 42);
    assertThat(checksum(generator.withCelebrityChanges(2).withCelebrityChanges(0)))
        .isEqualTo(checksum(generator));
  }

  @Test
  void theLastEventOfTheLongestRunHasTheLastCelebrity() {
    long most = 100_000_000_000_000L;
    EventGenerator generator = new EventGenerator(most, 1, 0, 1, 0).withCelebrityChanges(1000);
    assertThat(generator.event(most - 1).key()).isEqualTo("celebrity-1001");
    assertThat(generator.event(0).key()).isEqualTo("celebrity");
    EventGenerator eleven = new EventGenerator(11, 1, 0, 1, 0).withCelebrityChanges(10);
    assertThat(eleven.event(8).key()).isEqualTo("celebrity-09");
    assertThat(eleven.event(9).key()).isEqualTo("celebrity-10");
  }

  @Test
  void refusesParametersOutOfRange() {
    assertRefused(
        () -> new EventGenerator(-1, 1, 0, 0, 0), "events: -1 not in [0..100000000000000]");
    assertRefused(() -> new EventGenerator(1, 0, 0, 0, 0), "keys: 0 not in [1..1000000000]");
    assertRefused(() -> new EventGenerator(1, 1, -0.1, 0, 0), "zipf: -0.1 not in [0..10]");
    assertRefused(() -> new EventGenerator(1, 1, Double.NaN, 0, 0), "zipf: NaN not in [0..10]");
    assertRefused(() -> new EventGenerator(1, 1, 0, 1.5, 0), "celebrityShare: 1.5 not in [0..1]");
    EventGenerator generator = new EventGenerator(5, 1, 0, 0, 0);
    assertRefused(
        () -> generator.withCelebrityChanges(-1), "celebrityChanges: -1 not in [0..1000]");
    assertRefused(
        () -> generator.withCelebrityChanges(1001), "celebrityChanges: 1001 not in [0..1000]");
    for (long index : new long[] {-1, 5}) {
      assertThatThrownBy(() -> generator.event(index))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("index: " + index + " not in [0..5)");
    }
  }

  private static void assertRefused(Runnable action, String message) {
    assertThatThrownBy(action::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static void assertWithin(long count, int n, double probability) {
    double deviation = Math.sqrt(n * probability * (1 - probability));
    // The half event more is the continuity correction; rare bands have a longer tail.
    double allowed = SIGMAS * deviation + 0.5 + (deviation < 10 ? 6 : 0);
    assertThat((double) count).isBetween(n * probability - allowed, n * probability + allowed);
  }

  private static String checksum(EventGenerator generator) {
    CRC32 crc = new CRC32();
    for (long i = 0; i < generator.events(); i++) {
      Event event = generator.event(i);
      crc.update((event.key() + "," + event.timestamp() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Long.toHexString(crc.getValue());
  }

  private static EventGenerator copy(EventGenerator generator) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(generator);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (EventGenerator) in.readObject();
    }
  }
}
