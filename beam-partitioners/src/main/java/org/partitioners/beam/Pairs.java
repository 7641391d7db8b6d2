package org.partitioners.beam;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.WindowingStrategy;

/** What transforms ask of a collection of pairs. */
final class Pairs {
  private Pairs() {}

  static <K, V> KvCoder<K, V> coder(PCollection<KV<K, V>> input) {
    if (!(input.getCoder() instanceof KvCoder<K, V> coder)) {
      throw new IllegalArgumentException(
          "input: its coder " + input.getCoder() + " is no KvCoder; set one");
    }
    checkDeterministic(coder.getKeyCoder());
    return coder;
  }

  static void checkDeterministic(Coder<?> keyCoder) {
    try {
      keyCoder.verifyDeterministic();
    } catch (Coder.NonDeterministicException e) {
      throw new IllegalArgumentException(
          "input: the coder of its keys " + keyCoder + " must be deterministic", e);
    }
  }

  /**
   * Refuses windows that merge and triggers that count, under which parts of a key would not be
   * treated as the key.
   */
  static void checkKeysMaySplit(PCollection<?> input, String instead) {
    WindowingStrategy<?, ?> windowing = input.getWindowingStrategy();
    if (windowing.needsMerge()) {
      throw new IllegalArgumentException(
          "windows: "
              + windowing.getWindowFn()
              + " merge, so what belongs together is not known in the sender; use "
              + instead
              + ", or windows that do not merge");
    }
    checkTrigger(windowing.getTrigger(), instead);
  }

  private static void checkTrigger(Trigger trigger, String instead) {
    if (trigger instanceof AfterPane afterPane && afterPane.getElementCount() > 1) {
      throw new IllegalArgumentException(
          "trigger: "
              + trigger
              + " counts elements, of which it would not see each; use "
              + instead
              + ", or a trigger by time");
    }
    if (trigger.subTriggers() != null) {
      trigger.subTriggers().forEach(sub -> checkTrigger(sub, instead));
    }
  }
}
