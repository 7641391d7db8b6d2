package org.partitioners.jobs.layout;

import java.util.List;

/**
 * Which partition holds what, of all events that a run has kept: {@code partitions.json}.
 *
 * @param strategy the strategy that laid them out
 * @param order the order of the events in each file
 * @param partitions the partitions that hold events
 */
public record PartitionList(String strategy, RunOrder order, List<Partition> partitions) {

  /**
   * A partition.
   *
   * @param name its name, and its folder below that of all events
   * @param subtask the subtask that wrote it
   * @param contents what it can hold
   * @param files its files, by first timestamp; at least one
   */
  public record Partition(String name, int subtask, Contents contents, List<DataFile> files) {
    public Partition {
      files = List.copyOf(files);
    }
  }

  public PartitionList {
    partitions = List.copyOf(partitions);
  }

  /** This list as indented JSON, ending in a line feed. */
  public String toJson() {
    return PartitionListJson.write(this);
  }
}
