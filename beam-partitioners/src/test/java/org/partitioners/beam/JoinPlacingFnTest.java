package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionLoad;

class JoinPlacingFnTest {
  private static final int PLACES = 8;

  @SuppressWarnings("unchecked") // of these windows
  private static final Coder<BoundedWindow> WINDOWS =
      (Coder<BoundedWindow>) (Coder<?>) IntervalWindow.getCoder();

  /** Nine cells on eight places: one is left over, and should fall elsewhere in each window. */
  @Test
  void spreadsLeftoverCellsOverWindows() {
    for (Placement placement :
        List.of(Placement.flinkBatch(PLACES), Placement.flinkStreaming(PLACES, 128))) {
      JoinPlacingFn<String> fn = new JoinPlacingFn<>(StringUtf8Coder.of(), WINDOWS, placement);
      EncodedKey key = EncodedKey.of("celebrity", StringUtf8Coder.of());
      JoinPlan.Grid grid = new JoinPlan.Grid(key, 9, 1, List.of());
      long[] loads = new long[PLACES];
      for (int second = 0; second < 200; second++) {
        BoundedWindow window =
            new IntervalWindow(Instant.ofEpochSecond(second), Duration.standardSeconds(1));
        for (int salt : fn.salts(grid, "celebrity", window)) {
          loads[place(placement, salt, window)]++;
        }
      }
      // 225 cells each, if even; 400 if the ninth cell were on the same place in all windows.
      assertThat(PartitionLoad.of(loads).maxOverMean()).isLessThan(1.08);
    }
  }

  private static int place(Placement placement, int salt, BoundedWindow window) {
    KvCoder<String, Integer> cells = KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of());
    return placement.place(
        EncodedKey.of(KV.of("celebrity", salt), cells).bytes(),
        EncodedKey.of(window, WINDOWS).bytes());
  }
}
