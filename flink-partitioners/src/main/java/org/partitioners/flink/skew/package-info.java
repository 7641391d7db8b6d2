/**
 * Relief of hot keys in Flink jobs: the result of {@code keyBy} without its hot spot.
 *
 * <ul>
 *   <li>{@link org.partitioners.flink.skew.SkewAware} aggregates, in windows or not. Records of hot
 *       keys are combined on their way, and the parts meet at the key's home, the place where a
 *       plain {@code keyBy} would have done all of the work. {@link
 *       org.partitioners.flink.skew.Relief} says where they are combined, {@link
 *       org.partitioners.flink.skew.HotKeyRule} which they are.
 *   <li>{@link org.partitioners.flink.skew.SpreadStream} is for work that is not an aggregation: a
 *       keyed process function, with its state and timers, whose records may be worked on in any
 *       order. Records of hot keys spread over several {@linkplain
 *       org.partitioners.flink.skew.KeyPart parts}, each with state and timers of its own.
 *   <li>{@link org.partitioners.flink.skew.SkewDetector} says how skewed a stream is and what to do
 *       about it, while records pass through it unchanged.
 * </ul>
 *
 * <pre>{@code
 * SkewAware.keyBy(clicks, Click::user)                      // instead of clicks.keyBy(Click::user)
 *     .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
 *     .aggregate(new CountClicks());
 * }</pre>
 */
@NullMarked
package org.partitioners.flink.skew;

import org.jspecify.annotations.NullMarked;
