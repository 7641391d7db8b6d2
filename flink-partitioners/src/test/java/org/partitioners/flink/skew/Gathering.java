package org.partitioners.flink.skew;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.AggregateFunction;

/** Gathers the records themselves, so that none is lost, doubled or misplaced unseen. */
final class Gathering implements AggregateFunction<Integer, List<Integer>, List<Integer>> {
  private static final long serialVersionUID = 1L;

  @Override
  public List<Integer> createAccumulator() {
    return new ArrayList<>();
  }

  @Override
  public List<Integer> add(Integer record, List<Integer> gathered) {
    gathered.add(record);
    return gathered;
  }

  @Override
  public List<Integer> getResult(List<Integer> gathered) {
    return gathered.stream().sorted().toList();
  }

  @Override
  public List<Integer> merge(List<Integer> one, List<Integer> other) {
    one.addAll(other);
    return one;
  }
}
