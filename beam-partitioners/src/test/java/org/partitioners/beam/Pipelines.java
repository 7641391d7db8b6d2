package org.partitioners.beam;

import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.testing.TestPipeline;

/** Pipelines on the Direct runner that fail if an assertion of theirs was never reached. */
final class Pipelines {
  private Pipelines() {}

  static TestPipeline create() {
    // JUnit 5 knows no rules; run() is called by each test.
    DirectOptions options = TestPipeline.testingPipelineOptions().as(DirectOptions.class);
    options.setTargetParallelism(2);
    return TestPipeline.fromOptions(options).enableAbandonedNodeEnforcement(false);
  }
}
