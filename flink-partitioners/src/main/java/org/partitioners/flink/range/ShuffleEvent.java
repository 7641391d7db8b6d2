package org.partitioners.flink.range;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** What subtasks of a shuffle and its coordinator tell each other. */
sealed interface ShuffleEvent extends OperatorEvent {

  /** A subtask that has ended needs no event: that must not fail it. */
  @Override
  default boolean isLossTolerant() {
    return true;
  }

  /** On what occasion a subtask tells of its sample. */
  enum Occasion {
    /** It has many records more than when it told last. */
    MANY,
    /** A checkpoint's barrier passes. */
    BARRIER,
    /** An interval has passed, without checkpoints. */
    CLOCK
  }

  /** What a subtask has sampled since it told last, and of how many records. */
  final class Sampled implements ShuffleEvent {
    private static final long serialVersionUID = 1L;

    private final Occasion occasion;
    private final long records;
    private final byte[] sample;

    Sampled(Occasion occasion, long records, byte[] sample) {
      this.occasion = occasion;
      this.records = records;
      this.sample = sample;
    }

    Occasion occasion() {
      return occasion;
    }

    long records() {
      return records;
    }

    byte[] sample() {
      return sample;
    }

    @Override
    public String toString() {
      return "Sampled[" + occasion + ", " + records + " records]";
    }
  }

  /** A subtask knows the ranges of an epoch, and will go by them from their checkpoint on. */
  record Known(long epoch) implements ShuffleEvent {}

  /** A subtask has no more records to come: nothing need be told to it. */
  record Finished() implements ShuffleEvent {}

  /** Ranges for all subtasks: a {@link RangeMessage}. */
  final class Ranges implements ShuffleEvent {
    private static final long serialVersionUID = 1L;

    private final byte[] message;

    Ranges(byte[] message) {
      this.message = message;
    }

    byte[] message() {
      return message;
    }

    @Override
    public String toString() {
      return "Ranges[" + message.length + " bytes]";
    }
  }

  /** A report for one subtask to hand on. */
  final class Reported implements ShuffleEvent {
    private static final long serialVersionUID = 1L;

    private final byte[] report;

    Reported(byte[] report) {
      this.report = report;
    }

    byte[] report() {
      return report;
    }

    @Override
    public String toString() {
      return "Reported[" + report.length + " bytes]";
    }
  }
}
