package org.partitioners.jobs.lookup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.partitioners.hadoop.Answer;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.layout.CountLine;
import org.partitioners.jobs.report.QueryCost;
import org.partitioners.jobs.run.CountsByKey;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.map.PartitionMap;

/**
 * Asks counts by key: lays them out, publishes where they are, looks up the busiest and a rare key
 * by that map, and checks all that is found against the input.
 *
 * @param <S> the type of strategy
 */
public final class CountQueries<S> {
  private final Function<S, PartitionMap> maps;
  private final InputSurvey survey;

  private CountQueries(Function<S, PartitionMap> maps, InputSurvey survey) {
    this.maps = maps;
    this.survey = survey;
  }

  /**
   * About the keys of an input.
   *
   * @param maps where a strategy has put the counts of a key
   */
  public static <S> CountQueries<S> about(InputSurvey survey, Function<S, PartitionMap> maps) {
    return new CountQueries<>(maps, survey);
  }

  /** What is asked about, as reports show it. */
  public String subject() {
    return String.join(", ", keys().values());
  }

  /** The questions, each with its key; none if there was no event. */
  private Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    if (survey.accepted() > 0) {
      keys.put("all counts of the busiest key", survey.busiestKey());
      keys.put("all counts of a rare key", survey.rarestKey());
    }
    return keys;
  }

  /**
   * Lays the counts of a strategy out by key, and tells what the answers cost.
   *
   * @throws JobFailure if an answer is not what the input holds
   */
  public List<QueryCost> ask(S strategy, OutputFolder output) {
    String folder = output.data(String.valueOf(strategy));
    PartitionMap map = maps.apply(strategy);
    CountsByKey.write(output.files(), output.counts(String.valueOf(strategy)), folder, map);
    DataMaps.publish(output.files(), folder, List.of(map));
    try {
      CountLookup counts = CountLookup.in(new Path(folder));
      verifyAll(strategy, counts);
      List<QueryCost> costs = new ArrayList<>();
      for (Map.Entry<String, String> question : keys().entrySet()) {
        costs.add(ask(strategy, counts, question.getKey(), question.getValue()));
      }
      return costs;
    } catch (IOException unreadable) {
      throw JobFailure.because(strategy + ": cannot query by-key/", unreadable);
    }
  }

  private QueryCost ask(S strategy, CountLookup counts, String question, String key)
      throws IOException {
    Answer<CountLine> answer = counts.reader().get(key);
    long events = answer.records().stream().mapToLong(CountLine::count).sum();
    if (events != survey.count(key)) {
      throw new JobFailure(
          strategy
              + ": '"
              + question
              + "' found "
              + events
              + " events of '"
              + key
              + "' by the map, but the input holds "
              + survey.count(key));
    }
    return new QueryCost(
        question,
        "all counts of " + (key.isEmpty() ? "the empty key" : key),
        answer.touched().partitions(),
        answer.touched().files(),
        answer.touched().bytes(),
        answer.records().size());
  }

  private void verifyAll(S strategy, CountLookup counts) throws IOException {
    long[] digest = {0};
    counts
        .reader()
        .scan(
            line -> digest[0] += line.count() * CountsDigest.ofOne(line.windowStart(), line.key()));
    if (digest[0] != survey.countsDigest()) {
      throw new JobFailure(strategy + ": by-key/ differs from the input; the result is not exact");
    }
  }
}
