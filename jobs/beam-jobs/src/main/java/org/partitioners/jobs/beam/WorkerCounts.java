package org.partitioners.jobs.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.VarInt;

/** How often something happened on each worker: mostly on one of them. Not thread-safe. */
final class WorkerCounts {
  static final Coder<WorkerCounts> CODER = new WorkerCountsCoder();

  private int[] workers = new int[1];
  private long[] counts = new long[1];
  private int size;

  /** What to do with a worker's count. */
  interface Action {
    void accept(int worker, long count);
  }

  void add(int worker, long count) {
    for (int i = 0; i < size; i++) {
      if (workers[i] == worker) {
        counts[i] += count;
        return;
      }
    }
    if (size == workers.length) {
      workers = Arrays.copyOf(workers, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    workers[size] = worker;
    counts[size++] = count;
  }

  void addAll(WorkerCounts others) {
    others.forEach(this::add);
  }

  void forEach(Action action) {
    for (int i = 0; i < size; i++) {
      action.accept(workers[i], counts[i]);
    }
  }

  long total() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    return total;
  }

  void clear() {
    size = 0;
  }

  private static final class WorkerCountsCoder extends AtomicCoder<WorkerCounts> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(WorkerCounts value, OutputStream out) throws IOException {
      VarInt.encode(value.size, out);
      for (int i = 0; i < value.size; i++) {
        VarInt.encode(value.workers[i], out);
        VarInt.encode(value.counts[i], out);
      }
    }

    @Override
    public WorkerCounts decode(InputStream in) throws IOException {
      WorkerCounts value = new WorkerCounts();
      for (int i = VarInt.decodeInt(in); i > 0; i--) {
        value.add(VarInt.decodeInt(in), VarInt.decodeLong(in));
      }
      return value;
    }
  }
}
