package org.partitioners.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a store, as one listing of their folder shows them. Epochs are {@code
 * epoch-NUMBER.json}; {@code collected-NUMBER} says that all epochs up to this one have been
 * collected, so what bears such a number nevertheless was published by someone who slept, and does
 * not count. Names with numbers that no epoch can have are not of the store.
 *
 * @param collected the last epoch that is not kept, 0 if all are
 * @param epochs those that are kept, ascending
 * @param litter what publishers and collectors have left behind
 */
record StoreFolder(long collected, List<Long> epochs, List<Path> litter) {

  private static final Pattern EPOCH = Pattern.compile("epoch-(\\d{19})\\.json");
  private static final Pattern COLLECTED = Pattern.compile("collected-(\\d{19})");
  private static final Pattern TEMPORARY = Pattern.compile("_epoch-(\\d{19})\\..*\\.tmp");

  /** A listing is no snapshot: it may show an epoch that is being collected, and not the next. */
  private static final int LISTINGS = 5;

  static Path epoch(Path folder, long epoch) {
    return new Path(folder, String.format(Locale.ROOT, "epoch-%019d.json", epoch));
  }

  static Path collected(Path folder, long epoch) {
    return new Path(folder, String.format(Locale.ROOT, "collected-%019d", epoch));
  }

  /** The underscore keeps it from being read as data, and the random part from being shared. */
  static Path temporary(Path folder, long epoch) {
    return new Path(
        folder, String.format(Locale.ROOT, "_epoch-%019d.%s.tmp", epoch, UUID.randomUUID()));
  }

  /**
   * What there is.
   *
   * @throws IOException if an epoch is missing among those that are kept
   */
  static StoreFolder list(FileSystem fs, Path folder) throws IOException {
    StoreFolder listing = listOnce(fs, folder);
    for (int i = 1; i < LISTINGS && !listing.isWhole(); i++) {
      listing = listOnce(fs, folder);
    }
    if (!listing.isWhole()) {
      throw new IOException(
          folder
              + ": is damaged, of the epochs from "
              + (listing.collected + 1)
              + " on there are only "
              + listing.epochs
              + "; restore the others from a copy");
    }
    return listing;
  }

  private static StoreFolder listOnce(FileSystem fs, Path folder) throws IOException {
    FileStatus[] files;
    try {
      files = fs.listStatus(folder);
    } catch (FileNotFoundException e) {
      files = new FileStatus[0];
    }
    TreeSet<Long> published = new TreeSet<>();
    TreeSet<Long> collected = new TreeSet<>();
    List<Path> temporaries = new ArrayList<>();
    for (FileStatus file : files) {
      String name = file.getPath().getName();
      addNumber(EPOCH, name, published);
      addNumber(COLLECTED, name, collected);
      if (number(TEMPORARY, name) > 0) {
        temporaries.add(file.getPath());
      }
    }
    return of(folder, published, collected, temporaries);
  }

  private static void addNumber(Pattern pattern, String name, TreeSet<Long> numbers) {
    long number = number(pattern, name);
    if (number > 0) {
      numbers.add(number);
    }
  }

  /** The epoch that a name tells; 0 or less if it tells none. */
  private static long number(Pattern pattern, String name) {
    Matcher matcher = pattern.matcher(name);
    // Some numbers of 19 digits take all 64 bits: as signed ones, which epochs are, they are less.
    return matcher.matches() ? Long.parseUnsignedLong(matcher.group(1)) : 0;
  }

  private static StoreFolder of(
      Path folder, TreeSet<Long> published, TreeSet<Long> collected, List<Path> temporaries) {
    long last = collected.isEmpty() ? 0 : collected.last();
    List<Long> epochs = List.copyOf(published.tailSet(last, false));
    long latest = published.isEmpty() ? last : Math.max(last, published.last());
    List<Path> litter = new ArrayList<>();
    published.headSet(last, true).forEach(epoch -> litter.add(epoch(folder, epoch)));
    collected.headSet(last).forEach(epoch -> litter.add(collected(folder, epoch)));
    for (Path temporary : temporaries) {
      if (number(TEMPORARY, temporary.getName()) <= latest) {
        litter.add(temporary);
      }
    }
    return new StoreFolder(last, epochs, litter);
  }

  /** Whether all epochs are there from the first that is kept on; the latest always is. */
  private boolean isWhole() {
    return epochs.isEmpty()
        ? collected == 0
        : epochs.get(0) == collected + 1 && latest() - collected == epochs.size();
  }

  /** The latest epoch, 0 if there is none. */
  long latest() {
    return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1);
  }
}
