package org.partitioners.examples.flink;

import java.util.Collection;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.testutils.junit.SharedReference;

/** Writes into a thread-safe collection of the test's JVM. */
record CollectingSink<T>(SharedReference<? extends Collection<T>> results) implements Sink<T> {

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new SinkWriter<>() {
      @Override
      public void write(T element, Context context) {
        results.get().add(element);
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
