package org.partitioners.flink.window;

import java.io.Serializable;
import java.util.function.ToIntFunction;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Reads plans.
 *
 * @param <K> the type of key
 */
@Internal
@FunctionalInterface
public interface PlanReader<K> extends Serializable {

  /**
   * The place of each key, in [0..places).
   *
   * @param plan as announced
   * @param loader of the job's classes
   * @return null if the plan was made for other places and tells nothing of these
   */
  @Nullable ToIntFunction<K> read(byte[] plan, ClassLoader loader);
}
