package org.partitioners.benchmarks.contenders;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;
import org.partitioners.skew.Grouping;
import org.partitioners.skew.Groupings;

/**
 * Decides message by message where a stream's messages go.
 *
 * @param factory makes one for a number of places; it may keep count of what it has seen
 */
public record Router(String name, Origin origin, IntFunction<ToIntFunction<String>> factory) {

  private static final KeyHasher<String> HASHER = KeyHashers.strings();

  /** All of them: a line enters one. */
  public static final List<Router> ALL =
      List.of(
          new Router(
              "Flink key group",
              Origin.LIBRARY,
              places -> {
                int groups = KeyGroupRangeAssignment.computeDefaultMaxParallelism(places);
                return key -> KeyGroupRangeAssignment.assignToKeyGroup(key, groups);
              }),
          new Router(KeyHash.BARE, Origin.OURS, places -> key -> (int) HASHER.hash(key)),
          grouping("partial key grouping", Groupings::partialKey),
          grouping("D-Choices", Groupings::dChoices),
          grouping("W-Choices", Groupings::wChoices),
          grouping("growing places", Groupings::growing));

  private static Router grouping(String name, IntFunction<Grouping> factory) {
    return new Router(
        name,
        Origin.OURS,
        places -> {
          Grouping grouping = factory.apply(places);
          return key -> grouping.place(HASHER.hash(key));
        });
  }

  /** The one of that name. */
  public static Router named(String name) {
    return ALL.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  /** One that has seen nothing yet. */
  public ToIntFunction<String> over(int places) {
    return factory.apply(places);
  }
}
