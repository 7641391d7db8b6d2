package org.partitioners.architecture.broken.beam;

import org.partitioners.architecture.broken.jobs.a.Job;

/** A library knows a job. */
public record Transform(Job job) {}
