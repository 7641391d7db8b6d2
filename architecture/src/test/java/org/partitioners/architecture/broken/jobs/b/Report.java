package org.partitioners.architecture.broken.jobs.b;

import org.partitioners.architecture.broken.jobs.a.Job;

/** The other half of a cycle. */
public record Report(Job job) {}
