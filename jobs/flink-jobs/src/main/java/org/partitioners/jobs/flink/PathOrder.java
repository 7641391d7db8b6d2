package org.partitioners.jobs.flink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.FileSplitAssigner;
import org.jspecify.annotations.Nullable;

/**
 * Hands files out in path order, so that each reader's files follow one another in the input's own
 * order. With that, a reader's watermark never runs ahead of what {@link
 * org.partitioners.jobs.events.Lateness} says of its next file, and no row that the reader accepts
 * is late for a window.
 */
final class PathOrder implements FileSplitAssigner {
  private final PriorityQueue<FileSourceSplit> splits =
      new PriorityQueue<>(Comparator.comparing(split -> split.path().toString()));

  PathOrder(Collection<FileSourceSplit> splits) {
    this.splits.addAll(splits);
  }

  @Override
  public Optional<FileSourceSplit> getNext(@Nullable String hostname) {
    return Optional.ofNullable(splits.poll());
  }

  @Override
  public void addSplits(Collection<FileSourceSplit> returned) {
    splits.addAll(returned);
  }

  @Override
  public Collection<FileSourceSplit> remainingSplits() {
    List<FileSourceSplit> remaining = new ArrayList<>(splits);
    remaining.sort(splits.comparator());
    return remaining;
  }
}
