/**
 * Keys too hot for one place.
 *
 * <p>No partitioner that keeps keys whole can be even once one key carries more than a partition's
 * fair share. {@link org.partitioners.skew.HotKeys} says from which share on a key is worth
 * splitting, and {@link org.partitioners.skew.SaltingPlan} splits such keys into pieces and says
 * where each piece goes; the pieces' partial results meet again at the key's home. Cold keys go
 * home straight.
 *
 * <pre>{@code
 * SaltingPlan<String> plan = SaltingPlan.balanced(hotCounts, coldLoad);
 * KeySplit split = plan.split(key);
 * int place = split == null ? home.partition(key) : split.salt(n++);
 * }</pre>
 *
 * <p>Where counts are not known beforehand, a {@link org.partitioners.skew.Grouping} decides record
 * by record; {@link org.partitioners.skew.Groupings#growing(int)} is the one to take. {@link
 * org.partitioners.skew.HeavyHitters} names the hot keys, {@link
 * org.partitioners.skew.HotKeyTracker} tells them record by record, and a {@link
 * org.partitioners.skew.SkewSketch} sums up a stream's keys, whose {@link
 * org.partitioners.skew.SkewReport} says how skewed they are and what would help. Few keys that are
 * all known are placed by {@link org.partitioners.skew.BalancedKeys}.
 */
@NullMarked
package org.partitioners.skew;

import org.jspecify.annotations.NullMarked;
