package org.partitioners.map;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.partitioners.Described;
import org.partitioners.Description;

/**
 * Where partitions lie: a template for all, in which {@code {}} stands for the partition's number,
 * and the paths of those that lie elsewhere or in several places. So a million regular partitions
 * take no more room than one.
 *
 * <p>Paths are relative to the folder of the data set: segments between slashes, none empty, {@code
 * .} or {@code ..}, and without colon or backslash. Immutable and thread-safe.
 *
 * @param numPartitions how many, at least 1
 * @param template such as {@code partition={}}, with {@code {}} once
 * @param others the paths of partitions that the template does not give, each at least one path
 */
@SuppressWarnings("serial") // The map and the lists in it are copies of serializable types.
public record PartitionLocations(
    int numPartitions, String template, SortedMap<Integer, List<String>> others)
    implements Described, Serializable {

  /** The template where none is given. */
  public static final String DEFAULT_TEMPLATE = "partition={}";

  private static final String NUMBER = "{}";

  /** Checks the paths, and copies them. */
  public PartitionLocations {
    if (numPartitions < 1) {
      throw new IllegalArgumentException(
          "numPartitions: " + numPartitions + " not in [1.." + Integer.MAX_VALUE + "]");
    }
    int at = template.indexOf(NUMBER);
    if (at < 0 || template.indexOf(NUMBER, at + 1) >= 0) {
      throw new IllegalArgumentException("template: " + template + " has not {} just once");
    }
    if (!isRelative(template)) {
      throw notRelative("template", template);
    }
    SortedMap<Integer, List<String>> copy = new TreeMap<>(others);
    for (Map.Entry<Integer, List<String>> entry : copy.entrySet()) {
      Objects.checkIndex(entry.getKey(), numPartitions);
      entry.setValue(List.copyOf(entry.getValue()));
      if (entry.getValue().isEmpty()) {
        throw new IllegalArgumentException(
            "others[" + entry.getKey() + "]: no path; a partition lies somewhere, though empty");
      }
      for (String path : entry.getValue()) {
        if (!isRelative(path)) {
          throw notRelative("others[" + entry.getKey() + "]", path);
        }
      }
    }
    others = Collections.unmodifiableSortedMap(copy);
  }

  /** All by a template. */
  public static PartitionLocations of(String template, int numPartitions) {
    return new PartitionLocations(numPartitions, template, Collections.emptySortedMap());
  }

  /** All by the template {@value #DEFAULT_TEMPLATE}. */
  public static PartitionLocations numbered(int numPartitions) {
    return of(DEFAULT_TEMPLATE, numPartitions);
  }

  /** Each in one place of its own, partition 0 first. */
  public static PartitionLocations listed(List<String> paths) {
    SortedMap<Integer, List<String>> others = new TreeMap<>();
    for (String path : paths) {
      others.put(others.size(), List.of(path));
    }
    return new PartitionLocations(paths.size(), DEFAULT_TEMPLATE, others);
  }

  /** With one partition in other places. */
  public PartitionLocations with(int partition, String... paths) {
    SortedMap<Integer, List<String>> more = new TreeMap<>(others);
    more.put(partition, List.of(paths));
    return new PartitionLocations(numPartitions, template, more);
  }

  /**
   * The paths of a partition, at least one.
   *
   * @throws IndexOutOfBoundsException if there is no such partition
   */
  public List<String> of(int partition) {
    Objects.checkIndex(partition, numPartitions);
    List<String> other = others.get(partition);
    return other != null ? other : List.of(template.replace(NUMBER, Integer.toString(partition)));
  }

  private static boolean isRelative(String path) {
    boolean isRelative = true;
    int start = 0;
    for (int i = 0; i <= path.length(); i++) {
      char c = i < path.length() ? path.charAt(i) : '/';
      if (c == '/') {
        isRelative &= isSegment(path.substring(start, i));
        start = i + 1;
      } else {
        isRelative &= c != ':' && c != '\\';
      }
    }
    return isRelative;
  }

  private static IllegalArgumentException notRelative(String name, String path) {
    return new IllegalArgumentException(
        name
            + ": \""
            + path
            + "\" is not a relative path: segments between slashes, not empty, . or .., without"
            + " colon or backslash");
  }

  private static boolean isSegment(String segment) {
    return !segment.isBlank() && !segment.equals(".") && !segment.equals("..");
  }

  @Override
  public Description description() {
    return Description.of("locations")
        .with("partitions", numPartitions)
        .with("template", template)
        .with(
            "others",
            Description.of("paths")
                .with("partitions", others.keySet().stream().map(Integer::longValue).toList())
                .with("paths", List.copyOf(others.values())));
  }

  /**
   * The value that was {@linkplain #description() described}.
   *
   * @throws IllegalArgumentException if a part is missing, is not known or is out of range
   */
  public static PartitionLocations described(Description description) {
    description.requireParts("partitions", "template", "others");
    Description others = description.description("others").requireParts("partitions", "paths");
    int[] partitions = others.integers("partitions");
    List<List<String>> paths = others.textLists("paths");
    SortedMap<Integer, List<String>> byPartition = new TreeMap<>();
    for (int i = 0; i < partitions.length && i < paths.size(); i++) {
      byPartition.put(partitions[i], paths.get(i));
    }
    if (partitions.length != paths.size() || byPartition.size() != paths.size()) {
      throw new IllegalArgumentException(
          "others: "
              + partitions.length
              + " partitions and "
              + paths.size()
              + " lists of paths; name each partition once and give it one list");
    }
    return new PartitionLocations(
        description.integer("partitions"), description.text("template"), byPartition);
  }
}
