package org.partitioners.jobs.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.Test;

class PathOrderTest {
  @Test
  void handsFilesOutByPathWhateverTheOrderTheyCameIn() {
    PathOrder order = new PathOrder(List.of(file("c"), file("a"), file("b")));

    assertThat(order.remainingSplits())
        .extracting(FileSourceSplit::splitId)
        .containsExactly("a", "b", "c");
    assertThat(order.getNext("host")).get().extracting(FileSourceSplit::splitId).isEqualTo("a");
    assertThat(order.getNext(null)).get().extracting(FileSourceSplit::splitId).isEqualTo("b");
  }

  @Test
  void aReturnedFileTakesItsPlaceAgain() {
    PathOrder order = new PathOrder(List.of(file("b"), file("c")));

    order.addSplits(List.of(file("a")));

    assertThat(order.remainingSplits())
        .extracting(FileSourceSplit::splitId)
        .containsExactly("a", "b", "c");
  }

  @Test
  void endsEmpty() {
    PathOrder order = new PathOrder(List.of());

    assertThat(order.getNext(null)).isEmpty();
  }

  private static FileSourceSplit file(String name) {
    return new FileSourceSplit(name, new Path("file:///in/" + name + ".csv"), 0, 1, 0, 1);
  }
}
