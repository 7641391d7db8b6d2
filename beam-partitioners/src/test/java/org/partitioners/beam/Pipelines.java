package org.partitioners.beam;

import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.testing.TestPipeline;

/** Pipelines on the Direct runner that fail if an assertion of theirs was never reached. */
final class Pipelines {
  private Pipelines() {}

  /** For many elements: does not check that functions leave each as it is, which takes long. */
  static TestPipeline trusting() {
    TestPipeline pipeline = create();
    pipeline.getOptions().as(DirectOptions.class).setEnforceImmutability(false);
    return pipeline;
  }

  static TestPipeline create() {
    // JUnit 5 knows no rules; run() is called by each test.
    DirectOptions options = TestPipeline.testingPipelineOptions().as(DirectOptions.class);
    options.setTargetParallelism(2);
    return TestPipeline.fromOptions(options).enableAbandonedNodeEnforcement(false);
  }
}
