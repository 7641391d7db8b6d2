package org.partitioners.jobs.beam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerTest {
  @Test
  void isFlinksSubtask() {
    assertThat(Worker.of("CHAIN GroupReduce (GroupReduce at Count (v2)) -> FlatMap (3/8)#0", 71))
        .isEqualTo(2);
  }

  @Test
  void isSparksTask() {
    assertThat(Worker.of("Executor task launch worker for task 5.1 in stage 12.0 (TID 40)", 71))
        .isEqualTo(5);
  }

  @Test
  void isElsewhereTheThread() {
    assertThat(Worker.of("direct-runner-worker", 71)).isEqualTo(71);
  }

  @Test
  void followsTheNameOfItsThread() throws InterruptedException {
    int[] seen = new int[2];
    Thread thread =
        new Thread(
            () -> {
              seen[0] = Worker.current();
              Thread.currentThread().setName("Map (2/4)#0");
              seen[1] = Worker.current();
            },
            "Map (1/4)#0");
    thread.start();
    thread.join();

    assertThat(seen).containsExactly(0, 1);
  }
}
