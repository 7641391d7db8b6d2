package org.partitioners.jobs.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.layout.Layout;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.layout.LayoutSurvey;
import org.partitioners.jobs.layout.Questions;
import org.partitioners.jobs.layout.TimeSlices;
import org.partitioners.jobs.lookup.DataMaps;
import org.partitioners.jobs.lookup.EventQueries;
import org.partitioners.jobs.report.QueryCost;
import org.partitioners.jobs.report.RunReport;
import org.partitioners.jobs.run.JobRuns;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.jobs.run.RunOutcome;
import org.partitioners.jobs.run.SurveyedInput;
import org.partitioners.jobs.run.TimestampOptions;
import org.partitioners.jobs.run.WrittenEvents;
import org.partitioners.map.PartitionMap;

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
  private final @Nullable String obstacle;

  private SurveyedLayouts(
      TimestampOptions options,
      SurveyedInput input,
      LayoutSurvey layouts,
      @Nullable String obstacle) {
    this.options = options;
    this.input = input;
    this.layouts = layouts;
    this.slices = layouts.slices();
    this.obstacle = obstacle;
    this.questions = Questions.about(slices, input.survey().busiestKey());
  }

  /** Reads the input once. */
  public static SurveyedLayouts read(TimestampOptions options, ProgressLine progress) {
    LayoutSurvey layouts = new LayoutSurvey(options.parallelism());
    SurveyedInput input = SurveyedInput.read(options.input(), progress, layouts);
    if (input.survey().accepted() == 0) {
      throw new JobFailure("--input: holds no events; there is nothing to lay out");
    }
    String obstacle = DataMaps.obstacle(input.survey(), options.output().root(), progress);
    return new SurveyedLayouts(options, input, layouts, obstacle);
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

  /** Publishes where the events are, and asks all questions by that alone. */
  private List<QueryCost> ask(LayoutStrategy strategy, WrittenEvents written) {
    OutputFolder output = options.output();
    output.write(
        output.partitions(strategy.toString()), written.list(strategy.toString()).toJson());
    if (obstacle != null) {
      return List.of();
    }
    String folder = output.data(strategy.toString());
    List<PartitionMap> maps = new ArrayList<>();
    layout(strategy).lookUps().forEach(lookUp -> maps.add(lookUp.map(maps.size() + 1L)));
    DataMaps.publish(output.files(), folder, maps);
    List<QueryCost> costs;
    try {
      InputSurvey survey = input.survey();
      costs =
          EventQueries.in(folder, survey.minTimestamp(), survey.maxTimestamp())
              .ask(questions.queries());
    } catch (IOException unreadable) {
      throw JobFailure.because(strategy + ": cannot query events/", unreadable);
    }
    for (int i = 0; i < costs.size(); i++) {
      if (costs.get(i).rows() != written.rows(i)) {
        throw new JobFailure(
            strategy
                + ": '"
                + costs.get(i).name()
                + "' found "
                + costs.get(i).rows()
                + " rows by the map, but events/ holds "
                + written.rows(i));
      }
    }
    return costs;
  }
}
