package org.partitioners.jobs.layout;

/** A line of a file that a job has kept: what it says, and how. */
public interface DataLine {

  /** The line, without its end. */
  String text();
}
