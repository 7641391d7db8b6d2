package org.partitioners.jobs.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.VarInt;

/**
 * A count of records that remembers on which worker each was counted, and where parts of it were
 * brought together. A runner may combine wherever it likes, and has metrics for functions but none
 * inside a combiner; what travels with the accumulator is exact on any runner, retries included.
 * Not thread-safe.
 */
final class Tally {
  static final Coder<Tally> CODER = new TallyCoder();

  private final WorkerCounts added;
  private final WorkerCounts merged;
  private long parts;

  Tally() {
    this(new WorkerCounts(), new WorkerCounts(), 0);
  }

  private Tally(WorkerCounts added, WorkerCounts merged, long parts) {
    this.added = added;
    this.merged = merged;
    this.parts = parts;
  }

  /** Counts a record on a worker. */
  void add(int worker) {
    added.add(worker, 1);
    parts = Math.max(1, parts);
  }

  /** Takes a part in. */
  void merge(Tally part) {
    added.addAll(part.added);
    merged.addAll(part.merged);
    parts += part.parts;
  }

  /** Says that all parts have come together on a worker, and are one from now on. */
  Tally completedOn(int worker) {
    Tally whole = new Tally();
    whole.merge(this);
    if (parts > 0) {
      whole.merged.add(worker, parts);
      whole.parts = 1;
    }
    return whole;
  }

  /** How many records there were. */
  long count() {
    return added.total();
  }

  /** On which workers they were counted. */
  WorkerCounts added() {
    return added;
  }

  /** On which workers parts have come together. */
  WorkerCounts merged() {
    return merged;
  }

  private static final class TallyCoder extends AtomicCoder<Tally> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Tally value, OutputStream out) throws IOException {
      WorkerCounts.CODER.encode(value.added, out);
      WorkerCounts.CODER.encode(value.merged, out);
      VarInt.encode(value.parts, out);
    }

    @Override
    public Tally decode(InputStream in) throws IOException {
      return new Tally(
          WorkerCounts.CODER.decode(in), WorkerCounts.CODER.decode(in), VarInt.decodeLong(in));
    }
  }
}
