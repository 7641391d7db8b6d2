package org.partitioners.jobs.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.layout.Layout;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.layout.LayoutSurvey;
import org.partitioners.jobs.layout.PartitionMap;
import org.partitioners.jobs.layout.Query;
import org.partitioners.jobs.layout.QueryReader;
import org.partitioners.jobs.layout.Questions;
import org.partitioners.jobs.layout.TimeSlices;
import org.partitioners.jobs.report.QueryCost;
import org.partitioners.jobs.report.RunReport;

/**
 * The input of the timestamp job with what its layouts must know, and the check of each run: the
 * files hold exactly the input's events, each in its partition and in order, and every strategy
 * answers the same queries alike.
 */
public final class SurveyedLayouts implements JobRuns.Check<LayoutStrategy> {
  private final TimestampOptions options;
  private final SurveyedInput input;
  private final LayoutSurvey layouts;
  private final TimeSlices slices;
  private final Questions questions;

  private SurveyedLayouts(TimestampOptions options, SurveyedInput input, LayoutSurvey layouts) {
    this.options = options;
    this.input = input;
    this.layouts = layouts;
    this.slices = layouts.slices();
    this.questions = Questions.about(slices, input.survey().busiestKey());
  }

  /** Reads the input once. */
  public static SurveyedLayouts read(TimestampOptions options, ProgressLine progress) {
    LayoutSurvey layouts = new LayoutSurvey(options.parallelism());
    SurveyedInput input = SurveyedInput.read(options.input(), progress, layouts);
    if (input.survey().accepted() == 0) {
      throw new JobFailure("--input: holds no events; there is nothing to lay out");
    }
    return new SurveyedLayouts(options, input, layouts);
  }

  /** What was read. */
  public SurveyedInput input() {
    return input;
  }

  /** The settings that a report shows, and what its queries are about. */
  public Map<String, String> shown() {
    Map<String, String> shown = options.shown();
    shown.put("queries about", questions.subject());
    return shown;
  }

  /** Where a strategy keeps the events. */
  public Layout layout(LayoutStrategy strategy) {
    try {
      return layouts.layout(strategy, options.salts());
    } catch (IllegalArgumentException tooLong) {
      throw JobFailure.because("--input", tooLong);
    }
  }

  @Override
  public RunReport check(LayoutStrategy strategy, RunOutcome outcome) {
    InputSurvey survey = input.survey();
    OutputFolder output = options.output();
    WrittenEvents written =
        WrittenEvents.read(
            output.files(),
            output.events(strategy.toString()),
            layout(strategy),
            slices,
            questions.queries(),
            options.parallelism());
    SurveyedInput.verify(strategy + ": events in events/", written.events(), survey.accepted());
    if (written.digest() != layouts.digest()) {
      throw new JobFailure(strategy + ": events/ differs from the input; the result is not exact");
    }
    return new RunReport(
        strategy.toString(),
        written.events(),
        survey.rejected(),
        survey.late(),
        outcome.wallMillis(),
        outcome.stages(),
        outcome.loadOverTime(),
        input.hotKeys(options.parallelism()),
        CountsDigest.text(written.digest()),
        written.load(),
        ask(strategy, written));
  }

  /** Asks all questions, through the map as it is read from its file. */
  private List<QueryCost> ask(LayoutStrategy strategy, WrittenEvents written) {
    OutputFolder output = options.output();
    String json = written.map(strategy.toString()).toJson();
    output.write(output.partitions(strategy.toString()), json);
    QueryReader reader = new QueryReader(PartitionMap.parse(json), output.files(), written.root());
    List<QueryCost> costs = new ArrayList<>();
    for (Query query : questions.queries()) {
      QueryCost cost;
      try {
        cost = reader.read(query);
      } catch (IOException unreadable) {
        throw JobFailure.because(strategy + ": cannot query events/", unreadable);
      }
      long expected = written.rows(costs.size());
      if (cost.rows() != expected) {
        throw new JobFailure(
            strategy
                + ": '"
                + query.name()
                + "' found "
                + cost.rows()
                + " rows through partitions.json, but events/ holds "
                + expected);
      }
      costs.add(cost);
    }
    return costs;
  }
}
