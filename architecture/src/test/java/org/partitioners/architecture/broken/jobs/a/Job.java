package org.partitioners.architecture.broken.jobs.a;

import org.partitioners.architecture.broken.jobs.b.Report;

/** One half of a cycle. */
public record Job(Report report) {}
