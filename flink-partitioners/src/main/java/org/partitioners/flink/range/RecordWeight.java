package org.partitioners.flink.range;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What a record weighs, when ranges are to be even in something else than the number of records:
 * its bytes, say.
 *
 * @param <T> the type of record
 */
@PublicEvolving
@FunctionalInterface
public interface RecordWeight<T> extends Serializable {

  /** The weight, not negative; a record of weight 0 does not count. */
  long of(T record);
}
