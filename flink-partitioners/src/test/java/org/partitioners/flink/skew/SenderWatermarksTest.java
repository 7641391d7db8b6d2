package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SenderWatermarksTest {
  private static final long IDLE = Contribution.Mark.IDLE;

  private final SenderWatermarks marks = new SenderWatermarks(7);

  private long note(int subtask, long watermark) {
    return note(7, subtask, watermark);
  }

  private long note(long incarnation, int subtask, long watermark) {
    marks.note(
        new Contribution.Mark<>(0, new Contribution.Sender(incarnation, subtask, 2), watermark));
    return marks.watermark();
  }

  @Test
  void isTheLeastOfAllSenders() {
    assertThat(note(0, 100)).isEqualTo(Long.MIN_VALUE);
    assertThat(note(1, 90)).isEqualTo(90);
    assertThat(note(1, 120)).isEqualTo(100);
  }

  @Test
  void doesNotWaitForTheIdle() {
    note(0, 100);
    note(1, 90);
    assertThat(note(1, IDLE)).isEqualTo(100);
    assertThat(note(0, 110)).isEqualTo(110);
  }

  @Test
  void waitsForOneThatIsBackBeforeTimeHasMovedOn() {
    note(0, 100);
    note(1, 100);
    note(0, IDLE);
    note(0, 100);
    assertThat(note(1, 120)).isEqualTo(100);
    assertThat(note(0, 115)).isEqualTo(115);
  }

  @Test
  void waitsForOneThatIsBackOnceItHasCaughtUp() {
    note(0, 100);
    note(1, 100);
    note(0, IDLE);
    note(1, 120);
    note(0, 100);
    assertThat(note(1, 130)).isEqualTo(130);
    assertThat(note(0, 130)).isEqualTo(130);
    assertThat(note(1, 140)).isEqualTo(130);
  }

  @Test
  void isTheLatestWhenAllAreIdle() {
    note(0, 100);
    note(1, 90);
    note(0, IDLE);
    assertThat(marks.watermark()).isEqualTo(90);
    assertThat(note(1, IDLE)).isEqualTo(100);
  }

  @Test
  void isTheEndOnceAllHaveEnded() {
    note(0, 100);
    note(1, Long.MAX_VALUE);
    assertThat(marks.watermark()).isEqualTo(100);
    assertThat(note(0, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void heedsNoneOfAnotherIncarnation() {
    assertThat(note(6, 0, 500)).isEqualTo(Long.MIN_VALUE);
    note(6, 1, 500);
    note(0, 100);
    assertThat(note(1, 90)).isEqualTo(90);
  }
}
