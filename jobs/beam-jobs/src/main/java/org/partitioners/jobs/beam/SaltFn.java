package org.partitioners.jobs.beam;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Gives records a salt: cycled through, which is evener than drawing them. Each worker starts
 * elsewhere in the cycle, so that they do not move in step.
 */
final class SaltFn extends DoFn<String, KV<KV<String, Integer>, Long>> {
  /** The salt of keys that are not split. */
  static final int NONE = -1;

  private static final long serialVersionUID = 1L;

  private final HashMap<String, Integer> pieces;
  private final int otherwise;
  private int next;

  private SaltFn(Map<String, Integer> pieces, int otherwise) {
    this.pieces = new HashMap<>(pieces);
    this.otherwise = otherwise;
  }

  /** Salts every key. */
  static SaltFn all(int salts) {
    return new SaltFn(Map.of(), salts);
  }

  /**
   * Salts hot keys alone.
   *
   * @param pieces in how many pieces each is split
   */
  static SaltFn hot(Map<String, Integer> pieces) {
    return new SaltFn(pieces, 0);
  }

  @Setup
  public void setUp() {
    next = Worker.current();
  }

  @ProcessElement
  public void salt(@Element String key, OutputReceiver<KV<KV<String, Integer>, Long>> out) {
    int salts = pieces.getOrDefault(key, otherwise);
    int salt = NONE;
    if (salts > 0) {
      next = next == Integer.MAX_VALUE ? 0 : next + 1;
      salt = next % salts;
    }
    out.output(KV.of(KV.of(key, salt), 1L));
  }
}
