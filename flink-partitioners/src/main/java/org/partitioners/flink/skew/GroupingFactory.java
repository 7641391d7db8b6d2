package org.partitioners.flink.skew;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.partitioners.skew.Grouping;

/**
 * Makes the {@link Grouping} of one sending subtask, such as {@code Groupings::growing}. Called
 * once in each subtask, again after each restart.
 */
@PublicEvolving
@FunctionalInterface
public interface GroupingFactory extends Serializable {

  /**
   * A new grouping, shared with no one.
   *
   * @param numPlaces how many subtasks there are to choose from, which has to be the grouping's
   *     number of places
   */
  Grouping grouping(int numPlaces);
}
