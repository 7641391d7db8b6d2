package org.partitioners.examples.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Runs each example and compares what it prints with what it is to show. */
class ExamplesTest {

  private static List<String> lines(Consumer<PrintStream> example) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    example.accept(new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void placeSessionsOnCaches() {
    assertThat(lines(PlaceSessionsOnCaches::run))
        .containsExactly(
            "alice's session is in cache-6",
            "  a copy in cache-6, zone-a",
            "  a copy in cache-1, zone-b",
            "  a copy in cache-5, zone-c",
            "18.1 % of all sessions move",
            "first those with (0008ffffffffffff, 0009ffffffffffff]: cache-5 to cache-9",
            "alice's session is in cache-6");
  }

  @Test
  void divideByRange() {
    assertThat(lines(DivideByRange::run))
        .containsExactly(
            "customer 777 alone would fill 2.1 partitions",
            "customer 777 has the range [777, 780)",
            "customers 300 to 350: partitions [2] of 8");
  }

  @Test
  void followTheHeat() {
    assertThat(lines(FollowTheHeat::run))
        .containsExactly(
            "10 s, SPLIT: [410, ∞) moves from p0 to p1",
            "20 s, SPLIT: [416, ∞) moves from p1 to p2",
            "20 s, SPLIT: [404, 410) moves from p0 to p3",
            "607 s, MERGE: (-∞, 404) moves from p0 to p3",
            "608 s, MERGE: [416, ∞) moves from p2 to p1",
            "658 s, MERGE: (-∞, 410) moves from p3 to p1");
  }

  @Test
  void layOutTimestamps() {
    assertThat(lines(LayOutTimestamps::run))
        .containsExactly(
            "a range a day     now:  1  a sensor's day:  1",
            "ranges of 10 000  now:  1  a sensor's day:  2",
            "hash of the time  now: 16  a sensor's day: 16",
            "hours, 4 salts    now:  4  a sensor's day: 16",
            "sensor, then day  now: 16  a sensor's day:  1");
  }

  @Test
  void saltATimestamp() {
    assertThat(lines(SaltATimestamp::run))
        .containsExactly(
            "by time alone: [0, 0, 0, 0, 0, 0, 60000, 0, 0, 0, 0, 0, 0, 0, 0, 0]",
            "with four salts: [0, 0, 0, 0, 0, 0, 15145, 15137, 14821, 14897, 0, 0, 0, 0, 0, 0]",
            "to read that minute: partitions [6, 7, 8, 9]");
  }

  @Test
  void spreadACelebrity() {
    assertThat(lines(SpreadACelebrity::run))
        .containsExactly(
            "keys kept whole: busiest 3.35 times the mean",
            "growing places: busiest 1.00 times the mean",
            "workers that get posts of the celebrity: 8",
            "workers that get posts of user-1: 1");
  }
}
